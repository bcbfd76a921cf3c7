"""Compile framed sources from standard input to framed, marshalled code objects on standard output.

A frame is a length (8 bytes, little-endian) and that many bytes. Input: path, text, path, text... Output: code...
The argument `--raise-at-import` has a source that does not compile raise its error when it is imported.
Runs with nothing but built-in modules: the native Python that belongs to the guest has no others.
"""

import marshal
import sys

RAISE_AT_IMPORT = "--raise-at-import"
SYNTAX_ERROR_STATUS = 3


def read_frame() -> bytes | None:
    length = sys.stdin.buffer.read(8)
    return sys.stdin.buffer.read(int.from_bytes(length, "little")) if length else None


def write_frame(frame: bytes) -> None:
    sys.stdout.buffer.write(len(frame).to_bytes(8, "little") + frame)


def describe(error: SyntaxError | ValueError, path: str) -> str:
    if not isinstance(error, SyntaxError):
        return f"`{path}` does not compile: {error}"
    return f"`{path}` line {error.lineno} does not compile: {error.msg}\n    {(error.text or '').strip()}"


def main() -> int:
    while (name := read_frame()) is not None:
        path, text = name.decode(), read_frame() or b""
        try:
            code = compile(text, path, "exec", dont_inherit=True, optimize=0)
        except (SyntaxError, ValueError) as error:
            if RAISE_AT_IMPORT not in sys.argv:
                print(describe(error, path), file=sys.stderr)
                return SYNTAX_ERROR_STATUS
            code = compile(f"raise {type(error).__name__}(*{error.args!r})", path, "exec")
        write_frame(marshal.dumps(code))
    return 0


sys.exit(main())
