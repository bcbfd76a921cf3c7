"""Uses the host's journals, and has counters for the host."""

from wit.imports.journals import Journal

kept: list[Journal] = []


def write_into(journal: Journal, line: str) -> int:
    """Writes into a journal that is only lent. It stays in `kept`, where it is of no use once this has returned."""
    kept[:] = [journal]
    return journal.append(line)


def make_journal(name: str) -> Journal:
    """A journal with one line."""
    journal = Journal(name)
    journal.append("made in Python")
    return journal


def run(program: str) -> str:
    """The text of `result`, which the program leaves."""
    names: dict[str, object] = {"kept": kept}
    exec(program, names)
    return str(names["result"])
