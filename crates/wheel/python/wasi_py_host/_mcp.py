"""A server of the Model Context Protocol with one tool, `run_python`."""

from importlib import metadata
from typing import TypedDict

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from ._failures import SourceError
from ._sandbox import Sandbox


class Ran(TypedDict):
    """What a source has left."""

    value: str
    """The value of its last line as Python prints it; empty if there is none."""
    stdout: str
    """What it printed to standard output."""
    stderr: str
    """What it printed to standard error."""


def server(sandbox: Sandbox) -> MCPServer:
    """Makes a server that runs sources in the sandbox."""
    server = MCPServer("wasi-py-sandbox", version=metadata.version("wasi-py-host"))

    @server.tool()
    async def run_python(source: str) -> Ran:
        """Runs Python 3.13 source in a fresh interpreter, and returns the value of its last line if that is an
        expression, and what it printed. It has the standard library, no network and no files but its own."""
        try:
            outcome = await sandbox.run_async(source)
        except SourceError as error:
            raise ToolError("\n".join(part for part in (error.stdout, error.stderr, str(error)) if part)) from None
        value = "" if outcome.value is None else repr(outcome.value)
        return Ran(value=value, stdout=outcome.stdout, stderr=outcome.stderr)

    return server
