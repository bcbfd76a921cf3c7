# %% finalizer that raises
class Raising:
    def __del__(self):
        raise ValueError("in a finalizer")


Raising()
print("went on")


# %% finalizer that raises while an exception is on its way
class Raising:
    def __del__(self):
        raise ValueError("in a finalizer")


def f():
    raising = Raising()
    1 / 0


f()


# %% finalizer of what is returned
class Raising(type(people[0])):
    def __del__(self):
        raise ValueError("in a finalizer")


result = [Raising("Jo", 1)]


# %% finalizer of the exception itself
class Raising(Exception):
    def __del__(self):
        raise ValueError("in a finalizer")


raise Raising("the first")


# %% finalizer that brings its object back
class Back:
    def __del__(self):
        kept.back = self


Back()
print(type(kept.back).__name__)

# %% hook for what cannot be raised raises
import sys


class Raising:
    def __del__(self):
        raise ValueError("in a finalizer")


def hook(unraisable):
    raise TypeError("in the hook")


sys.unraisablehook = hook
Raising()
print("went on")

# %% hook for what cannot be raised is no function
import sys


class Raising:
    def __del__(self):
        raise ValueError("in a finalizer")


sys.unraisablehook = 7
Raising()
print("went on")

# %% hook for exceptions raises
import sys

sys.excepthook = lambda *_: 1 / 0
raise ValueError("the first")


# %% repr that raises
class Raising:
    def __repr__(self):
        raise ValueError("in repr")


print([Raising()])


# %% repr that raises, in an exception
class Raising:
    def __repr__(self):
        raise ValueError("in repr")


raise KeyError(Raising())


# %% str that raises
class Error(Exception):
    def __str__(self):
        raise ValueError("in str")


raise Error


# %% str that raises itself
class Error(Exception):
    def __str__(self):
        raise self


raise Error

# %% str that exits
import sys


class Error(Exception):
    def __str__(self):
        sys.exit(1)


raise Error


# %% str that is no text
class Error(Exception):
    def __str__(self):
        return 7


raise Error


# %% str that never ends | deadline 100 ms
class Error(Exception):
    def __str__(self):
        while True:
            pass


raise Error


# %% str that recurses
class Error(Exception):
    def __str__(self):
        return str(self)


raise Error


# %% str that is another each time
class Error(Exception):
    count = 0

    def __str__(self):
        Error.count += 1
        return f"call {Error.count}"


raise Error

# %% str of 1 MiB
raise ValueError("x" * (1 << 20))


# %% str of 100 MiB | memory 1024 MiB
class Error(Exception):
    def __str__(self):
        return "x" * (100 << 20)


raise Error

# %% str of many lines
raise ValueError("line\n" * 100_000)


# %% str of a subclass of str
class Text(str):
    def __str__(self):
        raise ValueError("in str")

    def encode(self, *_):
        raise ValueError("in encode")


class Error(Exception):
    def __str__(self):
        return Text("as it is")


raise Error


# %% class without a name
class Error(Exception):
    pass


Error.__name__ = Error.__qualname__ = ""
Error.__module__ = ""
raise Error("x")

# %% class with a gigantic name
Error = type("E" * (1 << 20), (Exception,), {})
raise Error("x")


# %% class whose module is a lie
class Error(Exception):
    pass


Error.__module__ = "builtins"
Error.__qualname__ = "ValueError"
raise Error("x")


# %% class of a class that raises
class Meta(type):
    def __getattribute__(cls, name):
        raise ValueError(f"no {name}")


class Error(Exception, metaclass=Meta):
    pass


raise Error("x")


# %% class of a class that never ends | deadline 100 ms
class Meta(type):
    @property
    def __module__(cls):
        while True:
            pass


class Error(Exception, metaclass=Meta):
    pass


raise Error("x")


# %% attribute access that raises
class Error(Exception):
    def __getattribute__(self, name):
        raise ValueError(f"no {name}")


raise Error("x")


# %% constructor that makes something else
class Error(Exception):
    def __new__(cls):
        return 7


raise Error

# %% instance of no exception
raise 7

# %% notes that are no list
error = ValueError("x")
error.__notes__ = 7
raise error


# %% notes that raise
class Raising:
    def __repr__(self):
        raise ValueError("in repr")

    __str__ = __repr__


error = ValueError("x")
error.__notes__ = [Raising(), "a good one", 7]
raise error


# %% notes that never end | deadline 100 ms
class Endless(list):
    def __iter__(self):
        while True:
            yield "x"


error = ValueError("x")
error.__notes__ = Endless()
raise error

# %% note that is gigantic
error = ValueError("x")
error.add_note("x" * (1 << 20))
raise error

# %% group
raise ExceptionGroup("both", [ValueError(1), ExceptionGroup("inner", [TypeError(2), KeyError(3)])])

# %% group of many
raise ExceptionGroup("many", [ValueError(number) for number in range(10_000)])

# %% group that contains itself by its cause
group = ExceptionGroup("group", [ValueError("x")])
group.exceptions[0].__cause__ = group
raise group

# %% group of everything that is
raise BaseExceptionGroup("all", [SystemExit(1), KeyboardInterrupt(), GeneratorExit()])

# %% group of nothing
raise ExceptionGroup("none", [])


# %% group whose split raises
class Group(ExceptionGroup):
    def derive(self, exceptions):
        raise ValueError("in derive")


try:
    raise Group("group", [ValueError(1), TypeError(2)])
except* ValueError:
    pass

# %% cause that is itself
error = ValueError("x")
error.__cause__ = error
raise error

# %% causes in a circle
first, second = ValueError("first"), TypeError("second")
first.__cause__, second.__cause__ = second, first
raise first

# %% contexts in a circle
first, second = ValueError("first"), TypeError("second")
first.__context__, second.__context__ = second, first
raise first


# %% handlers that raise one after another
def f(depth):
    try:
        if depth:
            f(depth - 1)
        1 / 0
    except ArithmeticError:
        raise ArithmeticError(depth)


f(5)

# %% chain of many
error = None
for number in range(2_000):
    new = ValueError(number)
    new.__context__ = error
    error = new
raise error

# %% surrogates in the message
raise ValueError("\ud800 and \udfff")

# %% surrogates in names
Error = type("E\ud800", (Exception,), {"__module__": "m\udfff"})
raise Error("x")

# %% surrogates in notes
error = ValueError("x")
error.add_note("\ud800")
raise error

# %% surrogates in source
exec(compile("raise ValueError('x')", "file\udcff", "exec"))

# %% zeros in the message
raise ValueError("a\0b")

# %% syntax error that lies
error = SyntaxError("bad", ("file", 1 << 40, -5, "text" * 1000, -1, 1 << 40))
raise error

# %% syntax error of wrong types
error = SyntaxError("bad")
error.filename, error.lineno, error.offset, error.text = 7, "one", [], {}
raise error

# %% syntax error of a gigantic line
compile("x" * (1 << 18) + " = = 1", "<long>", "exec")

# %% syntax error of a null byte
compile("x\0y", "<null>", "exec")

# %% encoding error that lies
raise UnicodeDecodeError("utf-8", b"x", 1 << 30, -(1 << 30), "reason")


# %% name error with suggestions that never end | deadline 100 ms
class Endless:
    def __dir__(self):
        while True:
            pass


error = AttributeError("x", name="x", obj=Endless())
raise error


# %% name error with suggestions that raise
class Raising:
    def __dir__(self):
        raise ValueError("in dir")


Raising().missing

# %% import error that lies
raise ImportError("x", name=7, path=[])


# %% traceback of many frames
def f(depth):
    if depth:
        f(depth - 1)
    else:
        1 / 0


f(900)

# %% traceback without end
import types

try:
    1 / 0
except ZeroDivisionError as error:
    frame = error.__traceback__
    for _ in range(10_000):
        frame = types.TracebackType(frame, frame.tb_frame, frame.tb_lasti, 1)
    raise ValueError("x").with_traceback(frame)

# %% traceback that bites its tail
import sys

try:
    1 / 0
except ZeroDivisionError as error:
    error.__traceback__.tb_next = error.__traceback__

# %% traceback is no traceback
ValueError("x").__traceback__ = 7

# %% traceback of lines that are lies
exec(compile("\n" * 1_000_000 + "1 / 0", "/bundle/app/people_app/behaviours.py", "exec"))

# %% module of tracebacks is gone
import sys

sys.modules["traceback"] = None
1 / 0

# %% module of tracebacks raises
import traceback


def raise_another(*_):
    raise TypeError("in traceback")


traceback.format_exception = raise_another
1 / 0

# %% module of tracebacks returns numbers
import traceback

traceback.format_exception = lambda *_: [1, 2]
1 / 0

# %% module of tracebacks never ends | deadline 100 ms
import traceback


def format_exception(*_):
    while True:
        yield "x"


traceback.format_exception = lambda *_: list(format_exception())
1 / 0

# %% lines of source raise
import linecache

linecache.getline = linecache.getlines = linecache.checkcache = linecache.lazycache = None
behaviours.raise_own()


# %% generator that is thrown into
def generate():
    try:
        yield
    finally:
        raise ValueError("in finally")


generator = generate()
next(generator)
generator.throw(TypeError("thrown"))


# %% generator that ignores its end
def generate():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


generator = generate()
next(generator)
generator.close()


# %% StopIteration in a generator
def generate():
    raise StopIteration("x")
    yield


next(generate())

# %% KeyboardInterrupt and GeneratorExit
try:
    raise KeyboardInterrupt
finally:
    raise GeneratorExit

# %% exception that is the class itself
raise BaseException

# %% memory error made by hand
raise MemoryError("by hand")

# %% recursion error made by hand
raise RecursionError("by hand")

# %% warnings as errors
import warnings

warnings.simplefilter("error")
warnings.warn("a warning")

# %% assertion of a tuple of everything
assert False, (people[0], "x")
