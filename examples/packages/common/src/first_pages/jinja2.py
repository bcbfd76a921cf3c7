from jinja2 import Environment, select_autoescape

PAGE = "{% for name in names if name %}<li>{{ name }}</li>{% endfor %}"


def example() -> None:
    template = Environment(autoescape=select_autoescape(default_for_string=True)).from_string(PAGE)
    assert template.render(names=["Ann", "", "<Bob>"]) == "<li>Ann</li><li>&lt;Bob&gt;</li>"
