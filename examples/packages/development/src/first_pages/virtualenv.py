from virtualenv import session_via_cli


def example() -> None:
    session = session_via_cli(["/tmp/environment", "--without-pip"])
    assert str(session.creator.dest) == "/tmp/environment"
