import sqlglot
from sqlglot.executor import execute


def example() -> None:
    assert sqlglot.transpile("SELECT EPOCH_MS(1)", read="duckdb", write="hive")[0].startswith("SELECT FROM_UNIXTIME")
    assert sqlglot.parse_one("SELECT a + 1 AS b FROM t").find(sqlglot.exp.Alias).alias == "b"
    assert execute("SELECT SUM(x) AS total FROM t", tables={"t": [{"x": 1}, {"x": 2}]}).rows == [(3,)]
