"""Tests of the compiler wrapper."""

from wasi_cc import Tools, command

TOOLS: Tools = {
    "clang": "clang",
    "clang_cxx": "clang++",
    "linker": "wasm-ld",
    "sysroot": "/sysroot",
    "builtins": "/builtins.a",
    "include": "/include",
    "cxx_include": "/c++",
    "cxx_libraries": ["/libc++.a"],
    "defines": ["-DOF_THE_RECIPE=1"],
    "renamed": {"/work": "/build"},
}


def test_shared_library_becomes_one_object() -> None:
    run = command("wasi-cc", ["-shared", "-O3", "a.o", "-L/usr/lib", "-Lown", "-lown", "-lm", "-o", "a.so"], TOOLS)
    assert run == ["wasm-ld", "-r", "-o", "a.so", "a.o", "-Lown", "-lown", "/builtins.a"]


def test_shared_library_of_cxx_has_its_own_library() -> None:
    run = command("wasi-c++", ["-shared", "a.o", "-lstdc++", "-Wl,--whole-archive", "b.a", "-o", "a.so"], TOOLS)
    assert run == ["wasm-ld", "-r", "-o", "a.so", "a.o", "--whole-archive", "b.a", "/libc++.a", "/builtins.a"]


def test_options_for_this_machine_are_left_out() -> None:
    run = command("wasi-cc", ["-c", "-march=native", "-fPIC", "-I/usr/include", "-Iown", "-flto", "a.c"], TOOLS)
    assert run[0] == "clang"
    assert run[-3:] == ["-c", "-Iown", "a.c"]
    assert "-fno-lto" in run


def test_macros_of_the_recipe_are_defined() -> None:
    assert "-DOF_THE_RECIPE=1" in command("wasi-cc", ["-c", "a.c"], TOOLS)


def test_own_headers_come_before_those_of_the_package() -> None:
    run = command("wasi-cc", ["-c", "-Iother", "a.c"], TOOLS)
    assert run.index("-I/include") < run.index("-Iother")


def test_paths_of_this_machine_are_renamed() -> None:
    assert "-ffile-prefix-map=/work=/build" in command("wasi-cc", ["-c", "a.c"], TOOLS)


def test_test_program_is_linked_with_the_c_library() -> None:
    run = command("wasi-cc", ["a.c", "-lm", "-o", "a"], TOOLS)
    assert "-lm" not in run
    assert run[run.index("-fuse-ld=lld") :][:4] == ["-fuse-ld=lld", "-nodefaultlibs", "-lc", "/builtins.a"]


def test_question_about_the_linker_is_answered_by_its_own() -> None:
    run = command("wasi-cc", ["-Wl,--version"], TOOLS)
    assert run[-2:] == ["-Wl,--version", "-fuse-ld=lld"]
    assert "-fuse-ld=lld" not in command("wasi-cc", ["--version"], TOOLS)
