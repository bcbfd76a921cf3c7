import graphene


class Query(graphene.ObjectType):
    hello = graphene.String(name=graphene.String(default_value="World"))

    def resolve_hello(self, info: object, name: str) -> str:
        return f"Hello {name}!"


def example() -> None:
    assert graphene.Schema(query=Query).execute('{ hello(name: "Ann") }').data == {"hello": "Hello Ann!"}
