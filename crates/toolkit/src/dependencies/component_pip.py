"""pip for a component: with its environment markers, and with native wheels only of packages that have no others.

Arguments: a JSON object with the markers and the packages whose native code counts as not there, then those of pip.
"""

import json
import sys
from collections.abc import Callable

from pip._internal.cli.main import main
from pip._internal.index.package_finder import CandidateEvaluator
from pip._internal.models.candidate import InstallationCandidate
from pip._vendor.packaging import markers
from pip._vendor.packaging.utils import canonicalize_name

Applicable = Callable[[CandidateEvaluator, list[InstallationCandidate]], list[InstallationCandidate]]


def preferring_python(applicable: Applicable, refused: set[str]) -> Applicable:
    """Native wheels only of a package that has no others, and of none that is refused."""

    def preferred(self: CandidateEvaluator, candidates: list[InstallationCandidate]) -> list[InstallationCandidate]:
        found = applicable(self, candidates)
        python = [candidate for candidate in found if candidate.link.filename.endswith("-none-any.whl")]
        return python if python or canonicalize_name(self._project_name) in refused else found

    return preferred


def run(environment: markers.Environment, refused: list[str], arguments: list[str]) -> int:
    markers.default_environment = lambda: environment.copy()
    applicable = CandidateEvaluator.get_applicable_candidates
    CandidateEvaluator.get_applicable_candidates = preferring_python(applicable, set(refused))
    return main(arguments)


if __name__ == "__main__":
    component = json.loads(sys.argv[1])
    sys.exit(run(component["markers"], component["refused"], sys.argv[2:]))
