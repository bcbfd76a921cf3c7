import sentry_sdk
from sentry_sdk.transport import Transport


class Kept(Transport):
    """Keeps what would be sent."""

    envelopes: list = []  # noqa: RUF012

    def capture_envelope(self, envelope: object) -> None:
        self.envelopes.append(envelope)


def example() -> None:
    sentry_sdk.init(dsn="https://key@example.org/1", transport=Kept)
    sentry_sdk.capture_message("Something went wrong")
    assert Kept.envelopes[0].get_event()["message"] == "Something went wrong"
