# %% length too great
class List(list):
    def __len__(self):
        return 9


result = List(people)


# %% length too small
class List(list):
    def __len__(self):
        return 1


result = List(people)


# %% length negative
class List(list):
    def __len__(self):
        return -1


result = List(people)

# %% length as large as numbers go
import sys


class List(list):
    def __len__(self):
        return sys.maxsize


result = List(people)


# %% length that raises
class List(list):
    def __len__(self):
        raise ValueError("no length")


result = List(people)


# %% length that is no number
class List(list):
    def __len__(self):
        return "three"


result = List(people)


# %% length that is another each time
class List(list):
    lengths = iter(range(100))

    def __len__(self):
        return next(self.lengths)


result = List(people)


# %% iteration that never ends
class List(list):
    def __iter__(self):
        while True:
            yield people[0]


result = List(people)


# %% iteration that never gives anything | deadline 100 ms
class List(list):
    def __iter__(self):
        while True:
            pass


result = List(people)


# %% iteration that raises
class List(list):
    def __iter__(self):
        yield people[0]
        raise ValueError("in the middle")


result = List(people)


# %% iteration that is no iterator
class List(list):
    def __iter__(self):
        return 7


result = List(people)


# %% iteration that changes the list
class List(list):
    def __iter__(self):
        for person in super().__iter__():
            self.append(person)
            yield person


result = List(people)

# %% iteration that exits
import sys


class List(list):
    def __iter__(self):
        sys.exit(1)


result = List(people)

# %% sequence by registration alone
import collections.abc


@collections.abc.Sequence.register
class Sequence:
    pass


result = Sequence()

# %% sequence of items alone, without end
import collections.abc


@collections.abc.Sequence.register
class Sequence:
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return people[0]


result = Sequence()


# %% class that is said to be a list
class Liar:
    __class__ = list


result = Liar()


# %% class that is said to be a person
class Liar:
    __class__ = type(people[0])


result = [Liar()]


# %% class that raises when it is asked for
class Liar:
    @property
    def __class__(self):
        raise ValueError("no class")


result = [Liar()]


# %% class of a class that says that everything is an instance
class Meta(type):
    def __instancecheck__(cls, instance):
        return True


class Liar(metaclass=Meta):
    pass


result = [Liar()]

# %% list that contains itself
result = []
result.append(result)

# %% generator in place of a list
result = (person for person in people)

# %% text in place of a list
result = "people"

# %% dictionary in place of a list
result = {0: people[0]}

# %% range in place of a list
result = range(1 << 60)

# %% deque and user's list
import collections

result = collections.deque(people[:1])
result = collections.UserList(result)


# %% people of a subclass that overrides everything
class Liar(type(people[0])):
    name = property(lambda self: 1 / 0)
    age = property(lambda self: -1)
    tags = property(lambda self: [self])
    __eq__ = __hash__ = None


result = [Liar("Jo", 1)]

# %% people without their constructor
Person = type(people[0])


class Liar(Person):
    def __new__(cls):
        return object.__new__(cls)


result = [Liar()]

# %% people made by another class's constructor
Person = type(people[0])
object.__new__(Person)

# %% age that is no number
people[0].age = "21"

# %% age that is a truth
people[0].age = True
result = people[:1]


# %% age by index
class Index:
    def __index__(self):
        return 70_000


people[0].age = Index()


# %% age by index that lies
class Index:
    def __index__(self):
        return "7"


people[0].age = Index()


# %% age by index that raises
class Index:
    def __index__(self):
        raise SystemExit(7)


people[0].age = Index()


# %% age by index that changes the person
class Index:
    def __index__(self):
        people[0].age = 1
        people[0].tags = []
        return 2


people[0].age = Index()
result = people[:1]


# %% age of a subclass of int with another text
class Number(int):
    def __str__(self):
        return "x" * 10_000

    def __int__(self):
        return 7

    def __index__(self):
        return 7


people[0].age = Number(70_000)


# %% age of a subclass of int whose text raises
class Number(int):
    def __str__(self):
        raise ValueError("no text")


people[0].age = Number(70_000)

# %% age of many digits
people[0].age = 10**5000

# %% age that is not finite
people[0].age = float("inf")

# %% name that is no text
people[0].name = b"Jo"


# %% name of a subclass of str
class Text(str):
    def encode(self, *_):
        raise ValueError("in encode")

    def __str__(self):
        raise ValueError("in str")

    def __len__(self):
        return 1 << 30


people[0].name = Text("Jo")
result = people[:1]

# %% name with a surrogate
people[0].name = "\ud800"

# %% name of every class of text
names = ["", "\0", "a\0b", "\x7f", "\x80", "ÿ", "Ā", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0010ffff"]
result = [type(people[0])(name, 0) for name in names]

# %% tags with a surrogate
people[0].tags.append("\udfff")
result = people


# %% tags of a subclass of str
class Text(str):
    def encode(self, *_):
        raise ValueError("in encode")

    def __len__(self):
        return 1 << 30


people[0].tags = [Text("good")]
result = people[:1]

# %% tags of other things
for tags in (None, "tags", ("a",), {"a": 1}, iter("a")):
    try:
        people[0].tags = tags
    except TypeError as error:
        print(error)
people[0].tags = [b"bytes"]
result = people


# %% tags of a subclass of list that lies
class List(list):
    def __len__(self):
        return 100

    def __iter__(self):
        raise ValueError("in iter")

    def __getitem__(self, index):
        raise ValueError("in getitem")


people[0].tags = List(["a", "b"])
people[0].add_tag("c")
result = people[:1]

# %% tags that contain themselves
people[0].tags.append(people[0].tags)
result = people

# %% tags whose class has no name
Nameless = type("N\ud800", (), {})
people[0].tags.append(Nameless())
result = people

# %% tags that change while they are compared
import person


class Tag(str):
    def __eq__(self, other):
        people[0].tags.clear()
        return False

    __hash__ = None


people[0].tags = [Tag("a"), Tag("b"), Tag("c")]
print(person.filter_by_tag(people[:1], "x"), people[0].tags)

# %% tags that change their person while they are compared
import person


class Tag(str):
    def __eq__(self, other):
        people[0].name = "changed"
        return True

    __hash__ = None


people[0].tags = [Tag("a")]
person.filter_by_tag(people[:1], "x")


# %% tags that change while they are taken
class Changing(type(people[0])):
    def __del__(self):
        people[1].tags.clear()


result = [Changing("Jo", 1), people[1]]

# %% people that change while they are filtered
import person


class Tag(str):
    def __eq__(self, other):
        people.append(people[0])
        return len(people) > 100

    __hash__ = None


people[0].tags = [Tag("a")]
person.filter_by_tag(people, "x")
print(len(people) > 100)

# %% filter of things that are no people
import person

person.filter_by_tag([people[0], 7], "x")

# %% filter by a tag that is no text
import person

person.filter_by_tag(people, 7)

# %% filter by a tag with a surrogate
import person

print(person.filter_by_tag(people, "\ud800"))

# %% filter of an iterator without end | deadline 100 ms
import itertools

import person

person.filter_by_tag(itertools.repeat(people[2]), "x")


# %% truth that raises
class Liar:
    def __bool__(self):
        raise ValueError("neither")


class Compared(str):
    def __eq__(self, other):
        return Liar()

    __hash__ = None


import person

people[0].tags = [Compared("a")]
person.filter_by_tag(people, "x")

# %% buffer that is released
view = memoryview(bytearray(10))
view.release()
bytes(view)

# %% buffer that is resized while it is looked at
data = bytearray(10)
view = memoryview(data)
data.extend(b"x" * 100)


# %% buffer of a class that lies
class Buffer:
    def __buffer__(self, flags):
        return 7


bytes(Buffer())


# %% buffer of a class that raises on release
class Buffer:
    def __buffer__(self, flags):
        return memoryview(bytearray(b"content"))

    def __release_buffer__(self, view):
        raise ValueError("on release")


print(bytes(Buffer()))

# %% buffer cast to what it is not
memoryview(bytes(7)).cast("Q")


# %% slice that changes what it cuts
class Index:
    def __index__(self):
        data.clear()
        return 5


data = bytearray(10)
data[Index() : 9] = b"x" * 100
print(bytes(data)[:8])

# %% key that empties what is sorted
values = [3, 2, 1]


def key(value):
    values.clear()
    return value


values.sort(key=key)


# %% comparison that changes a dictionary
class Key:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        keys.clear()
        return False


keys = {}
for _ in range(10):
    keys[Key()] = None
print(len(keys))


# %% set that changes while it is compared
class Item:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        items.clear()
        return True


items = {Item()}
print(items == {Item()})

# %% read that returns more than was asked for
import io


class Raw(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, buffer):
        return len(buffer) + 1000


io.BufferedReader(Raw()).read(10)

# %% decoder that lies about its state
import codecs
import io


class Decoder(codecs.IncrementalDecoder):
    def decode(self, data, final=False):
        return 7


stream = io.TextIOWrapper(io.BytesIO(b"text"), encoding="utf-8")
codecs.getincrementaldecoder("utf-8")
io.IncrementalNewlineDecoder(Decoder(), True).decode(b"x")

# %% pickle of garbage
import pickle

for data in (
    b"",
    b".",
    b"\x80\xff.",
    b"X\xff\xff\xff\xff",
    b"\x8d" + b"\xff" * 8,
    b"0" * 100,
    b"g1\n.",
    b"]r\xff\xff\xff\x7f.",
):
    try:
        pickle.loads(data)
        print("loaded")
    except Exception as error:
        print(type(error).__name__)

# %% time stamps that no calendar has
import datetime
import time

for use in (
    lambda: datetime.datetime.fromtimestamp(1e300),
    lambda: time.localtime(1 << 62),
    lambda: time.sleep(-1),
    lambda: time.sleep(float("nan")),
    lambda: datetime.timedelta(days=1e300),
    lambda: time.strftime("%" * 1001),
):
    try:
        print(use())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
