import pexpect


def example() -> None:
    child = pexpect.spawn("echo Hello")
    child.expect("Hello")
