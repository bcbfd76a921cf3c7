import uvicorn


async def app(scope: dict, receive: object, send: object) -> None:
    """Answers nothing."""


def example() -> None:
    config = uvicorn.Config(app, port=5000, log_level="info", lifespan="off")
    config.load()
    assert config.loaded
    assert uvicorn.Server(config).config.port == 5000
