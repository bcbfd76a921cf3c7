# %% function
def f():
    f()


f()

# %% function with the limit lifted | memory 32 MiB | unchecked
import sys

sys.setrecursionlimit(2**31 - 1)


def f():
    f()


f()


# %% method that calls itself by way of C
class Added:
    def __add__(self, other):
        return sum([self], self)


Added() + Added()


# %% attribute that looks itself up
class Lookup:
    def __getattr__(self, name):
        return getattr(self, name + "x")


Lookup().x


# %% property of a property
class Lookup:
    @property
    def own(self):
        return self.own


Lookup().own

# %% repr of a nested list
nested = []
for _ in range(20_000):
    nested = [nested]
repr(nested)

# %% repr of a nested dictionary
nested = {}
for _ in range(20_000):
    nested = {1: nested}
repr(nested)


# %% repr that calls repr
class Nested:
    def __repr__(self):
        return repr(self)


repr(Nested())

# %% repr of everything at once
import collections
import types

nested = []
for index in range(20_000):
    nested = [
        [nested],
        (nested,),
        {nested if index == -1 else 1: nested},
        collections.deque([nested]),
        types.SimpleNamespace(x=nested),
        collections.OrderedDict(x=nested),
    ][index % 6]
repr(nested)

# %% repr of nested aliases
nested = list[int]
for _ in range(20_000):
    nested = list[nested]
repr(nested)

# %% json written
import json

nested = []
for _ in range(20_000):
    nested = [nested]
json.dumps(nested)

# %% json written with indentation
import json

nested = []
for _ in range(20_000):
    nested = [nested]
json.dumps(nested, indent=1)

# %% json read
import json

json.loads("[" * 20_000)

# %% json objects read
import json

json.loads('{"a":' * 20_000)

# %% pattern of groups
import re

re.compile("(" * 5_000 + ")" * 5_000)

# %% pattern that is matched by recursion
import re

print(re.match("(?:(a)|b)*", "ab" * 20_000).end())

# %% pickle written
import pickle

nested = []
for _ in range(20_000):
    nested = [nested]
pickle.dumps(nested)

# %% pickle of an object that reduces to itself
import pickle


class Reduced:
    def __reduce__(self):
        return (list, ([Reduced()],))


pickle.dumps(Reduced())

# %% pickle read
import pickle

depth = 20_000
print(len(pickle.loads(b"(" * depth + b"t" * depth + b".")))

# %% marshal written
import marshal

nested = ()
for _ in range(20_000):
    nested = (nested,)
marshal.dumps(nested)

# %% marshal read
import marshal

marshal.loads(b"(\x01\x00\x00\x00" * 20_000)

# %% comparison of nested lists
one, other = [], []
for _ in range(20_000):
    one, other = [one], [other]
one == other

# %% comparison of cyclic lists
one, other = [], []
one.append(other)
other.append(one)
one == other

# %% comparison of nested tuples by order
one, other = (), ()
for _ in range(20_000):
    one, other = (one,), (other,)
one < other


# %% comparison that compares
class Compared:
    def __eq__(self, other):
        return other == self


Compared() == Compared()

# %% comparison of people that carry each other
one, other = people[0], people[1]
other.name, other.age = one.name, one.age
one.tags, other.tags = [other], [one]
one == other

# %% hash of nested sets
nested = frozenset()
for _ in range(20_000):
    nested = frozenset([nested])
print(hash(nested) is not None)

# %% syntax tree of brackets
import ast

ast.parse("(" * 20_000 + ")" * 20_000)

# %% syntax tree of brackets, few
import ast

ast.parse("(" * 190 + ")" * 190)
print("parsed")

# %% syntax tree of operators
import ast

ast.parse("1" + "+1" * 20_000)

# %% syntax tree of signs
import ast

ast.parse("-" * 20_000 + "1")

# %% syntax tree of negations
import ast

ast.parse("not " * 20_000 + "1")

# %% syntax tree of attributes
import ast

ast.parse("a" + ".a" * 20_000)

# %% syntax tree of calls
import ast

ast.parse("a" + "()" * 20_000)

# %% syntax tree of lambdas
import ast

ast.parse("lambda:" * 20_000 + "1")

# %% syntax tree of conditions
import ast

ast.parse("1 if 1 else " * 20_000 + "1")

# %% syntax tree of indentation
import ast

ast.parse("\n".join(" " * depth + "if 1:" for depth in range(1000)) + "pass")

# %% syntax tree of nested texts
import ast

text = "1"
for _ in range(12):
    text = "f'{" + text + "}'"
    ast.parse(text)
print(len(text))

# %% syntax tree that contains itself
import ast

node = ast.UnaryOp(op=ast.Not(), operand=ast.Constant(1))
node.operand = node
ast.fix_missing_locations(node) if False else None
tree = ast.Expression(body=node)
node.lineno = node.col_offset = node.end_lineno = node.end_col_offset = 1
compile(tree, "<tree>", "eval")

# %% syntax tree that was nested by hand
import ast

node = ast.Constant(1, lineno=1, col_offset=0)
for _ in range(20_000):
    node = ast.UnaryOp(op=ast.USub(), operand=node, lineno=1, col_offset=0)
compile(ast.Expression(body=node), "<tree>", "eval")

# %% syntax tree dumped
import ast

node = ast.Constant(1)
for _ in range(20_000):
    node = ast.UnaryOp(op=ast.USub(), operand=node)
ast.dump(node)

# %% literal
import ast

ast.literal_eval("[" * 20_000)

# %% code of operators
compile("1" + "+1" * 20_000, "x", "exec")

# %% code evaluated in code
code = "eval(code)"
eval(code)

# %% copy
import copy

nested = []
for _ in range(20_000):
    nested = [nested]
copy.deepcopy(nested)

# %% classes of classes in isinstance
nested = ()
for _ in range(20_000):
    nested = (nested,)
isinstance(1, nested)


# %% generators that delegate
def generate(depth):
    if depth:
        yield from generate(depth - 1)
    yield 1


list(generate(100_000))

# %% partial functions | unchecked
import functools

nested = int
for _ in range(20_000):
    nested = functools.partial(map, nested)
repr(nested)

# %% partial functions called
import functools

nested = int
for _ in range(20_000):
    nested = functools.partial(lambda f: f(), nested)
nested()

# %% cached function
import functools


@functools.cache
def f(x):
    return f(x + 1)


f(0)

# %% deallocation of a nested list
nested = []
for _ in range(20_000):
    nested = [nested]
del nested
print("gone")


# %% deallocation of nested tuples, dictionaries and objects
class Box:
    pass


nested = None
for index in range(30_000):
    if index % 3 == 0:
        nested = (nested,)
    elif index % 3 == 1:
        nested = {1: nested}
    else:
        box = Box()
        box.content = nested
        nested = box
        del box
del nested
print("gone")

# %% deallocation of nested iterators
nested = iter([1])
for _ in range(30_000):
    nested = map(int, nested)
del nested
print("gone")


# %% finalizer that makes the next | deadline 100 ms
class Next:
    def __del__(self):
        Next()


Next()


# %% finalizers in a chain
class Link:
    def __init__(self, next):
        self.next = next

    def __del__(self):
        self.next = None


chain = None
for _ in range(20_000):
    chain = Link(chain)
del chain
print("gone")

# %% exceptions in a chain
error = None
for _ in range(5_000):
    new = ValueError("x")
    new.__cause__ = error
    error = new
    del new
raise error

# %% exception groups in groups
error = ValueError("x")
for _ in range(5_000):
    error = ExceptionGroup("group", [error])
raise error

# %% exception groups in groups, split
error = ValueError("x")
for _ in range(5_000):
    error = ExceptionGroup("group", [error])
error.split(ValueError)


# %% handler that raises again | deadline 100 ms
def f():
    try:
        f()
    except RecursionError:
        f()


f()

# %% elements of xml
import xml.etree.ElementTree

root = xml.etree.ElementTree.fromstring("<a>" * 20_000 + "</a>" * 20_000)
print(root.tag)
xml.etree.ElementTree.tostring(root)

# %% entities of xml
import xml.etree.ElementTree

entities = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 20))
xml.etree.ElementTree.fromstring(f"<!DOCTYPE a [<!ENTITY e0 'x'>{entities}]><a>&e19;</a>")

# %% expression of sql
import sqlite3

sqlite3.connect(":memory:").execute("select " + "(" * 20_000 + "1" + ")" * 20_000)

# %% pattern of like in sql
import sqlite3

sqlite3.connect(":memory:").execute("select ? like ?", ("a" * 100, "%a" * 40 + "b")).fetchall()

# %% json in sql
import sqlite3

sqlite3.connect(":memory:").execute("select json(?)", ("[" * 20_000 + "]" * 20_000,)).fetchall()

# %% context variables and callbacks of the event loop
import asyncio


async def f(depth):
    return await f(depth + 1)


asyncio.run(f(0))

# %% format specification in a format specification
"{:{:{:{}}}}".format(1, 2, 3, 4)


# %% class that is its own base
class A:
    pass


class B(A):
    pass


A.__bases__ = (B,)

# %% abstract class that asks itself
import abc


class Asked(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        return issubclass(other, cls)


issubclass(int, Asked)


# %% descriptor that gets itself
class Descriptor:
    def __get__(self, instance, owner):
        return instance.x


class Owner:
    x = Descriptor()


Owner().x
