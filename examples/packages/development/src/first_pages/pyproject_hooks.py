from pyproject_hooks import BuildBackendHookCaller


def example() -> None:
    hooks = BuildBackendHookCaller("/tmp", build_backend="setuptools.build_meta")
    assert hooks.build_backend == "setuptools.build_meta"
