"""Runs Python source that others have written: `Sandbox().run("sum(range(10))").value`.

Each source has a fresh interpreter inside a WebAssembly component. Other components are called as well:
`Component("people.wasm").filter_by_tag(people, "a")`.
"""

from ._cases import Case
from ._component import Component
from ._failures import (
    AbandonedError,
    ClosedError,
    ComponentError,
    CrashedError,
    DamagedError,
    ExitedError,
    FuelLimitError,
    LimitError,
    LoadError,
    MemoryLimitError,
    NotPythonError,
    OptionsError,
    OtherComponentError,
    OtherVersionError,
    OutputLimitError,
    RaisedError,
    RecursionLimitError,
    ResultError,
    SandboxError,
    SavedError,
    SourceError,
    StoppedError,
    TimeLimitError,
    ToolFailedError,
    UnavailableError,
    UnsavableError,
    ValueKindError,
    ValueLimitError,
)
from ._limits import CallLimits, Limits
from ._sandbox import Outcome, Sandbox, Session

__all__ = [
    "AbandonedError",
    "CallLimits",
    "Case",
    "ClosedError",
    "Component",
    "ComponentError",
    "CrashedError",
    "DamagedError",
    "ExitedError",
    "FuelLimitError",
    "LimitError",
    "Limits",
    "LoadError",
    "MemoryLimitError",
    "NotPythonError",
    "OptionsError",
    "OtherComponentError",
    "OtherVersionError",
    "Outcome",
    "OutputLimitError",
    "RaisedError",
    "RecursionLimitError",
    "ResultError",
    "Sandbox",
    "SandboxError",
    "SavedError",
    "Session",
    "SourceError",
    "StoppedError",
    "TimeLimitError",
    "ToolFailedError",
    "UnavailableError",
    "UnsavableError",
    "ValueKindError",
    "ValueLimitError",
]
