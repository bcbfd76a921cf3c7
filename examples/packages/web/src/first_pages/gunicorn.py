from gunicorn.app.base import BaseApplication


class Application(BaseApplication):
    def load_config(self) -> None:
        self.cfg.set("workers", 2)

    def load(self) -> object:
        return lambda environ, start_response: []


def example() -> None:
    assert Application().cfg.workers == 2
