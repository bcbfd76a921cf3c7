from blinker import signal


def example() -> None:
    heard: list[str] = []

    def hear(sender: str) -> None:
        heard.append(sender)

    ready = signal("ready")
    ready.connect(hear)
    ready.send("Ann")
    assert heard == ["Ann"]
