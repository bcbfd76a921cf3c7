"""CPython's tests on a system that has sockets, and no processes that anybody could watch."""

from asyncio import unix_events
from typing import Any

from test import support
from test.libregrtest.main import main

_Watcher: Any = unix_events.SafeChildWatcher
_Policy: Any = unix_events._UnixDefaultEventLoopPolicy  # type: ignore[attr-defined]

support.has_socket_support = True
_Watcher.attach_loop = lambda watcher, loop: None
_Policy.set_child_watcher = lambda policy, watcher: None
main()
