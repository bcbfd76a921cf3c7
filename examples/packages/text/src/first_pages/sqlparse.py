import sqlparse


def example() -> None:
    assert sqlparse.split("select 1; select 2;") == ["select 1;", "select 2;"]
    assert sqlparse.format("select a from b", reindent=True, keyword_case="upper") == "SELECT a\nFROM b"
