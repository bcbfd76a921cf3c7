"""The folders that `sysconfig` names, on an ordinary CPython."""

import importlib.util

import _wasi_py_paths


def test_sysconfig_names_the_folders_of_the_bundle() -> None:
    spec = importlib.util.find_spec("sysconfig")
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    _wasi_py_paths.adapt(fresh)
    paths = fresh.get_paths("posix_prefix")
    assert (paths["stdlib"], paths["platstdlib"]) == ("/bundle/stdlib", "/bundle/stdlib")
    assert (paths["purelib"], paths["platlib"]) == ("/bundle/app", "/bundle/app")
    assert fresh.get_config_var("LIBDEST") == "/bundle/stdlib"
