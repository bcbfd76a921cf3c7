"""HTTP clients as their manuals use them: nothing here knows of components."""

import asyncio
import http.client
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import httpx
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


def outcome(name: str, url: str) -> str:
    """What a client returns, or raises."""
    try:
        return f"{_CLIENTS[name](url)}"
    except Exception as error:
        return f"{type(error).__module__}.{type(error).__qualname__}: {error}"


def _pieces() -> Iterator[bytes]:
    yield b"one"
    yield b"two"


def _http_client(url: str) -> Any:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    answers = []
    for method in ("GET", "HEAD"):
        connection.request(method, parts.path)
        response = connection.getresponse()
        answers.append((response.status, response.reason, response.read()))
    return answers


def _urllib(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=2) as response:
        return response.status, response.url, response.read()


def _urllib_post(url: str) -> Any:
    return urllib.request.urlopen(urllib.request.Request(url, data=_pieces())).read()


def _urllib_by_proxy(url: str) -> Any:
    proxy = urllib.request.ProxyHandler({"http": "http://127.0.0.1:9"})
    return urllib.request.build_opener(proxy).open(url).read()


def _urllib_by_another_name(url: str) -> Any:
    return urllib.request.urlopen(urllib.request.Request(url, headers={"host": "example.org"})).read()


def _requests(url: str) -> Any:
    response = requests.get(url, timeout=2)
    return response.status_code, [past.status_code for past in response.history], response.text


def _requests_session(url: str) -> Any:
    with requests.Session() as session:
        session.get(url)
        return session.get(url).text


def _requests_post(url: str) -> Any:
    return requests.post(url, json={"a": 1}).text, requests.post(url, data=_pieces()).text


def _requests_stream(url: str) -> Any:
    with requests.get(url, stream=True) as response:
        return sum(map(len, response.iter_content(65536)))


def _requests_retried(url: str) -> Any:
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(3, status_forcelist=[503], backoff_factor=0.001)))
        return session.get(url).text


def _requests_late(url: str) -> Any:
    return requests.get(url, timeout=0.1)


def _requests_unverified(url: str) -> Any:
    return requests.get(url, verify=False)


def _requests_by_proxy(url: str) -> Any:
    return requests.get(url, proxies={"http": "http://127.0.0.1:9", "https": "http://127.0.0.1:9"})


def _httpx(url: str) -> Any:
    response = httpx.get(url, follow_redirects=True, timeout=2)
    return response.status_code, [past.status_code for past in response.history], response.text


def _httpx_post(url: str) -> Any:
    return httpx.post(url, json={"a": 1}).text, httpx.post(url, content=_pieces()).text


def _httpx_late(url: str) -> Any:
    return httpx.get(url, timeout=0.1)


def _httpx_unverified(url: str) -> Any:
    return httpx.get(url, verify=False)


def _httpx_by_proxy(url: str) -> Any:
    return httpx.get(url, proxy="http://127.0.0.1:9")


def _httpx_async(url: str) -> Any:
    async def get() -> tuple[int, str]:
        async with httpx.AsyncClient(timeout=2) as client:
            response = await client.get(url)
            return response.status_code, response.text

    return asyncio.run(get())


async def _later_pieces() -> AsyncIterator[bytes]:
    for piece in _pieces():
        await asyncio.sleep(0.01)
        yield piece


def _by_aiohttp(method: str, url: str, **settings: Any) -> Any:
    async def ask() -> Any:
        async with aiohttp.ClientSession() as session, session.request(method, url, **settings) as response:
            return response.status, [past.status for past in response.history], await response.text()

    return asyncio.run(ask())


def _aiohttp(url: str) -> Any:
    return _by_aiohttp("GET", url, timeout=aiohttp.ClientTimeout(total=2))


def _aiohttp_post(url: str) -> Any:
    return _by_aiohttp("POST", url, json={"a": 1})[2], _by_aiohttp("POST", url, data=_later_pieces())[2]


def _aiohttp_late(url: str) -> Any:
    return _by_aiohttp("GET", url, timeout=aiohttp.ClientTimeout(sock_read=0.1))


def _aiohttp_unverified(url: str) -> Any:
    return _by_aiohttp("GET", url, ssl=False)


def _aiohttp_by_proxy(url: str) -> Any:
    return _by_aiohttp("GET", url, proxy="http://127.0.0.1:9")


def _aiohttp_session(url: str) -> Any:
    async def ask() -> str:
        # By default it keeps no cookies of addresses that are numbers.
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            await session.get(url)
            return await (await session.get(url)).text()

    return asyncio.run(ask())


def _aiohttp_stream(url: str) -> Any:
    async def ask() -> int:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return sum([len(piece) async for piece in response.content.iter_chunked(65536)])

    return asyncio.run(ask())


_CLIENTS: dict[str, Callable[[str], Any]] = {
    "aiohttp": _aiohttp,
    "aiohttp-by-proxy": _aiohttp_by_proxy,
    "aiohttp-late": _aiohttp_late,
    "aiohttp-post": _aiohttp_post,
    "aiohttp-session": _aiohttp_session,
    "aiohttp-stream": _aiohttp_stream,
    "aiohttp-unverified": _aiohttp_unverified,
    "http.client": _http_client,
    "httpx": _httpx,
    "httpx-async": _httpx_async,
    "httpx-by-proxy": _httpx_by_proxy,
    "httpx-late": _httpx_late,
    "httpx-post": _httpx_post,
    "httpx-unverified": _httpx_unverified,
    "requests": _requests,
    "requests-by-proxy": _requests_by_proxy,
    "requests-late": _requests_late,
    "requests-post": _requests_post,
    "requests-retried": _requests_retried,
    "requests-session": _requests_session,
    "requests-stream": _requests_stream,
    "requests-unverified": _requests_unverified,
    "urllib": _urllib,
    "urllib-by-another-name": _urllib_by_another_name,
    "urllib-by-proxy": _urllib_by_proxy,
    "urllib-post": _urllib_post,
}
