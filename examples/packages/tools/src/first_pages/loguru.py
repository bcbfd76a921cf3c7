from loguru import logger


def example() -> None:
    lines: list[str] = []
    logger.remove()
    logger.add(lines.append, format="{level} {message}")
    logger.info("Hello {}", "Ann")

    @logger.catch
    def fails() -> None:
        raise ValueError("no")

    fails()
    assert lines[0] == "INFO Hello Ann\n"
    assert "ValueError" in lines[1]
