"""The built-in module of the component, backed by a dictionary: absolute path to content."""

files: dict[str, bytes] = {}
extensions: set[str] = set()


def is_file(path: str) -> bool:
    return path in files


def is_folder(path: str) -> bool:
    return any(name.startswith(path + "/") for name in files)


def list_folder(path: str) -> list[tuple[str, bool]]:
    rests = [name.removeprefix(path + "/") for name in files if name.startswith(path + "/")]
    return sorted({(rest.partition("/")[0], "/" in rest) for rest in rests})


def read_file(path: str) -> bytes:
    if path not in files:
        raise FileNotFoundError(f"`{path}` is not bundled")
    return files[path]


def folder_descriptors() -> list[int]:
    return []


def user_id() -> int:
    return 1000


def has_extensions() -> bool:
    return bool(extensions)


def is_extension(name: str) -> bool:
    return name in extensions


def has_paths() -> bool:
    return False


def expect_copy() -> None:
    """There is nothing to forget."""
