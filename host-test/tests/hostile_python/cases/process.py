# %% os._exit with 0
import os

os._exit(0)

# %% os._exit with 3
import os

os._exit(3)

# %% os._exit in a finalizer
import os


class Last:
    def __del__(self):
        os._exit(1)


Last()

# %% os.abort | traps
import os

os.abort()

# %% sys.exit with a number
import sys

sys.exit(3)

# %% sys.exit with a text
import sys

sys.exit("it is over")

# %% sys.exit without end
import sys


def leave():
    try:
        sys.exit(1)
    finally:
        leave()


leave()

# %% exit and quit are there for people at a prompt
print([name for name in ("exit", "quit") if hasattr(__builtins__, name)])


# %% SystemExit with an object of its own
class Code:
    def __str__(self):
        raise ValueError("no code")


raise SystemExit(Code())

# %% exit handlers run at an end that never comes
import atexit


@atexit.register
def leave():
    print("never printed")


print("registered")

# %% exit handlers run by hand, and raise
import atexit

atexit.register(lambda: 1 / 0)
atexit._run_exitfuncs()

# %% fork
import os

os.fork()

# %% exec
import os

os.execv("/bin/sh", ["sh"])

# %% spawn
import os

os.posix_spawn("/bin/sh", ["sh"], {})

# %% system
import os

os.system("true")

# %% subprocess
import subprocess

subprocess.run(["true"])

# %% multiprocessing
import multiprocessing

multiprocessing.Process(target=print).start()

# %% thread
import threading

threading.Thread(target=print).start()

# %% threads of a pool
import concurrent.futures

with concurrent.futures.ThreadPoolExecutor() as pool:
    print(list(pool.map(str, [1])))

# %% subinterpreter
import _interpreters

_interpreters.create()

# %% foreign functions
import ctypes

# %% memory map
import mmap

mmap.mmap(-1, 1 << 20)

# %% resource limits
import resource

# %% limits of the interpreter
import sys

for use in (
    lambda: sys.setrecursionlimit(0),
    lambda: sys.setrecursionlimit(-1),
    lambda: sys.setrecursionlimit(1 << 40),
    lambda: sys.setswitchinterval(0),
    lambda: sys.set_int_max_str_digits(1),
    lambda: sys.setdlopenflags(0),
):
    try:
        use()
        print("done")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
