"""pip for a component: environment markers are those of the component, not those of the Python that runs pip.

Arguments: the markers as a JSON object, then those of pip.
"""

import json
import sys

from pip._internal.cli.main import main
from pip._vendor.packaging import markers


def run(environment: markers.Environment, arguments: list[str]) -> int:
    markers.default_environment = lambda: environment.copy()
    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(json.loads(sys.argv[1]), sys.argv[2:]))
