import redis
from redis.backoff import ExponentialBackoff
from redis.retry import Retry


def example() -> None:
    client = redis.Redis(host="localhost", port=6379, decode_responses=True, retry=Retry(ExponentialBackoff(), 3))
    assert client.connection_pool.connection_kwargs["port"] == 6379
    connection = redis.Connection()
    assert connection.pack_command("SET", "foo", "bar") == [b"*3\r\n$3\r\nSET\r\n$3\r\nfoo\r\n$3\r\nbar\r\n"]
    assert redis.ConnectionPool.from_url("redis://example.org/2").connection_kwargs["db"] == 2
