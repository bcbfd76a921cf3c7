# %% standard output closed, and printed to
import sys

sys.stdout.close()
print("lost")

# %% standard output closed, and nothing else
import sys

print("before")
sys.stdout.close()

# %% standard error closed, and an exception
import sys

sys.stderr.close()
1 / 0

# %% descriptors closed
import os

print("kept back", end="")
for number in range(3):
    os.close(number)

# %% descriptors closed, many
import os

os.closerange(0, 10_000)
print("lost")

# %% descriptors closed, and opened again
import os
import sys

os.close(1)
sys.stdout.buffer.raw = None

# %% descriptor closed, and a file in its place
import os

os.close(1)
os.open("/", os.O_RDONLY)

# %% standard output opened again
with open(1, "w", closefd=False) as again:
    again.write("again\n")
print("and again")

# %% standard output opened again, and closed
with open(1, "w") as again:
    again.write("again\n")
print("lost")

# %% standard output duplicated
import os

os.dup2(2, 1)
print("out")

# %% standard output detached
import sys

buffer = sys.stdout.detach()
buffer.write(b"to the buffer\n")
print("lost")

# %% raw stream closed under the buffer
import sys

print("kept back", end="")
sys.stdout.buffer.raw.close()

# %% standard output is nothing
import sys

sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None
print("lost")

# %% standard output deleted
import sys

del sys.stdout
print("lost")

# %% standard output is an object that raises
import sys


class Stream:
    def write(self, text):
        raise ValueError("not written")

    def flush(self):
        raise ValueError("not flushed")


sys.stdout = Stream()
print("lost")

# %% flush replaced by one that raises
import sys

sys.__stdout__.flush = lambda: 1 / 0
print("kept back")

# %% flush replaced by one that never ends | deadline 100 ms
import sys


def flush():
    while True:
        pass


sys.__stdout__.flush = flush
print("kept back")

# %% flush replaced by one that prints
import sys

flush = sys.__stdout__.flush


def print_and_flush():
    print("more", file=sys.__stdout__)
    flush()


sys.__stdout__.flush = print_and_flush
print("kept back")

# %% class of the stream changed
import io
import sys


class Stream(io.TextIOWrapper):
    def flush(self):
        raise ValueError("not flushed")


sys.stdout.__class__ = Stream

# %% encoding changed
import sys

sys.stdout.reconfigure(encoding="utf-16")
print("two bytes each")

# %% text that cannot be encoded
import sys

sys.stdout.reconfigure(encoding="ascii", errors="strict")
print("before")
print("Zoë")

# %% surrogate printed
print("\ud800")

# %% control characters printed
print("\x1b[2J\x07\u202eevil")
raise ValueError("\x1b[2J\x07\u202eevil")

# %% flood of standard output
for _ in range(100_000):
    print("x" * 100)

# %% flood of standard error, unbuffered
import sys

for _ in range(20_000):
    sys.stderr.write("x" * 100 + "\n")

# %% flood of descriptor 1
import os

for _ in range(100):
    os.write(1, b"x" * (1 << 20))

# %% flood without end | deadline 200 ms
while True:
    print("x" * 60_000)

# %% flood of warnings
import warnings

warnings.simplefilter("always")
for number in range(10_000):
    warnings.warn(f"warning {number}")

# %% flood of the log
import logging

logging.basicConfig(level=logging.DEBUG)
for number in range(3_000):
    logging.error("error %d", number)
raise SystemExit

# %% line without end
print("x" * 1_000_000, end="")

# %% standard input read
import sys

print(repr(sys.stdin.read()), repr(sys.stdin.readline()), sys.stdin.isatty())
input()

# %% standard input closed, and read
import sys

sys.stdin.close()
input()

# %% standard input written
import sys

sys.stdin.write("x")

# %% hook for values raises
import sys

sys.displayhook = lambda value: 1 / 0
exec(compile("1", "x", "single"))
