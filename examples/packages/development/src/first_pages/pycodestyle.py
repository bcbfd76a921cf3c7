from pycodestyle import Checker


def example() -> None:
    checker = Checker("example.py", lines=["import os,sys\n"], quiet=True)
    assert checker.check_all() == 1 + ("E231" in checker.report.messages)
