# %% infinite loop | deadline 100 ms
while True:
    pass

# %% loop that catches everything | deadline 100 ms
while True:
    try:
        while True:
            pass
    except BaseException:
        pass


# %% busy generator | deadline 100 ms
def numbers():
    while True:
        yield 1


sum(numbers())

# %% iteration in C alone | deadline 100 ms
import collections
import itertools

collections.deque(itertools.repeat(1), maxlen=0)

# %% iteration in C of an endless sum | deadline 100 ms
import itertools

sum(itertools.repeat(1))

# %% one comparison of two endless iterators | deadline 100 ms
import itertools

all(map(int.__eq__, itertools.repeat(1), itertools.repeat(1)))

# %% power of large numbers | deadline 100 ms
pow(3, 10**9)

# %% number of many digits as text
str(10**5000)

# %% number of many digits as text after lifting the limit | deadline 100 ms
import sys

sys.set_int_max_str_digits(0)
while True:
    str(7**200_000)


# %% colliding hashes | deadline 100 ms
class Same:
    def __hash__(self):
        return 1


{Same(): None for _ in range(10**6)}


# %% sorting with a comparison that never ends | deadline 100 ms
class Slow:
    def __lt__(self, other):
        while True:
            pass


sorted([Slow(), Slow()])

# %% finally that loops | deadline 100 ms
try:
    1 / 0
finally:
    while True:
        pass


# %% context manager that loops when left | deadline 100 ms
class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        while True:
            pass


with Manager():
    raise ValueError


# %% two generators that delegate to each other for ever | deadline 100 ms
def first():
    while True:
        yield from second()


def second():
    yield from [1, 2]


for _ in first():
    pass

# %% coroutine that never awaits | deadline 100 ms
import asyncio


async def busy():
    while True:
        await asyncio.sleep(0)


asyncio.run(busy())

# %% sleep | deadline 100 ms | waits
import time

time.sleep(1e9)

# %% sleep in the event loop | deadline 100 ms | waits
import asyncio

asyncio.run(asyncio.sleep(1e9))

# %% wait for nothing | deadline 100 ms | waits
import select

select.select([], [], [], 1e6)

# %% lock that is taken twice
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()

# %% wait for an event
import threading

threading.Event().wait()

# %% queue that stays empty
import queue

queue.Queue().get()

# %% trace function that loops | deadline 100 ms
import sys


def trace(*_):
    while True:
        pass


sys.setprofile(trace)
len([])

# %% date arithmetic without end | deadline 100 ms
import datetime

day = datetime.date(1, 1, 1)
while True:
    datetime.date.fromordinal(day.toordinal() + 1)

# %% query without end | deadline 100 ms
import sqlite3

query = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
sqlite3.connect(":memory:").execute(query).fetchall()

# %% hash of megabytes again and again | deadline 100 ms
import hashlib

while True:
    hashlib.sha512(bytes(1 << 20)).digest()
