import keyring
from keyring.backends import fail, null


def example() -> None:
    keyring.set_keyring(null.Keyring())
    keyring.set_password("service", "ann", "secret")
    assert keyring.get_password("service", "ann") is None
    assert fail.Keyring.priority == 0
