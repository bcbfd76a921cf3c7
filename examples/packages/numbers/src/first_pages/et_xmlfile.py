from io import BytesIO
from xml.etree.ElementTree import Element

from et_xmlfile import xmlfile


def example() -> None:
    out = BytesIO()
    with xmlfile(out) as document, document.element("root"):
        for number in range(3):
            document.write(Element("row", number=str(number)))
    assert out.getvalue() == b'<root><row number="0" /><row number="1" /><row number="2" /></root>'
