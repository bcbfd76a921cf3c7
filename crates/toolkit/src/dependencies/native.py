"""Says what native code packages have and whether they can be imported without it.

Their sources are read and nothing of them is run. A package can do without native code that it imports where it catches
that this fails. Argument: the folder that the packages are installed in. Output: a JSON object, by package, of its
native files and of whether they are optional.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

NATIVE = re.compile(r"\.(so(\.\d+)*|pyd|dylib|dll)$")
FAILS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


class Kind(Enum):
    """When a module is imported by another."""

    NEEDED = auto()
    """With it."""
    CAUGHT = auto()
    """Where somebody catches that it fails."""
    LATER = auto()
    """In a function."""


Import = tuple[str, Kind]


def catches(handler: ast.ExceptHandler) -> bool:
    """Whether a failed import ends here. A variable may hold any exception."""
    names = {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else FAILS
    may_catch = bool(names & FAILS) or any(name.islower() for name in names)
    return may_catch and not any(isinstance(statement, ast.Raise) for statement in handler.body)


def suppresses(statement: ast.With) -> bool:
    """Whether it is `contextlib.suppress` of a failed import."""
    names = {node.id for item in statement.items for node in ast.walk(item) if isinstance(node, ast.Name)}
    text = ast.unparse(statement.items[0].context_expr)
    return "suppress(" in text and bool(names & FAILS)


def is_for_types(statement: ast.If) -> bool:
    return "TYPE_CHECKING" in ast.unparse(statement.test)


class Reader:
    """What a module imports."""

    def __init__(self, name: str, is_package: bool) -> None:
        self.package = name if is_package else name.rpartition(".")[0]

    def read(self, statements: Iterable[ast.stmt], kind: Kind = Kind.NEEDED) -> Iterator[Import]:
        for statement in statements:
            yield from self.statement(statement, kind)

    def statement(self, statement: ast.stmt, kind: Kind) -> Iterator[Import]:
        match statement:
            case ast.Import(names):
                yield from ((alias.name, kind) for alias in names)
            case ast.ImportFrom(module, names, level):
                source = self.absolute(module or "", level)
                yield source, kind
                yield from ((f"{source}.{alias.name}", kind) for alias in names)
            case ast.Try(body, handlers, orelse, finalbody) | ast.TryStar(body, handlers, orelse, finalbody):
                inside = Kind.CAUGHT if any(map(catches, handlers)) else kind
                yield from self.read(body, inside)
                yield from self.read([*(s for handler in handlers for s in handler.body), *orelse, *finalbody], kind)
            case ast.If(_, body, orelse):
                yield from self.read([*([] if is_for_types(statement) else body), *orelse], kind)
            case ast.With(_, body):
                yield from self.read(body, Kind.CAUGHT if suppresses(statement) else kind)
            case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
                yield from self.read(body, Kind.CAUGHT if kind is Kind.CAUGHT else Kind.LATER)
            case ast.ClassDef(body=body):
                yield from self.read(body, kind)
            case ast.For(_, _, body, orelse) | ast.While(_, body, orelse):
                yield from self.read([*body, *orelse], kind)

    def absolute(self, module: str, level: int) -> str:
        if level == 0:
            return module
        package = self.package.split(".")
        return ".".join([*package[: len(package) - level + 1], *([module] if module else [])])


class Package:
    """The modules of a wheel, with what they import of each other."""

    def __init__(self, distribution: Distribution) -> None:
        files = [PurePath(str(file)) for file in distribution.files or []]
        self.native_files = [str(file) for file in files if NATIVE.search(file.name)]
        sources = {module_name(file): file for file in files if file.suffix == ".py"}
        natives = {module_name(PurePath(file)) for file in self.native_files}
        self.natives = {name for name in natives - sources.keys() if all(map(str.isidentifier, name.split(".")))}
        self.modules = {
            name: [(target, kind) for target, kind in imports(name, Path(str(distribution.locate_file(file))))]
            for name, file in sources.items()
        }

    def lost(self) -> set[str]:
        """The modules that cannot be imported without native code."""
        lost = set(self.natives)
        while more := {name for name in self.modules.keys() - lost if self.needs(name, lost)}:
            lost |= more
        return lost

    def needs(self, name: str, lost: set[str]) -> bool:
        parents = {parent for parent in parents_of(name) if parent in lost}
        return bool(parents) or bool(self.targets(name, Kind.NEEDED) & lost)

    def targets(self, name: str, *kinds: Kind) -> set[str]:
        """What it imports, and the packages on the way there but those that it is in itself."""
        targets = {target for target, kind in self.modules[name] if kind in kinds}
        return targets | {parent for target in targets for parent in parents_of(target)} - set(parents_of(name))

    def is_native_code_optional(self) -> bool:
        """Whether something can be imported, and somebody catches it where something cannot."""
        lost = self.lost()
        found = self.modules.keys() - lost
        asked_for = set().union(*(self.targets(name, *Kind) for name in self.modules)) & lost
        caught = set().union(*(self.targets(name, Kind.CAUGHT) for name in found)) & lost
        return bool(found) and (bool(caught) or not asked_for)


def module_name(file: PurePath) -> str:
    name = file.name.split(".")[0]
    return ".".join([*file.parts[:-1], *([] if name == "__init__" else [name])])


def parents_of(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def imports(name: str, file: Path) -> list[Import]:
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return []
    return list(Reader(name, file.name == "__init__.py").read(tree.body))


def main(folder: str) -> None:
    found = {distribution.name: Package(distribution) for distribution in distributions(path=[folder])}
    report = {
        name: {"files": sorted(package.native_files), "is_optional": package.is_native_code_optional()}
        for name, package in found.items()
        if package.native_files
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
