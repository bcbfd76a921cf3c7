"""What a Python user may expect of `person`, whichever language it is written in."""

import copy
import gc
import pickle
import weakref
from typing import Any

import pytest

import person
from person import Person


def make(name: str = "John", age: int = 21, tags: tuple[str, ...] = ("funny", "student")) -> Person:
    made = Person(name, age)
    for tag in tags:
        made.add_tag(tag)
    return made


def test_repr_and_str_are_those_of_the_article() -> None:
    expected = 'Person(Name: "John", Age: 21, Tags:["funny", "student"])'
    assert repr(make()) == expected
    assert str(make()) == expected
    assert repr(make('Jo "Q"', 0, ())) == 'Person(Name: "Jo \\"Q\\"", Age: 0, Tags:[])'


def test_attributes_can_be_read_and_set() -> None:
    john = make()
    john.name, john.age, john.tags = "Jane", 22, ["busy"]
    assert (john.name, john.age, john.tags) == ("Jane", 22, ["busy"])


def test_tags_are_the_list_itself() -> None:
    john = make()
    john.tags.append("new")
    tags = ["a"]
    jane = make(tags=())
    jane.tags = tags
    tags.append("b")
    assert john.tags == ["funny", "student", "new"]
    assert john.tags is john.tags
    assert jane.tags == ["a", "b"]


@pytest.mark.parametrize("age", [0, 65535])
def test_age_takes_every_u16(age: int) -> None:
    assert Person("John", age).age == age


@pytest.mark.parametrize("age", [-1, 65536, 10**30])
def test_age_out_of_range_is_refused(age: int) -> None:
    with pytest.raises(OverflowError, match=f"age {age} does not fit u16"):
        Person("John", age)
    john = make()
    with pytest.raises(OverflowError):
        john.age = age
    assert john.age == 21


@pytest.mark.parametrize("arguments", [(1, 2), ("John", "21"), ("John", 1.5), ("John", None)])
def test_wrong_types_are_refused(arguments: tuple[Any, Any]) -> None:
    with pytest.raises(TypeError):
        Person(*arguments)


@pytest.mark.parametrize("arguments", [(), ("John",), ("John", 21, "funny")])
def test_wrong_number_of_arguments_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Person(*arguments)


def test_tags_must_be_text_in_a_list() -> None:
    john = make()
    with pytest.raises(TypeError):
        john.add_tag(1)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        john.tags = "funny"  # type: ignore[assignment]
    assert john == make()


def test_lone_surrogate_in_a_name_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Person("\ud800", 1)


def test_people_are_equal_by_value() -> None:
    assert make() == make()
    assert make() != make(name="Jane")
    assert make() != make(age=22)
    assert make() != make(tags=("student", "funny"))
    assert make() != "John"
    touched = make()
    assert touched.tags == ["funny", "student"]
    assert touched == make()
    assert make() == touched


def test_people_have_no_order_and_no_hash() -> None:
    with pytest.raises(TypeError):
        make() < make()  # type: ignore[operator]  # noqa: B015
    with pytest.raises(TypeError):
        hash(make())


def test_copy_shares_tags_and_deepcopy_does_not() -> None:
    john = make()
    shallow, deep = copy.copy(john), copy.deepcopy(john)
    john.add_tag("new")
    assert shallow == john
    assert deep == make()


def test_pickle_makes_an_equal_person() -> None:
    assert pickle.loads(pickle.dumps(make())) == make()


def test_match_takes_a_person_apart() -> None:
    match make():
        case Person(name, 21, [*_, last]):
            assert (name, last) == ("John", "student")
        case _:
            pytest.fail("did not match")


class Employee(Person):
    salary = 1


def test_subclass_keeps_its_attributes_through_copies() -> None:
    employee = Employee("John", 21)
    employee.salary = 2
    copied = copy.deepcopy(employee)
    assert isinstance(copied, Employee)
    assert (copied.name, copied.salary) == ("John", 2)


def test_cycle_through_tags_is_collected() -> None:
    employee = Employee("John", 21)
    employee.tags = [employee]  # type: ignore[list-item]
    gone = weakref.ref(employee)
    del employee
    gc.collect()
    assert gone() is None


def test_filter_keeps_order_and_identity() -> None:
    people = [make("A"), make("B", tags=()), make("C", tags=("student",))]
    assert person.filter_by_tag(people, "student") == [people[0], people[2]]
    assert person.filter_by_tag(iter(people), "student")[1] is people[2]
    assert person.filter_by_tag([], "student") == []
    assert person.filter_by_tag(people, "Student") == []


def test_filter_sees_tags_that_python_changed() -> None:
    john = make(tags=())
    john.tags += ["new"]
    assert person.filter_by_tag([john], "new") == [john]


def test_filter_refuses_what_is_no_person() -> None:
    with pytest.raises((TypeError, AttributeError)):
        person.filter_by_tag(["John"], "student")  # type: ignore[list-item]
