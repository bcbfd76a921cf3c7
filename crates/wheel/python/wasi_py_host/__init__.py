"""Runs Python source that others have written: `Sandbox().run("sum(range(10))").value`.

Each source has a fresh interpreter inside a WebAssembly component.
"""

from ._failures import (
    AbandonedError,
    ClosedError,
    CrashedError,
    ExitedError,
    FuelLimitError,
    LimitError,
    LoadError,
    MemoryLimitError,
    NotPythonError,
    OptionsError,
    OutputLimitError,
    RaisedError,
    RecursionLimitError,
    SandboxError,
    SourceError,
    TimeLimitError,
    ToolFailedError,
    UnavailableError,
    ValueKindError,
    ValueLimitError,
)
from ._limits import Limits
from ._sandbox import Outcome, Sandbox, Session

__all__ = [
    "AbandonedError",
    "ClosedError",
    "CrashedError",
    "ExitedError",
    "FuelLimitError",
    "LimitError",
    "Limits",
    "LoadError",
    "MemoryLimitError",
    "NotPythonError",
    "OptionsError",
    "Outcome",
    "OutputLimitError",
    "RaisedError",
    "RecursionLimitError",
    "Sandbox",
    "SandboxError",
    "Session",
    "SourceError",
    "TimeLimitError",
    "ToolFailedError",
    "UnavailableError",
    "ValueKindError",
    "ValueLimitError",
]
