import send2trash


def example() -> None:
    with open("/tmp/rubbish", "w", encoding="utf-8") as file:
        file.write("text")
    send2trash.send2trash("/tmp/rubbish")
