"""Tests of the linker wrapper for Rust."""

from pathlib import Path

from wasi_rust_ld import command


def test_objects_and_crates_are_kept_and_the_c_library_is_not() -> None:
    arguments = ["-flavor", "wasm", "crt1-reactor.o", "a.o", "-L", "/self-contained", "-L", "/own", "b.rlib", "-l", "c"]
    arguments += ["-lown", "--export", "PyInit_a", "--gc-sections", "-z", "stack-size=1", "-o", "a.so"]
    assert command(arguments, "lld") == [
        *["lld", "-flavor", "wasm", "-r", "-o", "a.so", "a.o", "-L/own", "b.rlib", "-lown"]
    ]


def test_file_of_arguments_is_read(tmp_path: Path) -> None:
    file = tmp_path / "arguments"
    file.write_text('"a \\"b\\".o"\n\n-o\nout\n')
    assert command([f"@{file}"], "lld") == ["lld", "-flavor", "wasm", "-r", "-o", "out", 'a "b".o']
