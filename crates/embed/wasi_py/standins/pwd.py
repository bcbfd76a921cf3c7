"""The list of users of a system that has none: whoever a component runs as is the only one.

The home is the only folder that can be written whatever the host maps. `HOME` goes before it, as ever.
"""

import operator
from collections import namedtuple
from posix import getgid, getuid

from _wasi_py_importer import STAND_INS

_NAME = "user"
_HOME = "/tmp"

struct_passwd = namedtuple(
    "struct_passwd", ("pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell")
)


def getpwall() -> list[struct_passwd]:
    return [struct_passwd(_NAME, "x", getuid(), getgid(), "", _HOME, "")]


def getpwuid(uid: int, /) -> struct_passwd:
    if operator.index(uid) != getuid():
        raise KeyError(f"getpwuid(): uid not found: {uid}: {STAND_INS['pwd']}")
    return getpwall()[0]


def getpwnam(name: str, /) -> struct_passwd:
    if not isinstance(name, str):
        raise TypeError(f"getpwnam() argument must be str, not {type(name).__name__}")
    if "\0" in name:
        raise ValueError("embedded null character")
    if name != _NAME:
        raise KeyError(f"getpwnam(): name not found: {name!r}: {STAND_INS['pwd']}")
    return getpwall()[0]
