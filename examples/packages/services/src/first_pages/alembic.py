from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, String, create_engine, inspect


def example() -> None:
    with create_engine("sqlite://").connect() as connection:
        operations = Operations(MigrationContext.configure(connection))
        operations.create_table("account", Column("id", Integer, primary_key=True))
        operations.add_column("account", Column("name", String(50)))
        assert [column["name"] for column in inspect(connection).get_columns("account")] == ["id", "name"]
