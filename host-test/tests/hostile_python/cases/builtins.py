# %% functions replaced by nothing
import builtins

for name in ("len", "print", "isinstance", "repr", "str", "list", "Exception"):
    setattr(builtins, name, None)
1 / 0

# %% functions deleted
import builtins

for name in [
    name for name in dir(builtins) if not name.startswith("__") and name not in ("exec", "compile", "delattr")
]:
    delattr(builtins, name)

# %% all functions deleted
import builtins

vars(builtins).clear()

# %% functions replaced by ones that raise
import builtins


def raise_always(*_, **__):
    raise RuntimeError("replaced")


for name in ("len", "isinstance", "getattr", "type", "sorted"):
    setattr(builtins, name, raise_always)
behaviours.raise_own()

# %% import replaced
import builtins


def import_nothing(*_, **__):
    raise ImportError("nothing is imported")


builtins.__import__ = import_nothing
1 / 0

# %% import replaced by one that returns nothing
import builtins

builtins.__import__ = lambda *_, **__: None
1 / 0

# %% builtins replaced by a number
__builtins__ = 7
exec("len([])", {"__builtins__": 7})

# %% builtins taken away from code
exec("print(1)", {"__builtins__": {}})

# %% types are immutable
for change in ("str.x = 1", "del int.__add__", "type(None).x = 1", "type(people[0]).name = 7", "type(people[0]).x = 1"):
    try:
        exec(change)
        print("changed:", change)
    except TypeError as error:
        print(error)

# %% class of people replaced
import person

person.Person = int
result = [person.Person(7)]

# %% class of people taken apart
Person = type(people[0])
for name in ("name", "tags", "__new__", "__eq__"):
    try:
        delattr(Person, name)
    except TypeError as error:
        print(error)
print(people)

# %% module of people emptied
import person

vars(person).clear()
result = people

# %% app replaced
import people_app

people_app.filter_by_tag = None
result = people

# %% app deleted
import sys

for name in [name for name in sys.modules if name.startswith("people_app")]:
    del sys.modules[name]
result = people

# %% code of the running function replaced
import people_app


def filter_by_tag(people, tag):
    return people[:1]


people_app.filter_by_tag.__code__ = filter_by_tag.__code__
result = people

# %% defaults of the running function replaced
import people_app

people_app.filter_by_tag.__globals__["behaviours"] = None
people_app.filter_by_tag.__defaults__ = (1, 2, 3, 4, 5)
result = people

# %% caller's frame changed
import sys

frame = sys._getframe(1)
frame.f_locals["names"] = {"result": 7}
print(sorted(frame.f_locals))
frame.f_globals["exec"] = None

# %% caller's frame cleared
import sys

sys._getframe(1).clear()

# %% modules cleared
import sys

sys.modules.clear()
1 / 0

# %% modules replaced
import sys

sys.modules = None
1 / 0

# %% module sys emptied
import sys

vars(sys).clear()
1 / 0

# %% codecs replaced
import codecs

codecs.register(lambda name: 1 / 0)
"x".encode("no-such-codec")

# %% error handler of codecs for surrogates
import codecs

codecs.register_error("replace", lambda error: 1 / 0)
codecs.register_error("surrogatepass", lambda error: 1 / 0)
raise ValueError("\ud800")

# %% trace function that raises
import sys


def trace(*_):
    raise ValueError("traced")


sys.settrace(trace)
(lambda: None)()

# %% trace function that changes what runs | deadline 100 ms
import sys


def trace(frame, event, argument):
    if event == "line":
        frame.f_lineno = frame.f_code.co_firstlineno
    return trace


def traced():
    while True:
        return 1


sys.settrace(trace)
try:
    traced()
finally:
    sys.settrace(None)

# %% audit hook that refuses
import sys


def refuse(event, arguments):
    if event == "exec":
        raise PermissionError("nothing is executed")


sys.addaudithook(refuse)
exec("1")

# %% monitoring that raises
import sys

sys.monitoring.use_tool_id(1, "tool")
sys.monitoring.register_callback(1, sys.monitoring.events.PY_START, lambda *_: 1 / 0)
sys.monitoring.set_events(1, sys.monitoring.events.PY_START)
(lambda: None)()

# %% code object made by hand
code = (lambda: None).__code__.replace(co_code=b"\xff" * 64, co_stacksize=1000)
print(type(code).__name__)

# %% numbers that are no numbers
import sys

sys.float_info = sys.int_info = sys.maxsize = None
sys.getsizeof(7)
result = people


# %% hash of texts is another
class Text(str):
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("not compared")


names = {Text("a"): 1}
names["a"] = 2
Text("a") == "a"
