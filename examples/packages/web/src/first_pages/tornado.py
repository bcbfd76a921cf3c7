import asyncio

from tornado import gen, template
from tornado.httputil import url_concat


async def wait() -> str:
    await gen.sleep(0.001)
    return "done"


def example() -> None:
    page = template.Template("{% for name in names %}<li>{{ name }}</li>{% end %}")
    assert page.generate(names=["<Ann>"]) == b"<li>&lt;Ann&gt;</li>"
    assert url_concat("http://example.org/", {"a": "b c"}) == "http://example.org/?a=b+c"
    assert asyncio.run(wait()) == "done"
