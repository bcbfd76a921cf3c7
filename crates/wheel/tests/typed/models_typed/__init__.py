"""What `models.wasm` exports, written by `python -m wasi_py_host.bindings`. Do not change it: write it again."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from wasi_py_host import ResultError
from wasi_py_host.typed import Case, TypedComponent, TypedInterface


@dataclass(frozen=True)
class OrdersException:
    type_name: str
    message: str
    traceback: str


class Payment(enum.Enum):
    CARD = "card"
    INVOICE = "invoice"


@dataclass(frozen=True)
class Line:
    article: str
    count: int
    price_cents: int


@dataclass(frozen=True)
class Order:
    number: int
    customer: str
    placed_s: int
    payment: Payment
    lines: list[Line]
    total_cents: int


@dataclass(frozen=True)
class Problem:
    place: str
    kind: str
    message: str


@dataclass(frozen=True)
class RefusalInvalid:
    name: ClassVar[Literal["invalid"]] = "invalid"
    value: list[Problem]


@dataclass(frozen=True)
class RefusalFailed:
    name: ClassVar[Literal["failed"]] = "failed"
    value: OrdersException


Refusal = RefusalInvalid | RefusalFailed


class RefusalRaised(ResultError):
    value: Refusal


class ExceptionRaised(ResultError):
    value: OrdersException


class Orders(TypedInterface):
    def read(self, document: str) -> Order:
        returned: Order = self._call("wasi-py:models/orders@0.1.0#read", document)
        return returned

    async def read_async(self, document: str) -> Order:
        returned: Order = await self._call_async("wasi-py:models/orders@0.1.0#read", document)
        return returned

    def write(self, order: Order) -> str:
        returned: str = self._call("wasi-py:models/orders@0.1.0#write", order)
        return returned

    async def write_async(self, order: Order) -> str:
        returned: str = await self._call_async("wasi-py:models/orders@0.1.0#write", order)
        return returned

    def schema(self) -> str:
        returned: str = self._call("wasi-py:models/orders@0.1.0#schema")
        return returned

    async def schema_async(self) -> str:
        returned: str = await self._call_async("wasi-py:models/orders@0.1.0#schema")
        return returned


class Component(TypedComponent):
    """The component."""

    DESCRIPTION = (
        ('wasi-py:models/orders@0.1.0',
         (('exception',
           ('record', ('type-name', ('string',)), ('message', ('string',)), ('traceback', ('string',)))),
          ('payment', ('enum', 'card', 'invoice')),
          ('line', ('record', ('article', ('string',)), ('count', ('u32',)), ('price-cents', ('u64',)))),
          ('order',
           ('record',
            ('number', ('u32',)),
            ('customer', ('string',)),
            ('placed-s', ('u64',)),
            ('payment', ('named', 'wasi-py:models/orders@0.1.0', 'payment')),
            ('lines', ('list', ('named', 'wasi-py:models/orders@0.1.0', 'line'))),
            ('total-cents', ('u64',)))),
          ('problem', ('record', ('place', ('string',)), ('kind', ('string',)), ('message', ('string',)))),
          ('refusal',
           ('variant',
            ('invalid', ('list', ('named', 'wasi-py:models/orders@0.1.0', 'problem'))),
            ('failed', ('named', 'wasi-py:models/orders@0.1.0', 'exception'))))),
         (('read',
           (('document', ('string',)),),
           ('result',
            ('named', 'wasi-py:models/orders@0.1.0', 'order'),
            ('named', 'wasi-py:models/orders@0.1.0', 'refusal'))),
          ('write',
           (('order', ('named', 'wasi-py:models/orders@0.1.0', 'order')),),
           ('result', ('string',), ('named', 'wasi-py:models/orders@0.1.0', 'refusal'))),
          ('schema', (), ('result', ('string',), ('named', 'wasi-py:models/orders@0.1.0', 'exception'))))),
    )
    CLASSES: ClassVar = {
        ("wasi-py:models/orders@0.1.0", "exception"): OrdersException,
        ("wasi-py:models/orders@0.1.0", "payment"): Payment,
        ("wasi-py:models/orders@0.1.0", "line"): Line,
        ("wasi-py:models/orders@0.1.0", "order"): Order,
        ("wasi-py:models/orders@0.1.0", "problem"): Problem,
        ("wasi-py:models/orders@0.1.0", "refusal"): {"invalid": RefusalInvalid, "failed": RefusalFailed},
    }
    RAISED: ClassVar = {
        "wasi-py:models/orders@0.1.0#read": RefusalRaised,
        "wasi-py:models/orders@0.1.0#write": RefusalRaised,
        "wasi-py:models/orders@0.1.0#schema": ExceptionRaised,
    }

    @cached_property
    def orders(self) -> Orders:
        """`wasi-py:models/orders@0.1.0`."""
        return Orders(self)
