import io
import json
import logging

from pythonjsonlogger.json import JsonFormatter


def example() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("json-example")
    logger.addHandler(handler)
    logger.warning("careful", extra={"user": "Ann"})
    assert json.loads(out.getvalue()) == {"levelname": "WARNING", "message": "careful", "user": "Ann"}
