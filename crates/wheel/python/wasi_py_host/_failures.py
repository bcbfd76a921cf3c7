"""Exceptions: one for each kind of failure. All of them can be pickled."""


class SandboxError(Exception):
    """A source has no outcome, or there is no sandbox for it."""


class LoadError(SandboxError):
    """The component of the sandbox cannot be loaded."""


class ComponentError(Exception):
    """A function of a component has no result."""


class ResultError(ComponentError):
    """It returned the error of its `result`."""

    def __init__(self, value: object = None) -> None:
        super().__init__(value)
        self.value = value
        """What it returned."""


class StoppedError(ComponentError):
    """It was stopped, or there was no instance for it. All text that is not of the limits comes from the component."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message, reason)
        self.message = message
        """What happened, and what is known of where it was."""
        self.reason = reason
        """A word: `deadline`, `exit`, `fuel`, `memory`, `result`, `stack`, `trap`, or `unavailable`."""

    def __str__(self) -> str:
        return self.message


class SourceError(SandboxError):
    """A source has no outcome. All text but that of the limits comes from the source, and may be made up."""

    def __init__(
        self, type_name: str, message: str, traceback: str, line: int | None, stdout: str, stderr: str
    ) -> None:
        # What it is made of again where it has been pickled: in the process that waits for a worker.
        super().__init__(type_name, message, traceback, line, stdout, stderr)
        self.type_name = type_name
        """The name of the exception's type; empty if the source was stopped."""
        self.message = message
        """The exception's message, or the reason of a stop."""
        self.traceback = traceback
        """Where it was raised, with the lines of the source, as Python prints it."""
        self.line = line
        """The line of the source, if it is known."""
        self.stdout = stdout
        """What the source printed before to standard output."""
        self.stderr = stderr
        """What the source printed before to standard error."""

    def __str__(self) -> str:
        traceback = self.traceback.rstrip()
        if self.type_name and traceback:
            return traceback
        return "\n".join(part for part in (self.message, traceback) if part)


class NotPythonError(SourceError):
    """The source does not compile."""


class RaisedError(SourceError):
    """The source raised an exception."""


class ExitedError(SourceError):
    """The source ended itself; the message is the code."""


class ToolFailedError(SourceError):
    """A tool failed, and the source did not catch that."""


class ValueKindError(SourceError):
    """The value of the source is of a type that no value outside of the sandbox stands for."""


class OptionsError(SourceError):
    """What the source was given cannot be used. It did not run."""


class UnsavableError(SourceError):
    """The session has something open that cannot be saved. The message names it."""


class SavedError(SourceError):
    """A saved session cannot be restored."""


class DamagedError(SavedError):
    """It is damaged, or no saved session at all."""


class OtherVersionError(SavedError):
    """It has another version of the format."""


class OtherComponentError(SavedError):
    """It is one of another component: another version of this package has saved it."""


class AbandonedError(SourceError):
    """A source of the session was stopped by its caller."""


class CrashedError(SourceError):
    """The interpreter broke, or does not keep to its interface."""


class UnavailableError(SourceError):
    """There was no instance for the source: all are in use, or limits that cannot be kept were asked for."""


class ClosedError(SourceError):
    """The session was closed, or one of its sources was stopped."""


class LimitError(SourceError):
    """The source needed more than it may have."""


class OutputLimitError(LimitError):
    """It printed more than it may."""


class RecursionLimitError(LimitError):
    """It called itself too deeply."""


class MemoryLimitError(LimitError):
    """It needed more memory than it may have."""


class ValueLimitError(LimitError):
    """Its value, or its files, are larger than they may be."""


class TimeLimitError(LimitError):
    """It took longer than it may."""


class FuelLimitError(LimitError):
    """It used up its fuel."""


OF_KIND: dict[str, type[SourceError]] = {
    "syntax": NotPythonError,
    "raised": RaisedError,
    "exited": ExitedError,
    "tool": ToolFailedError,
    "output-limit": OutputLimitError,
    "recursion-limit": RecursionLimitError,
    "memory-limit": MemoryLimitError,
    "value-limit": ValueLimitError,
    "time-limit": TimeLimitError,
    "fuel-limit": FuelLimitError,
    "value-kind": ValueKindError,
    "options": OptionsError,
    "unsavable": UnsavableError,
    "damaged": DamagedError,
    "other-version": OtherVersionError,
    "other-component": OtherComponentError,
    "abandoned": AbandonedError,
    "crashed": CrashedError,
    "unavailable": UnavailableError,
    "closed": ClosedError,
}
"""The exceptions by the names that the library in Rust has for the kinds."""
