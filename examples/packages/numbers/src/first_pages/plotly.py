import plotly.graph_objects as go


def example() -> None:
    figure = go.Figure(data=[go.Bar(x=["a", "b"], y=[2, 3])])
    figure.update_layout(title_text="A figure")
    assert '"type":"bar"' in figure.to_json()
    assert "plotly" in figure.to_html(include_plotlyjs=False, full_html=False).lower()
