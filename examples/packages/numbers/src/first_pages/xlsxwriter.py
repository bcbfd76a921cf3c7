from io import BytesIO
from zipfile import ZipFile

import xlsxwriter


def example() -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Costs")
        sheet.write("A1", "Rent", book.add_format({"bold": True}))
        sheet.write_formula("B1", "=SUM(1, 2)")
    assert b"SUM(1, 2)" in ZipFile(file).read("xl/worksheets/sheet1.xml")
