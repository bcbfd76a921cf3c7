"""Validates orders: pydantic reads what comes from outside, and what leaves has the types of the world."""

import json
from datetime import UTC, datetime

from pydantic import ValidationError
from wit.exports import orders

from models_app.models import Line, Order, Payment
from wasi_py import snapshot


def read(document: str) -> orders.Order:
    """The order that a document in JSON describes."""
    try:
        order = Order.model_validate_json(document)
    except ValidationError as error:
        raise refused(error) from error
    return orders.Order(
        number=order.number,
        customer=order.customer,
        placed_s=int(order.placed.timestamp()),
        payment=orders.Payment[order.payment.name],
        lines=[orders.Line(line.article, line.count, line.price_cents) for line in order.lines],
        total_cents=order.total_cents,
    )


def write(order: orders.Order) -> str:
    """An order as a document in JSON. What the world allows and the model does not is refused here too."""
    try:
        model = Order(
            number=order.number,
            customer=order.customer,
            placed=datetime.fromtimestamp(order.placed_s, UTC),
            payment=Payment[order.payment.name],
            lines=[Line(article=line.article, count=line.count, price_cents=line.price_cents) for line in order.lines],
        )
    except ValidationError as error:
        raise refused(error) from error
    return model.model_dump_json(exclude={"total_cents"})


def schema() -> str:
    """The JSON schema of a document."""
    return json.dumps(Order.model_json_schema(), sort_keys=True)


def refused(error: ValidationError) -> orders.RefusalException:
    """All that is wrong with a document, in the world's words."""
    problems = [
        orders.Problem(".".join(map(str, problem["loc"])), problem["type"], problem["msg"])
        for problem in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return orders.RefusalException(orders.RefusalInvalid(problems))


snapshot.warm_up(
    read,
    '{"number": 1, "customer": "Ann", "placed": "2026-01-01T00:00:00Z",'
    ' "lines": [{"article": "cup", "count": 1, "price_cents": 1}]}',
)
