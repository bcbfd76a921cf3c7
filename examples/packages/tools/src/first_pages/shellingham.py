import shellingham


def example() -> None:
    try:
        name, path = shellingham.detect_shell()
    except shellingham.ShellDetectionFailure:
        # What programs are told to expect where there is no shell.
        return
    assert path.endswith(name)
