"""A site by FastAPI: pydantic checks what comes in and what goes out, and describes both."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Form, Header, HTTPException, Request, UploadFile
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, computed_field


class Article(BaseModel):
    """What can be bought."""

    name: str
    price_cents: int


class Line(BaseModel):
    """An article in an order."""

    article: int
    count: Annotated[int, Field(ge=1, le=1000)]


class Order(BaseModel):
    """What somebody buys."""

    customer: Annotated[str, Field(min_length=1)]
    lines: Annotated[list[Line], Field(min_length=1)]


class Bill(BaseModel):
    """What an order costs."""

    customer: str
    prices_cents: list[int]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total_cents(self) -> int:
        """The sum of all prices."""
        return sum(self.prices_cents)


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Reads what can be bought. The component does it once, before its snapshot."""
    app.state.articles = {
        1: Article(name="cup", price_cents=250),
        2: Article(name="pot", price_cents=1800),
    }
    yield


def _articles(request: Request) -> dict[int, Article]:
    """A dependency that is no coroutine: natively it runs in a thread."""
    return request.app.state.articles  # type: ignore[no-any-return]


def _journal() -> Iterator[list[str]]:
    """Notes on a request, which are written when it is answered."""
    notes: list[str] = []
    yield notes
    print(*notes, sep="\n", file=sys.stderr)


Articles = Annotated[dict[int, Article], Depends(_articles)]
Journal = Annotated[list[str], Depends(_journal)]
router = APIRouter(prefix="/fastapi")


@router.get("/articles/{number}")
def find_article(number: int, articles: Articles) -> Article:
    if number not in articles:
        raise HTTPException(404, f"there is no article {number}")
    return articles[number]


@router.post("/orders", status_code=201)
async def place_order(order: Order, articles: Articles, journal: Journal, later: BackgroundTasks) -> Bill:
    unknown = [line.article for line in order.lines if line.article not in articles]
    if unknown:
        raise HTTPException(409, f"there are no articles {unknown}")
    journal.append(f"an order of {order.customer}")
    later.add_task(print, f"a letter to {order.customer}", file=sys.stderr)
    prices = [articles[line.article].price_cents * line.count for line in order.lines]
    return Bill(customer=order.customer, prices_cents=prices)


@router.post("/upload")
async def upload(file: UploadFile, note: Annotated[str, Form()]) -> dict[str, str | int | None]:
    return {"name": file.filename, "size": len(await file.read()), "note": note}


@router.get("/events")
async def send_events(last_event_id: Annotated[int, Header()] = 0) -> StreamingResponse:
    """Three events after the last one that the client has seen."""

    async def events() -> AsyncIterator[str]:
        for number in range(last_event_id + 1, last_event_id + 4):
            await asyncio.sleep(0.01)
            yield f"id: {number}\ndata: event {number}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


@router.get("/fail")
def fail() -> None:
    raise RuntimeError("this path operation fails")


app = FastAPI(title="Shop", lifespan=_lifespan, docs_url="/fastapi/docs", openapi_url="/fastapi/openapi.json")
app.include_router(router)
