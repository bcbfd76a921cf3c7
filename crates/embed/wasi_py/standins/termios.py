"""Terminals as a program sees one that is none: a component has streams, and no control over who reads them.

Every function raises what it raises of a file that is no terminal, so callers fall back. Values are those of Linux.
"""

from errno import ENOTTY
from typing import Any, NoReturn

from _wasi_py_importer import STAND_INS

IGNBRK, BRKINT, IGNPAR, PARMRK, INPCK, ISTRIP = 0o1, 0o2, 0o4, 0o10, 0o20, 0o40
INLCR, IGNCR, ICRNL, IUCLC, IXON, IXANY, IXOFF, IMAXBEL = 0o100, 0o200, 0o400, 0o1000, 0o2000, 0o4000, 0o10000, 0o20000
OPOST, OLCUC, ONLCR, OCRNL, ONOCR, ONLRET = 0o1, 0o2, 0o4, 0o10, 0o20, 0o40
CS5, CS6, CS7, CS8, CSIZE = 0o0, 0o20, 0o40, 0o60, 0o60
CSTOPB, CREAD, PARENB, PARODD, HUPCL, CLOCAL = 0o100, 0o200, 0o400, 0o1000, 0o2000, 0o4000
ISIG, ICANON, XCASE, ECHO, ECHOE, ECHOK, ECHONL, NOFLSH = 0o1, 0o2, 0o4, 0o10, 0o20, 0o40, 0o100, 0o200
TOSTOP, ECHOCTL, ECHOPRT, ECHOKE, FLUSHO, PENDIN, IEXTEN = 0o400, 0o1000, 0o2000, 0o4000, 0o10000, 0o40000, 0o100000
VINTR, VQUIT, VERASE, VKILL, VEOF, VTIME, VMIN, VSTART, VSTOP = 0, 1, 2, 3, 4, 5, 6, 8, 9
VSUSP, VEOL, VREPRINT, VDISCARD, VWERASE, VLNEXT, VEOL2, NCCS = 10, 11, 12, 13, 14, 15, 16, 32
TCSANOW, TCSADRAIN, TCSAFLUSH = 0, 1, 2
TCIFLUSH, TCOFLUSH, TCIOFLUSH = 0, 1, 2
TCOOFF, TCOON, TCIOFF, TCION = 0, 1, 2, 3
B0, B50, B75, B110, B134, B150, B200, B300, B600, B1200, B1800, B2400, B4800, B9600, B19200, B38400 = range(16)
B57600, B115200, B230400, B460800 = range(0o10001, 0o10005)
FIONREAD, TIOCINQ, TIOCOUTQ, TIOCGWINSZ, TIOCSWINSZ = 0x541B, 0x541B, 0x5411, 0x5413, 0x5414
TIOCGPGRP, TIOCSPGRP, TIOCSCTTY, TIOCNOTTY, TIOCSTI, TIOCEXCL = 0x540F, 0x5410, 0x540E, 0x5422, 0x5412, 0x540C


class error(Exception):  # noqa: N801, N818 (its name in CPython)
    """No terminal, and why."""


def _refuse() -> NoReturn:
    raise error(ENOTTY, f"not a terminal: {STAND_INS['termios']}")


def tcgetattr(fd: Any, /) -> list[Any]:
    _refuse()


def tcsetattr(fd: Any, when: int, attributes: list[Any], /) -> None:
    _refuse()


def tcsendbreak(fd: Any, duration: int, /) -> None:
    _refuse()


def tcdrain(fd: Any, /) -> None:
    _refuse()


def tcflush(fd: Any, queue: int, /) -> None:
    _refuse()


def tcflow(fd: Any, action: int, /) -> None:
    _refuse()


def tcgetwinsize(fd: Any, /) -> tuple[int, int]:
    _refuse()


def tcsetwinsize(fd: Any, winsize: tuple[int, int], /) -> None:
    _refuse()
