"""The app itself."""

import people_app
from person import Person


def test_app_filters_in_order() -> None:
    john, jane, george = Person("John", 21), Person("Jane", 22), Person("George", 75)
    for student in (john, jane):
        student.add_tag("student")
    assert people_app.filter_by_tag([george, jane, john], "student") == [jane, john]
