from google.rpc import code_pb2, status_pb2
from google.type import money_pb2


def example() -> None:
    status = status_pb2.Status(code=code_pb2.NOT_FOUND, message="not there")
    assert status_pb2.Status.FromString(status.SerializeToString()) == status
    assert money_pb2.Money(currency_code="EUR", units=5).units == 5
