"""What an order is: pydantic refuses everything else."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, computed_field


class Payment(StrEnum):
    """A way to pay."""

    CARD = "card"
    INVOICE = "invoice"


class Line(BaseModel):
    """An article in an order."""

    model_config = ConfigDict(extra="forbid")

    article: Annotated[str, Field(min_length=1, max_length=80)]
    count: Annotated[int, Field(ge=1, le=1000)]
    price_cents: Annotated[int, Field(ge=0, le=10_000_000)]


class Order(BaseModel):
    """What somebody buys."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[int, Field(ge=1, lt=1 << 32)]
    customer: Annotated[str, Field(min_length=1)]
    placed: AwareDatetime
    payment: Payment = Payment.CARD
    lines: Annotated[list[Line], Field(min_length=1, max_length=100)]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def total_cents(self) -> int:
        """The sum of all lines."""
        return sum(line.count * line.price_cents for line in self.lines)
