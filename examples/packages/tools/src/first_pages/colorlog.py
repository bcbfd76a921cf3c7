import io
import logging

from colorlog import ColoredFormatter


def example() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(ColoredFormatter("%(log_color)s%(levelname)s:%(message)s", stream=None))
    logger = logging.getLogger("colorlog-example")
    logger.addHandler(handler)
    logger.warning("careful")
    assert out.getvalue().startswith("\x1b[33mWARNING:careful")
