"""The command, and the server, run as users run them."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters

COMMAND = Path(sys.executable).with_name("wasi-py-sandbox")
TOOLS = "def double(x: int) -> int:\n    return 2 * x\n\ndef _hidden(): ...\n"


def run(*arguments: str | Path, source: str = "") -> tuple[int, str, str]:
    done = subprocess.run([COMMAND, *arguments], input=source, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def test_source_is_read_from_a_file_or_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text("print('a')\n'b'", encoding="utf-8")
    assert run("run", file) == (0, "a\n'b'\n", "")
    assert run("run", source="x = 1") == (0, "", "")
    assert run("run", "-", source="import sys\nprint('c', file=sys.stderr)") == (0, "", "c\n")


def test_tools_inputs_and_files_are_given(tmp_path: Path) -> None:
    tools, data = tmp_path / "tools.py", tmp_path / "data.txt"
    tools.write_text(TOOLS, encoding="utf-8")
    data.write_text("data", encoding="utf-8")
    source = "double(number), open('data.txt').read(), '_hidden' in globals()"
    given = ["--tools", tools, "--input", "number=21", "--file", data]
    assert run("run", *given, source=source) == (0, "(42, 'data', False)\n", "")


def test_failure_is_told_with_what_was_printed() -> None:
    code, out, err = run("run", "--memory", "64M", "--time", "300ms", source="print('a')\nwhile True:\n    pass")
    assert (code, out) == (1, "a\n")
    assert err.startswith("the guest did not finish within 300ms\nTraceback")
    code, out, err = run("run", source="1 / 0")
    assert (code, out) == (1, "")
    assert err.endswith("ZeroDivisionError: division by zero\n")


def test_source_ends_as_it_wants() -> None:
    assert run("run", source="raise SystemExit") == (0, "", "")
    assert run("run", source="raise SystemExit(3)") == (3, "", "")
    assert run("run", source="raise SystemExit('no')") == (1, "", "no\n")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("run", "absent.py"), "No such file"),
        (("run", "--memory", "much"), "expected a size such as 64M, found `much`"),
        (("run", "--time", "soon"), "expected a time such as 1s, found `soon`"),
        (("run", "--input", "x=y"), "expected a name and a value in JSON such as `count=3`, found `x=y`"),
        (("run", "--tools", "absent.py"), "No such file"),
    ],
    ids=str,
)
def test_bad_arguments_are_explained(arguments: tuple[str, ...], text: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert text in err


def test_server_runs_python_for_a_client(tmp_path: Path) -> None:
    tools = tmp_path / "tools.py"
    tools.write_text(TOOLS, encoding="utf-8")
    arguments = ["mcp", "--tools", str(tools), "--time", "500ms"]

    async def talk() -> None:
        # By itself, the client hands hardly any of the environment on.
        server = StdioServerParameters(command=str(COMMAND), args=arguments, env=dict(os.environ))
        async with Client(server) as client:
            (tool,) = (await client.list_tools()).tools
            assert tool.name == "run_python"
            ran = await client.call_tool("run_python", {"source": "print('a')\ndouble(21)"})
            assert (ran.is_error, ran.structured_content) == (False, {"value": "42", "stdout": "a\n", "stderr": ""})
            failed = await client.call_tool("run_python", {"source": "print('a')\n1 / 0"})
            assert failed.is_error
            assert "ZeroDivisionError: division by zero" in str(failed.content)
            stopped = await client.call_tool("run_python", {"source": "while True: pass"})
            assert "did not finish within 500ms" in str(stopped.content)

    asyncio.run(talk())
