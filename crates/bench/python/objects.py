"""Classes, attributes and comprehensions, as ordinary programs have them."""

from dataclasses import dataclass, field


@dataclass
class Account:
    owner: str
    balance: int = 0
    history: list[int] = field(default_factory=list)

    def post(self, amount: int) -> None:
        self.balance += amount
        self.history.append(amount)

    @property
    def is_overdrawn(self) -> bool:
        return self.balance < 0


def run() -> int:
    accounts = [Account(f"owner {index}") for index in range(500)]
    for day in range(300):
        for index, account in enumerate(accounts):
            account.post((index * 31 + day * 17) % 201 - 100)
    overdrawn = [account for account in accounts if account.is_overdrawn]
    return len(overdrawn) + sum(abs(amount) for account in accounts for amount in account.history)
