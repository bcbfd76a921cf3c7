"""What CPython's `ctypes` is made of, without native code: types have names and sizes, and simple ones values.

Whatever would need an address raises: loading a library, calling a function, pointers, structures in memory.
"""

import struct
from typing import Any, ClassVar, NoReturn

from _wasi_py_importer import STAND_INS

__version__ = "1.1.0"
RTLD_LOCAL, RTLD_GLOBAL = 0, 0x100
FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, FUNCFLAG_USE_ERRNO, FUNCFLAG_USE_LASTERROR = 0x1, 0x4, 0x8, 0x10
SIZEOF_TIME_T = 8
_memmove_addr = _memset_addr = _string_at_addr = _wstring_at_addr = _cast_addr = 0

_POINTER = "P"
# How `struct` calls what it has no letter for.
_LAYOUTS = {"O": _POINTER, "z": _POINTER, "Z": _POINTER, "u": "i", "v": "h", "g": "d"}
_INTEGERS = "bBhHiIlLqQ"
_pointer_type_cache: dict[Any, Any] = {}


class ArgumentError(Exception):
    """An argument that a native function does not take: none is ever called."""


def _refuse() -> NoReturn:
    raise OSError(STAND_INS["_ctypes"])


class _CType(type):
    """The type of C types. An array type is `element * length`."""

    def __mul__(cls, length: int) -> Any:
        if length < 0:
            raise ValueError(f"Array length must be >= 0, not {length}")
        return _CType(f"{cls.__name__}_Array_{length}", (Array,), {"_type_": cls, "_length_": length})

    __rmul__ = __mul__

    def from_param(cls, value: Any) -> Any:
        return value

    def from_address(cls, address: int) -> Any:
        _refuse()

    def from_buffer(cls, source: Any, offset: int = 0) -> Any:
        _refuse()

    def from_buffer_copy(cls, source: Any, offset: int = 0) -> Any:
        _refuse()

    def in_dll(cls, library: Any, name: str) -> Any:
        _refuse()


class _CData(metaclass=_CType):
    """The base of all C types."""


class _SimpleCData(_CData):
    """A number, a character, a truth value or a pointer."""

    _type_: ClassVar[str]

    def __init__(self, value: Any = None) -> None:
        if value is None:
            value = {"c": b"\0", "u": "\0", "?": False}.get(self._type_, 0)
            value = None if self._type_ in "OzZP" else value
        self.value = value

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = _converted(self._type_, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value!r})"

    def __bool__(self) -> bool:
        return self.value not in (0, None, b"\0", "\0")


def _converted(kind: str, value: Any) -> Any:
    """As C keeps a value: integers lose the bits that have no room."""
    if kind in _INTEGERS:
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        size = struct.calcsize(kind)
        return int.from_bytes((value % (1 << 8 * size)).to_bytes(size, "big"), "big", signed=kind.islower())
    if kind in "fdg":
        layout = _LAYOUTS.get(kind, kind)
        return struct.unpack(layout, struct.pack(layout, value))[0]
    if kind == "c":
        value = bytes([value]) if isinstance(value, int) else bytes(value)
        if len(value) != 1:
            raise TypeError("one character bytes, bytearray, or an integer in range(256) expected")
    if kind == "u" and len(value) != 1:
        raise TypeError("one character unicode string expected")
    return bool(value) if kind == "?" else value


class Array(_CData):
    """Values of one simple type."""

    _type_: ClassVar[Any]
    _length_: ClassVar[int]

    def __init__(self, *values: Any) -> None:
        if len(values) > self._length_:
            raise IndexError("invalid index")
        rest = [self._type_() for _ in range(self._length_ - len(values))]
        self._items = [*(self._type_(_plain(value)) for value in values), *rest]

    def __len__(self) -> int:
        return self._length_

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, slice):
            return _plain(self._items[index])
        found = [_plain(item) for item in self._items[index]]
        return _joined(found, self._kind) if self._kind in ("c", "u") else found

    def __setitem__(self, index: Any, value: Any) -> None:
        places = range(self._length_)[index]
        if isinstance(places, int):
            self._items[places].value = _plain(value)
            return
        values = list(value)
        if len(values) != len(places):
            raise ValueError("Can only assign sequence of same size")
        for place, item in zip(places, values, strict=True):
            self._items[place].value = item

    @property
    def _kind(self) -> str:
        return getattr(self._type_, "_type_", "")

    @property
    def raw(self) -> Any:
        """All of an array of characters."""
        if self._kind != "c":
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'raw'")
        return self[:]

    @property
    def value(self) -> Any:
        """An array of characters up to the first that is zero."""
        if self._kind not in ("c", "u"):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'value'")
        return self[:].split(b"\0" if self._kind == "c" else "\0")[0]

    @value.setter
    def value(self, value: Any) -> None:
        if len(value) > self._length_:
            raise ValueError("byte string too long" if self._kind == "c" else "string too long")
        end = self._type_().value if len(value) < self._length_ else value[:0]
        for place, item in enumerate([*value, *end]):
            self._items[place].value = item


def _plain(item: Any) -> Any:
    return item.value if isinstance(item, _SimpleCData) else item


def _joined(found: list[Any], kind: str) -> Any:
    return b"".join(found) if kind == "c" else "".join(found)


class Structure(_CData):
    """Can be declared."""

    def __init__(self, *_: object, **__: object) -> None:
        _refuse()


class Union(_CData):
    """Can be declared."""

    def __init__(self, *_: object, **__: object) -> None:
        _refuse()


class _Pointer(_CData):
    """Can be declared."""

    def __init__(self, *_: object) -> None:
        _refuse()


class CFuncPtr(_CData):
    """A function that cannot be called."""

    argtypes: Any = None
    restype: Any = None
    errcheck: Any = None

    def __init__(self, *_: object) -> None: ...

    def __call__(self, *_: object, **__: object) -> Any:
        _refuse()


def POINTER(target: Any, /) -> Any:  # noqa: N802 (its name in CPython)
    if target not in _pointer_type_cache:
        name = target if isinstance(target, str) else target.__name__
        _pointer_type_cache[target] = _CType(f"LP_{name}", (_Pointer,), {"_type_": target})
    return _pointer_type_cache[target]


def sizeof(target: Any, /) -> int:
    kind = getattr(target, "_type_", None)
    if isinstance(kind, str):
        return struct.calcsize(_LAYOUTS.get(kind, kind))
    if (length := getattr(target, "_length_", None)) is not None:
        return int(length) * sizeof(kind)
    kinds = target if isinstance(target, type) else type(target)
    if issubclass(kinds, (_Pointer, CFuncPtr)):
        return struct.calcsize(_POINTER)
    if not issubclass(kinds, _CData):
        raise TypeError("this type has no size")
    _refuse()


def alignment(target: Any, /) -> int:
    return sizeof(getattr(target, "_type_", target) if hasattr(target, "_length_") else target)


def byref(target: Any, offset: int = 0, /) -> Any:
    _refuse()


def addressof(target: Any, /) -> int:
    _refuse()


def pointer(target: Any, /) -> Any:
    _refuse()


def resize(target: Any, size: int, /) -> None:
    _refuse()


def get_errno() -> int:
    return 0


def set_errno(value: int, /) -> int:
    return 0


def dlopen(name: str | None, flag: int = RTLD_LOCAL, /) -> int:
    """Nothing for the program itself: `ctypes` asks for it as it is imported, and for nothing in it."""
    if name is None:
        return 0
    _refuse()
