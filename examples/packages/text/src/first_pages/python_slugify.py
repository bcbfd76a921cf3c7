from slugify import slugify


def example() -> None:
    assert slugify("This is a test ---") == "this-is-a-test"
    assert slugify("影師嗎") == "ying-shi-ma"
