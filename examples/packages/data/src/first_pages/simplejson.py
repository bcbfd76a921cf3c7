from decimal import Decimal

import simplejson


def example() -> None:
    assert simplejson.dumps({"a": Decimal("1.10")}) == '{"a": 1.10}'
    assert simplejson.loads("[1.1]", use_decimal=True) == [Decimal("1.1")]
