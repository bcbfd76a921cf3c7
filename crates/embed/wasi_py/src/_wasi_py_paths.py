"""Makes `sysconfig` and `site` name the folders of the bundles, instead of those of an installation."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STDLIB = "/bundle/stdlib"
APP = "/bundle/app"

_FOLDERS = {"stdlib": STDLIB, "platstdlib": STDLIB, "purelib": APP, "platlib": APP}
_VARIABLES = dict.fromkeys(("BINLIBDEST", "DESTLIB", "LIBDEST", "MACHDESTLIB"), STDLIB)


def adapt(module: "Any") -> None:
    """Called when `sysconfig` or `site` is imported."""
    if module.__name__ == "site":
        _adapt_site(module)
    else:
        _adapt_sysconfig(module)


def _adapt_sysconfig(sysconfig: "Any") -> None:
    sysconfig._INSTALL_SCHEMES["posix_prefix"] |= _FOLDERS
    init_posix = sysconfig._init_posix

    def init(variables: "dict[str, Any]") -> None:
        init_posix(variables)
        variables.update(_VARIABLES, prefix=sys.prefix, exec_prefix=sys.exec_prefix)

    sysconfig._init_posix = init


def _adapt_site(site: "Any") -> None:
    """Lets `site` know where packages are. They are on `sys.path` already."""
    find = site.getsitepackages

    def getsitepackages(prefixes: "Any" = None) -> list[str]:
        return [APP if folder.startswith(f"{sys.prefix}/") else folder for folder in find(prefixes)]

    def addsitepackages(known_paths: "Any", prefixes: "Any" = None) -> "Any":
        for folder in getsitepackages(prefixes):
            if folder != APP and os.path.isdir(folder):
                site.addsitedir(folder, known_paths)
        return known_paths

    site.getsitepackages = getsitepackages
    site.addsitepackages = addsitepackages
