"""The interactive Python without what needs control over the terminal: the terminal edits lines, nothing pages."""

from types import ModuleType
from typing import Any


def adapt(module: ModuleType) -> None:
    """Called when a module of `_pyrepl` has been imported."""
    _ADAPTATIONS[module.__name__](module)


def _adapt_main(main: Any) -> None:
    # There is no other way, so there is nothing to warn of.
    main.FAIL_REASON = ""


def _adapt_pager(pager: Any) -> None:
    pager.get_pager = lambda: pager.plain_pager


_ADAPTATIONS = {"_pyrepl.main": _adapt_main, "_pyrepl.pager": _adapt_pager}
