from io import BytesIO

from openpyxl import Workbook, load_workbook


def example() -> None:
    book = Workbook()
    book.active["A1"] = 42
    book.active.append([1, "two", 3.5])
    file = BytesIO()
    book.save(file)
    rows = load_workbook(BytesIO(file.getvalue())).active.values
    assert list(rows) == [(42, None, None), (1, "two", 3.5)]
