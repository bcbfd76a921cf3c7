from io import BytesIO

from pypdf import PdfReader, PdfWriter


def example() -> None:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=100)
    writer.add_metadata({"/Title": "A page"})
    file = BytesIO()
    writer.write(file)
    reader = PdfReader(BytesIO(file.getvalue()))
    assert (len(reader.pages), reader.metadata.title) == (1, "A page")
    assert reader.pages[0].mediabox.width == 200
