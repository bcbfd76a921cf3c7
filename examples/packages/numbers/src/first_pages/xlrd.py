import xlrd


def example() -> None:
    assert xlrd.xldate_as_tuple(45383.5, 0) == (2024, 4, 1, 12, 0, 0)
    try:
        xlrd.open_workbook(file_contents=b"no workbook at all")
    except xlrd.XLRDError:
        return
    raise AssertionError("a text was a workbook")
