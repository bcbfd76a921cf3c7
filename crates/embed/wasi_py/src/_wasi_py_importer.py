"""Imports what the component carries: a `sys.path` entry below `/bundle` is a folder in one of its bundles.

Runs while CPython starts, before `encodings` can be imported: at module level nothing but built-in and frozen modules.
"""

import _frozen_importlib as _bootstrap
import _imp
import marshal
import posix
import sys

import _wasi_py_bundle as _bundle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.machinery import ModuleSpec
    from importlib.metadata import Distribution, DistributionFinder
    from importlib.resources.abc import TraversableResources
    from types import CodeType, FrameType, ModuleType

ROOT = "/bundle/"

_NO_WINDOW = "there is no window system in a component"
_NO_THREADS = "WASI 0.2 has no processes and no threads"
_NO_USERS = "WASI 0.2 has no users"
_NOT_IN_WASI = "WASI 0.2 has no such system interface"
_NO_LIBRARY = "the C library it wraps is not part of the component"
_OTHER_SYSTEM = "it is for another operating system"
_NO_NATIVE = "WebAssembly cannot load or call native libraries"
_NO_TLS = "OpenSSL is not part of the component; let the host do TLS"

# CPYTHON-INTERNAL: the modules of the standard library, by name.
LEFT_OUT = {
    "_aix_support": _OTHER_SYSTEM,
    "_android_support": _OTHER_SYSTEM,
    "_apple_support": _OTHER_SYSTEM,
    "_curses": _NOT_IN_WASI,
    "_dbm": _NO_LIBRARY,
    "_gdbm": _NO_LIBRARY,
    "_hashlib": "OpenSSL is not part of the component; `hashlib` has its own implementations",
    "_ios_support": _OTHER_SYSTEM,
    "_multiprocessing": _NO_THREADS,
    "_osx_support": _OTHER_SYSTEM,
    "_posixshmem": _NO_THREADS,
    "_posixsubprocess": _NO_THREADS,
    "_pyrepl._minimal_curses": _NO_NATIVE,
    "_pyrepl.curses": _NO_NATIVE,
    "_pyrepl.fancy_termios": _NOT_IN_WASI,
    "_pyrepl.readline": _NOT_IN_WASI,
    "_pyrepl.simple_interact": _NOT_IN_WASI,
    "_pyrepl.unix_console": _NOT_IN_WASI,
    "_pyrepl.unix_eventqueue": _NO_NATIVE,
    "_pyrepl.windows_console": _OTHER_SYSTEM,
    "_tkinter": _NO_WINDOW,
    "asyncio.windows_events": _OTHER_SYSTEM,
    "asyncio.windows_utils": _OTHER_SYSTEM,
    "ctypes._aix": _OTHER_SYSTEM,
    "ctypes.macholib": _OTHER_SYSTEM,
    "curses": _NOT_IN_WASI,
    "dbm.gnu": _NO_LIBRARY,
    "dbm.ndbm": _NO_LIBRARY,
    "encodings.mbcs": _OTHER_SYSTEM,
    "encodings.oem": _OTHER_SYSTEM,
    "ensurepip": "packages are bundled when the component is built",
    "fcntl": _NOT_IN_WASI,
    "grp": _NOT_IN_WASI,
    "idlelib": _NO_WINDOW,
    "lib2to3": "CPython itself dropped it in 3.13",
    "multiprocessing.forkserver": _NO_THREADS,
    "multiprocessing.popen_fork": _NO_THREADS,
    "multiprocessing.popen_forkserver": _NO_THREADS,
    "multiprocessing.popen_spawn_posix": _NO_THREADS,
    "multiprocessing.popen_spawn_win32": _OTHER_SYSTEM,
    "multiprocessing.resource_tracker": _NO_THREADS,
    "multiprocessing.shared_memory": _NO_THREADS,
    "multiprocessing.synchronize": _NO_THREADS,
    "pip": "packages are bundled when the component is built",
    "pty": _NOT_IN_WASI,
    "readline": _NO_LIBRARY,
    "resource": _NOT_IN_WASI,
    "syslog": _NOT_IN_WASI,
    "test": "CPython's own tests are not for users",
    "tkinter": _NO_WINDOW,
    "turtle": _NO_WINDOW,
    "turtledemo": _NO_WINDOW,
    "venv": "packages are bundled when the component is built",
}
"""Modules that are not bundled, and why; with a package goes all that is in it.

Left out is what programs do without when it cannot be imported. The build script reads it too.
"""

STAND_INS = {
    "_ctypes": _NO_NATIVE,
    "_ssl": _NO_TLS,
    "mmap": _NOT_IN_WASI,
    "pwd": _NO_USERS,
    "termios": _NOT_IN_WASI,
}
"""Modules of `standins`, and what each raises when it is used: programs import them, whether they need them or not."""

# CPYTHON-INTERNAL: modules that are changed when they are imported.
ADAPTED = {
    "_pyrepl.main": "_wasi_py_repl",
    "_pyrepl.pager": "_wasi_py_repl",
    "aiohttp.connector": "_wasi_py_aiohttp",
    "anyio._backends._asyncio": "_wasi_py_anyio",
    "asyncio.selector_events": "_wasi_py_asyncio",
    "asyncio.unix_events": "_wasi_py_asyncio",
    "concurrent.futures.thread": "_wasi_py_threads",
    "ctypes": "_wasi_py_standins",
    "hashlib": "_wasi_py_hashlib",
    "http.client": "_wasi_py_clients",
    "httpcore._backends.anyio": "_wasi_py_httpcore",
    "httpcore._backends.sync": "_wasi_py_httpcore",
    "importlib.resources.readers": "_wasi_py_resources",
    "multiprocessing.connection": "_wasi_py_standins",
    "multiprocessing.context": "_wasi_py_standins",
    "site": "_wasi_py_paths",
    "socket": "_wasi_py_standins",
    "ssl": "_wasi_py_clients",
    "sysconfig": "_wasi_py_paths",
    "urllib3.connection": "_wasi_py_clients",
    "urllib3.util.connection": "_wasi_py_clients",
}
"""Modules that need an adaptation, and the bundled module whose `adapt(module)` makes it."""


def _adapt(module: "ModuleType") -> None:
    if (adaptation := ADAPTED.get(module.__name__)) is not None:
        __import__(adaptation)
        sys.modules[adaptation].adapt(module)


class BundleLoader:
    """Loads one module. `path` is where its source seems to lie; the code object lies at `path + "c"`."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path

    def __repr__(self) -> str:
        return f"BundleLoader({self.name!r}, {self.path!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BundleLoader) and (self.name, self.path) == (other.name, other.path)

    def __hash__(self) -> int:
        return hash((self.name, self.path))

    def create_module(self, spec: "ModuleSpec") -> None:
        return None

    def exec_module(self, module: "ModuleType") -> None:
        _bootstrap._call_with_frames_removed(  # type: ignore[attr-defined]
            exec, self.get_code(self.name), module.__dict__
        )
        _adapt(module)

    def get_code(self, fullname: str) -> "CodeType":
        return marshal.loads(_bundle.read_file(self.path + "c"))  # type: ignore[no-any-return]

    def get_source(self, fullname: str) -> str | None:
        """Returns the source if it is bundled: the app's is, the standard library's is not."""
        if not _bundle.is_file(self.path):
            return None
        from importlib.util import decode_source

        return decode_source(_bundle.read_file(self.path))

    def get_filename(self, fullname: str) -> str:
        return self.path

    def is_package(self, fullname: str) -> bool:
        return self.path.endswith("/__init__.py")

    def get_data(self, path: str) -> bytes:
        return _bundle.read_file(path)

    def get_resource_reader(self, fullname: str) -> "TraversableResources":
        from _wasi_py_resources import reader

        return reader(self)


EXTENSION_SUFFIXES = (".cpython-313-wasm32-wasi.so", ".abi3.so", ".so")
"""CPYTHON-INTERNAL: what names of extension modules end with, in the order of CPython's own search."""


class ExtensionLoader:
    """Loads an extension module that is linked in. `path` is where its file would lie."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path

    def __repr__(self) -> str:
        return f"ExtensionLoader({self.name!r}, {self.path!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ExtensionLoader) and (self.name, self.path) == (other.name, other.path)

    def __hash__(self) -> int:
        return hash((self.name, self.path))

    def create_module(self, spec: "ModuleSpec") -> "ModuleType":
        return _bootstrap._call_with_frames_removed(_imp.create_builtin, spec)  # type: ignore[attr-defined, no-any-return]

    def exec_module(self, module: "ModuleType") -> None:
        _bootstrap._call_with_frames_removed(_imp.exec_builtin, module)  # type: ignore[attr-defined]
        _adapt(module)

    def get_code(self, fullname: str) -> None:
        """Returns nothing: it has no code object."""

    def get_source(self, fullname: str) -> None:
        """Returns nothing: it has no Python source."""

    def get_filename(self, fullname: str) -> str:
        return self.path

    def is_package(self, fullname: str) -> bool:
        return self.path.rpartition("/")[2].startswith("__init__.")

    def get_data(self, path: str) -> bytes:
        return _bundle.read_file(path)

    def get_resource_reader(self, fullname: str) -> "TraversableResources":
        from _wasi_py_resources import reader

        return reader(self)


class BundleFinder:
    """Finds modules in one bundled folder: a path entry finder, for `sys.path` and the `__path__` of packages."""

    def __init__(self, path: str) -> None:
        # Only this prefix, so that every other `sys.path` entry goes on to the next hook.
        if not path.startswith(ROOT) or not _bundle.is_folder(path.rstrip("/")):
            raise ImportError(f"`{path}` is not a bundled folder", path=path)
        self.path = path.rstrip("/")

    def __repr__(self) -> str:
        return f"BundleFinder({self.path!r})"

    def find_spec(self, fullname: str, target: "ModuleType | None" = None) -> "ModuleSpec | None":
        name = fullname.rpartition(".")[2]
        base = f"{self.path}/{name}"
        if _bundle.is_extension(fullname) and (spec := self._extension(fullname, base)) is not None:
            return spec
        if _bundle.is_file(base + "/__init__.pyc"):
            spec = self._spec(fullname, base + "/__init__.py")
            spec.submodule_search_locations = [base]
        elif _bundle.is_file(base + ".pyc"):
            spec = self._spec(fullname, base + ".py")
        elif name and _bundle.is_folder(base):
            spec = _bootstrap.ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
        else:
            return None
        return spec

    @staticmethod
    def _extension(fullname: str, base: str) -> "ModuleSpec | None":
        """Finds the mark that was left where the file of an extension module was."""
        for stem in (base + "/__init__", base):
            for suffix in EXTENSION_SUFFIXES:
                if _bundle.is_file(path := stem + suffix):
                    loader = ExtensionLoader(fullname, path)
                    spec = _bootstrap.ModuleSpec(fullname, loader, origin=path)  # type: ignore[arg-type]
                    spec.has_location = True
                    if stem != base:
                        spec.submodule_search_locations = [base]
                    return spec
        return None

    @staticmethod
    def _spec(fullname: str, path: str) -> "ModuleSpec":
        loader = BundleLoader(fullname, path)
        spec = _bootstrap.ModuleSpec(fullname, loader, origin=path)  # type: ignore[arg-type]
        spec.has_location = True
        # There is no `__pycache__`: the code object is the bundled file.
        spec.cached = path + "c"
        return spec

    def iter_modules(self, prefix: str = "") -> "Iterator[tuple[str, bool]]":
        """Lists the modules, as `pkgutil.iter_modules` asks a finder for."""
        for name, is_folder in _bundle.list_folder(self.path):
            module = name.partition(".")[0]
            if is_folder and _bundle.is_file(f"{self.path}/{name}/__init__.pyc"):
                yield prefix + name, True
            elif not is_folder and name.endswith(".pyc") and name != "__init__.pyc":
                yield prefix + name[:-4], False
            elif not is_folder and name.endswith(".so") and module != "__init__":
                yield prefix + module, False

    def invalidate_caches(self) -> None:
        """Does nothing: a bundle does not change."""


class MetadataFinder:
    """Finds the `.dist-info` folders below bundled `sys.path` entries where CPython's own finder cannot list them."""

    @staticmethod
    def find_spec(
        fullname: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        return None

    @staticmethod
    def find_distributions(context: "DistributionFinder.Context") -> "Iterator[Distribution]":
        from _wasi_py_metadata import find_distributions

        return find_distributions(context)


class LeftOutFinder:
    """The last finder. It says why a well-known module is not there."""

    @staticmethod
    def find_spec(
        fullname: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        reason = LEFT_OUT.get(fullname)
        if reason is None or not _is_import(sys._getframe(1)):
            return None
        message = f"No module named {fullname!r}: it was left out of this component, since {reason}"
        raise ModuleNotFoundError(message, name=fullname)


def _is_import(frame: "FrameType") -> bool:
    """Tells whether an import statement or `python -m` searches. `importlib.util.find_spec` is answered `None`."""
    searcher = frame.f_back
    if searcher is not None and searcher.f_code.co_name == "find_spec":
        searcher = searcher.f_back
    return searcher is not None and searcher.f_code.co_name in ("_find_and_load_unlocked", "_get_module_details")


def complete() -> None:
    """Called once all of CPython runs: these finders come after those that CPython itself installs."""
    if not _bundle.has_paths():
        sys.meta_path.append(MetadataFinder)
    sys.meta_path.append(LeftOutFinder)


def _adapt_frozen() -> None:
    """Lets modules that CPython has frozen, such as `site`, be adapted as well."""
    frozen = _bootstrap.FrozenImporter
    exec_frozen = frozen.exec_module

    def exec_module(module: "ModuleType") -> None:
        exec_frozen(module)
        _adapt(module)

    frozen.exec_module = staticmethod(exec_module)  # type: ignore[method-assign]


def _leave_extensions_to_paths() -> None:
    """Has extension modules found where their files would be, and nowhere else, though they are built in."""
    builtin = _bootstrap.BuiltinImporter
    find_builtin = builtin.find_spec

    def find_spec(
        fullname: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        return None if _bundle.is_extension(fullname) else find_builtin(fullname, path, target)

    builtin.find_spec = staticmethod(find_spec)  # type: ignore[method-assign]


def _add_user() -> None:
    """Adds a user. WASI has none, but programs ask, and expect that what they find belongs to who they are."""
    for name in ("getuid", "geteuid", "getgid", "getegid"):
        setattr(posix, name, _bundle.user_id)
    posix.getgroups = lambda: [_bundle.user_id()]


_adapt_frozen()
if _bundle.has_extensions():
    _leave_extensions_to_paths()
_add_user()
sys.path_hooks.append(BundleFinder)
