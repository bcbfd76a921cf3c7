import xmltodict


def example() -> None:
    document = xmltodict.parse('<a x="1"><b>2</b><b>3</b></a>')
    assert document == {"a": {"@x": "1", "b": ["2", "3"]}}
    assert "<b>2</b>" in xmltodict.unparse({"a": {"b": "2"}})
