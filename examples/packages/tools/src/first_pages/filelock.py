from filelock import FileLock, SoftFileLock


def example() -> None:
    lock = SoftFileLock("/tmp/filelock.soft")
    with lock:
        assert lock.is_locked
    with FileLock("/tmp/filelock.lock", timeout=1) as held:
        assert held.is_locked
