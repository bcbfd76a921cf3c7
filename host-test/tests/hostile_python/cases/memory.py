# %% bytes
bytes(1 << 30)

# %% bytearray
bytearray(1 << 30)

# %% bytearray as large as numbers go
bytearray((1 << 31) - 64)

# %% text
"x" * (1 << 30)

# %% text of a gibibyte that is returned | memory 3072 MiB
people[0].name = "x" * (1 << 30)
result = people[:1]

# %% text of a gibibyte in an exception | memory 4096 MiB
raise ValueError("x" * (1 << 30))

# %% text of 200 MiB as a tag | memory 1024 MiB
people[0].tags.append("x" * (200 << 20))
result = people[:1]

# %% text of 100 MiB that is returned | memory 1024 MiB
people[0].name = "x" * (100 << 20)
result = people[:1]

# %% text of wide characters
"\U0001f40d" * (1 << 28)

# %% text that is joined
"".join("x" * (1 << 20) for _ in range(1024))

# %% text that is padded
format(1, str(1 << 30))

# %% text that is padded by a percent sign
"%1000000000d" % 1

# %% text that is translated
"x".translate({ord("x"): "y" * (1 << 26)}) * 16

# %% text that is replaced
("x" * (1 << 20)).replace("x", "y" * 1024)

# %% list
[None] * (1 << 28)

# %% list that grows
grown = []
while True:
    grown.append(grown)

# %% list of itself, again and again
grown = [1]
while True:
    grown += grown

# %% tuple
(None,) * (1 << 28)

# %% dictionary that grows
grown = {}
while True:
    grown[len(grown)] = None

# %% set that grows
set(range(1 << 28))

# %% deque that grows
import collections
import itertools

collections.deque(itertools.count())

# %% number
1 << (1 << 32)

# %% number that grows | memory 64 MiB | deadline 500 ms
number = 3
while True:
    number *= number

# %% decimal number
import decimal

decimal.setcontext(decimal.Context(prec=decimal.MAX_PREC, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN))
decimal.Decimal(1) / 3

# %% array
import array

array.array("d", [0]) * (1 << 27)

# %% memory view that is copied
memoryview(bytes(1 << 26)).tobytes() * 4


# %% objects
class Thing:
    def __init__(self, before):
        self.before = before


things = None
while True:
    things = Thing(things)


# %% closures
def close(over):
    return lambda: over


over = None
while True:
    over = close(over)

# %% classes
classes = []
while True:
    classes.append(type("C", (), {}))

# %% interned texts
import sys

texts = []
while True:
    texts.append(sys.intern(f"text {len(texts)} {'x' * 1000}"))


# %% generators
def generate():
    yield from waiting


waiting = []
while True:
    generator = generate()
    next(generator, None)
    waiting.append(generate())

# %% modules
import types

modules = []
while True:
    modules.append(types.ModuleType("x" * 1000))

# %% people
from person import Person

crowd = []
while True:
    crowd.append(Person("x" * 1000, 1))

# %% tags
while True:
    people[0].add_tag("x" * 1000)

# %% result of many people
result = [people[0]] * 2_000_000

# %% result of many people with many tags
people[0].tags = ["tag"] * 1000
result = [people[0]] * 100_000

# %% frames of an exception | deadline 300 ms
import traceback

frames = []


def f(depth):
    if depth == 0:
        1 / 0
    f(depth - 1)


while True:
    try:
        f(100)
    except ZeroDivisionError as error:
        frames.append(traceback.format_exception(error))

# %% compressed data that explodes
import zlib

bomb = zlib.compressobj()
data = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(48)) + bomb.flush()
zlib.decompress(data)

# %% compressed data that says that it is large
import lzma

lzma.LZMADecompressor().decompress(b"\x5d" + b"\xff\xff\xff\xff" + b"\xff" * 8 + bytes(100))

# %% compression with a large dictionary
import lzma

lzma.compress(b"x", format=lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}])

# %% archive that explodes
import bz2

bomb = bz2.BZ2Compressor()
data = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(40)) + bomb.flush()
bz2.decompress(data)

# %% pattern of large repetitions
import re

re.compile("(?:a{65535}){65535}").match("a" * 1000)
print("matched nothing")

# %% pattern that is large | memory 24 MiB
import re

re.compile("|".join(f"{number:08}" for number in range(100_000)))

# %% source that is large
compile("x = [" + "1," * 2_000_000 + "]", "x", "exec")

# %% key derivation
import hashlib

hashlib.scrypt(b"x", salt=b"x", n=1 << 20, r=64, p=1, maxmem=1 << 30)

# %% blob of sql
import sqlite3

sqlite3.connect(":memory:").execute("select zeroblob(900000000)").fetchall()

# %% table of sql that grows
import sqlite3

database = sqlite3.connect(":memory:")
database.execute("create table t (x)")
while True:
    database.execute("insert into t values (zeroblob(1000000))")

# %% stream in memory
import io

io.BytesIO().write(bytes(1 << 26) * 4)

# %% stream in memory that is sought
import io

stream = io.BytesIO()
stream.seek((1 << 31) - 10)
stream.write(b"x")

# %% output that is kept back
import sys

sys.stdout.write("x" * (1 << 28))

# %% error of memory that is caught again and again | memory 32 MiB | deadline 300 ms
while True:
    try:
        grown = []
        while True:
            grown.append(bytes(1 << 20))
    except MemoryError:
        pass

# %% every last byte, and an exception with nothing left
kept = []
size = 1 << 24
while size >= 16:
    try:
        while True:
            kept.append(bytes(size))
    except MemoryError:
        size //= 2
raise ValueError("nothing left")

# %% every last byte, and a result with nothing left
kept.hoard = []
size = 1 << 24
while size >= 16:
    try:
        while True:
            kept.hoard.append(bytes(size))
    except MemoryError:
        size //= 2
people[0].name = "x" * 1000
result = people


# %% error of memory in a finalizer
class Hungry:
    def __del__(self):
        bytes(1 << 30)


Hungry()
print("went on")


# %% length that does not fit
class Long:
    def __len__(self):
        return 1 << 31


len(Long())

# %% text with a number of times that does not fit
"ab" * (1 << 31)

# %% random numbers
import os

os.urandom(1 << 30)
