from graphql import build_schema, graphql_sync


class Root:
    def hello(self, info: object, name: str) -> str:
        return f"Hello {name}"


def example() -> None:
    schema = build_schema("type Query { hello(name: String!): String }")
    result = graphql_sync(schema, '{ hello(name: "Ann") }', Root())
    assert (result.errors, result.data) == (None, {"hello": "Hello Ann"})
