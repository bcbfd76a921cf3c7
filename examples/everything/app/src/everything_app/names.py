"""The interface `names`: each function is the host's own."""

from wit.imports.names import class_, embed, import_, list, none, property, str, wit

__all__ = ["class_", "embed", "import_", "list", "none", "property", "str", "wit"]
