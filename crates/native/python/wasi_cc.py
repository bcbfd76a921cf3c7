"""Compiles C and C++ for a component: clang with the target, and one relocatable object for a shared library.

Called like a compiler, by the name `wasi-cc` or `wasi-c++`. `tools.json`, two folders up, says what it runs.
"""

import json
import os
import sys
from pathlib import Path
from typing import TypedDict


class Tools(TypedDict):
    """The programs and folders of `tools.json`."""

    clang: str
    clang_cxx: str
    linker: str
    sysroot: str
    builtins: str | None
    include: str
    cxx_include: str | None
    cxx_libraries: list[str]
    defines: list[str]
    renamed: dict[str, str]


FEATURES = ["-mbulk-memory", "-msign-ext", "-mnontrapping-fptoint", "-fno-lto"]
"""The instructions that every host of WASI 0.2 has. Bitcode could not be sealed."""
EMULATED = ["signal", "getpid", "process-clocks", "mman"]
"""Parts of POSIX that the C library emulates."""
NATIVE_FLAGS = ("-march=", "-mtune=", "-msse", "-mavx", "-mpopcnt", "-mfma", "-flto", "-fstack-protector", "-fcf-")
"""Beginnings of options for other processors."""
IGNORED = {"-pthread", "-fPIC", "-fpic", "-fno-semantic-interposition", "-static-libgcc", "-static-libstdc++"}
NATIVE_FOLDERS = ("-I/usr/include", "-I/usr/local/include", "-L/usr/", "-L/lib")
PROVIDED = {"c", "m", "pthread", "dl", "rt", "util", "stdc++", "c++", "c++abi", "atomic", "gcc", "gcc_s", "crypt"}
"""Libraries that come with the component."""
NO_LINKING = {"-c", "-E", "-S", "-M", "-MM", "-fsyntax-only"}
WITH_VALUE = {"-Xlinker", "-MF", "-MQ", "-MT", "-isystem", "-include", "-arch", "-rpath"}


def usable(arguments: list[str]) -> list[str]:
    """Leaves out what is meant for the machine that builds."""
    return [
        argument
        for argument in arguments
        if argument not in IGNORED and not argument.startswith((*NATIVE_FLAGS, *NATIVE_FOLDERS))
    ]


def is_provided(argument: str) -> bool:
    return argument.startswith("-l") and (argument[2:] in PROVIDED or argument.startswith("-lpython"))


def object_command(arguments: list[str], tools: Tools, is_cxx: bool) -> list[str]:
    """The command that makes one object of objects and archives."""
    kept: list[str] = []
    output = "a.out"
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "-o":
            output = next(remaining, output)
        elif argument in WITH_VALUE:
            next(remaining, None)
        elif argument in ("-Wl,--whole-archive", "-Wl,--no-whole-archive"):
            kept.append(argument.removeprefix("-Wl,"))
        elif argument.startswith(("-L", "-l")) or not argument.startswith("-"):
            kept.append(argument)
    kept = [argument for argument in kept if not is_provided(argument)]
    libraries = [*(tools["cxx_libraries"] if is_cxx else []), *([tools["builtins"]] if tools["builtins"] else [])]
    return [tools["linker"], "-r", "-o", output, *kept, *libraries]


def compile_command(arguments: list[str], tools: Tools, is_cxx: bool) -> list[str]:
    """The command that compiles, and links a test program if it is to be linked."""
    command = [tools["clang_cxx" if is_cxx else "clang"], "--target=wasm32-wasip2", f"--sysroot={tools['sysroot']}"]
    command += FEATURES + [f"-D_WASI_EMULATED_{name.upper().replace('-', '_')}" for name in EMULATED]
    command += tools["defines"]
    command += [f"-ffile-prefix-map={folder}={name}" for folder, name in tools["renamed"].items()]
    if is_cxx and tools["cxx_include"]:
        command += ["-nostdinc++", "-isystem", tools["cxx_include"]]
    command.append(f"-I{tools['include']}")
    if NO_LINKING & set(arguments) or all(argument.startswith("-") for argument in arguments):
        asks_linker = any(argument.startswith("-Wl,") for argument in arguments) and not NO_LINKING & set(arguments)
        return [*command, *arguments, *(["-fuse-ld=lld"] if asks_linker else [])]
    kept = [argument for argument in arguments if not is_provided(argument) and not argument.startswith("-Wl,-rpath")]
    libraries = [*tools["cxx_libraries"], "-lc"] if is_cxx else ["-lc"]
    builtins = ["-nodefaultlibs", *libraries, tools["builtins"]] if tools["builtins"] else []
    return [*command, *kept, "-fuse-ld=lld", *builtins, *(f"-lwasi-emulated-{name}" for name in EMULATED)]


def command(name: str, arguments: list[str], tools: Tools) -> list[str]:
    """The command that stands for a compiler of that name."""
    is_cxx = name.endswith("++")
    arguments = usable(arguments)
    is_shared = "-shared" in arguments or "-bundle" in arguments
    return (object_command if is_shared else compile_command)(arguments, tools, is_cxx)


def main() -> None:
    program = Path(sys.argv[0])
    tools: Tools = json.loads((program.resolve().parent.parent / "tools.json").read_text())
    if program.name.endswith("++") and tools["cxx_include"] is None:
        sys.exit("wasi-c++: C++ is not supported yet: there is no C++ library for components")
    run = command(program.name, sys.argv[1:], tools)
    os.execvp(run[0], run)


if __name__ == "__main__":
    main()
