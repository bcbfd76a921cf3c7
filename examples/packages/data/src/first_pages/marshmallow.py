from marshmallow import Schema, ValidationError, fields


class PersonSchema(Schema):
    name = fields.Str(required=True)
    born = fields.Date()


def example() -> None:
    person = PersonSchema().load({"name": "Ann", "born": "2001-02-03"})
    assert person["born"].year == 2001
    assert PersonSchema().dump(person) == {"name": "Ann", "born": "2001-02-03"}
    try:
        PersonSchema().load({"born": "?"})
    except ValidationError as error:
        assert sorted(error.messages) == ["born", "name"]
    else:
        raise AssertionError("a wrong person was loaded")
