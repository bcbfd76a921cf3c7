"""Links Rust for a component: one relocatable object instead of a component.

Called by rustc as the linker. `tools.json`, two folders up, says what it runs.
"""

import json
import os
import sys
from pathlib import Path

PROVIDED = {"c", "m", "pthread", "dl", "unwind"}
WITH_VALUE = {"-flavor", "-z", "-m", "--export"}


def expanded(arguments: list[str]) -> list[str]:
    """Replaces files of arguments by their lines."""
    found: list[str] = []
    for argument in arguments:
        if argument.startswith("@"):
            lines = Path(argument[1:]).read_text(encoding="utf-8").splitlines()
            found += [line.strip().strip('"').replace('\\"', '"') for line in lines if line.strip()]
        else:
            found.append(argument)
    return found


def command(arguments: list[str], linker: str) -> list[str]:
    """The command that makes one object of what rustc names."""
    kept: list[str] = []
    output = "a.out"
    remaining = iter(expanded(arguments))
    for argument in remaining:
        if argument == "-o":
            output = next(remaining, output)
        elif argument == "-L":
            kept.append(f"-L{next(remaining, '')}")
        elif argument == "-l":
            kept.append(f"-l{next(remaining, '')}")
        elif argument in WITH_VALUE:
            next(remaining, None)
        elif argument.startswith(("-L", "-l")) or not argument.startswith("-"):
            kept.append(argument)
    return [linker, "-flavor", "wasm", "-r", "-o", output, *(argument for argument in kept if is_own(argument))]


def is_own(argument: str) -> bool:
    """Tells whether it is no part of the C library, which the component has."""
    if argument.startswith("-L"):
        return not argument.endswith("self-contained")
    if argument.startswith("-l"):
        return argument[2:] not in PROVIDED
    return not Path(argument).name.startswith("crt1")


def main() -> None:
    tools = json.loads((Path(sys.argv[0]).resolve().parent.parent / "tools.json").read_text())
    run = command(sys.argv[1:], tools["rust_lld"])
    os.execv(run[0], run)


if __name__ == "__main__":
    main()
