"""The builtin functions as they were before the first source, which can change those that it sees itself.

A module that sets its `__builtins__` to these gives them to all functions below that line.
"""

import builtins
from types import ModuleType

KEPT = ModuleType("builtins")
vars(KEPT).update(vars(builtins))
