from peewee import CharField, IntegerField, Model, SqliteDatabase

database = SqliteDatabase(":memory:")


class Person(Model):
    name = CharField()
    age = IntegerField()

    class Meta:
        database = database


def example() -> None:
    database.create_tables([Person])
    Person.create(name="Ann", age=30)
    Person.insert_many([{"name": "Bob", "age": 20}]).execute()
    assert [person.name for person in Person.select().where(Person.age > 25)] == ["Ann"]
