from pathlib import Path

import coverage


def example() -> None:
    source = Path("/tmp/covered.py")
    source.write_text("def one():\n    return 1\n\ndef two():\n    return 2\n\none()\n", encoding="utf-8")
    measured = coverage.Coverage(data_file=None, include=[str(source)])
    with measured.collect():
        exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), {})
    _, statements, _, missing, _ = measured.analysis2(str(source))
    assert (len(statements), missing) == (5, [5])
