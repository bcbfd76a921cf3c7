from faker import Faker


def example() -> None:
    Faker.seed(4321)
    fake = Faker(["en_US", "ja_JP"])
    assert len({fake.name() for _ in range(20)}) > 10
    assert "@" in fake.email()
    assert Faker("de_DE").address().count("\n") == 1
