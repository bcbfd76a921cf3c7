# %% files
import os

for use in (
    lambda: open("/etc/passwd"),
    lambda: open("../../etc/passwd"),
    lambda: open("/dev/null"),
    lambda: open("/proc/self/maps"),
    lambda: open("new", "w"),
    lambda: open("/tmp/new", "x"),
    lambda: open("/bundle/app/people_app/__init__.py"),
    lambda: open(3),
    lambda: open("a\0b"),
    lambda: open("\ud800"),
    lambda: open("x" * 100_000),
    lambda: open(-1),
    lambda: os.listdir("/"),
    lambda: os.listdir("."),
    lambda: os.scandir("/"),
    lambda: os.stat("/"),
    lambda: os.stat("/bundle"),
    lambda: os.mkdir("/new"),
    lambda: os.remove("/x"),
    lambda: os.rename("/x", "/y"),
    lambda: os.symlink("/etc", "/x"),
    lambda: os.link("/etc/passwd", "/x"),
    lambda: os.readlink("/x"),
    lambda: os.chdir("/etc"),
    lambda: os.truncate("/x", 0),
    lambda: os.utime("/x"),
    lambda: os.chmod("/x", 0o777),
    lambda: os.statvfs("/"),
    lambda: os.pipe(),
):
    try:
        print(use())
    except Exception as error:
        print(f"{type(error).__name__}: {str(error)[:80]}")

# %% descriptors
import os

found = []
for number in range(3, 1000):
    try:
        os.fstat(number)
        found.append(number)
    except OSError:
        pass
print(found)

# %% descriptors written and read
import os

for use in (
    lambda: os.read(0, 1 << 20),
    lambda: os.read(1, 1),
    lambda: os.write(0, b"x"),
    lambda: os.write(3, b"x"),
    lambda: os.lseek(1, 0, 0),
    lambda: os.ftruncate(1, 0),
    lambda: os.fsync(1),
    lambda: os.dup(1),
    lambda: os.isatty(1),
    lambda: os.get_terminal_size(1),
    lambda: os.pread(1, 1, 0),
    lambda: os.openpty(),
):
    try:
        print(use())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")

# %% temporary files
import tempfile

tempfile.TemporaryFile()

# %% environment
import os
import sys

print(os.environ.get("PATH"), os.environ.get("HOME"), [name for name in os.environ if name not in ("OWN", "DEFAULTED")])
print(sys.argv, os.getcwd())
os.environ["NEW"] = "x"
print(os.getenv("NEW"))
os.environ["A=B"] = "x"

# %% environment with zeros and surrogates
import os

try:
    os.environ["a"] = "b\0c"
except ValueError as error:
    print(error)
os.environ["a"] = "\ud800"

# %% identity
import os
import platform

for use in (os.getpid, os.getppid, os.getuid, os.getlogin, os.uname, platform.node, os.cpu_count, os.getloadavg):
    try:
        print(use.__name__, use())
    except Exception as error:
        print(use.__name__, f"{type(error).__name__}: {error}")

# %% users
import pwd

print(pwd.getpwall())

# %% network
import socket

for use in (
    lambda: socket.socket().connect(("127.0.0.1", 9)),
    lambda: socket.socket().connect(("example.com", 80)),
    lambda: socket.socket().bind(("127.0.0.1", 0)),
    lambda: socket.socket(socket.AF_INET6).bind(("::1", 0)),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)),
    lambda: socket.socket(type=socket.SOCK_RAW),
    lambda: socket.socket(socket.AF_UNIX),
    lambda: socket.socketpair(),
    lambda: socket.gethostbyname("localhost"),
    lambda: socket.getaddrinfo("example.com", 80),
    lambda: socket.gethostname(),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.create_server(("127.0.0.1", 0)),
    lambda: socket.socket(fileno=1),
):
    try:
        print(use())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")

# %% network by url
import urllib.request

urllib.request.urlopen("http://127.0.0.1:9/")

# %% network by tls
import ssl

# %% network in the event loop
import asyncio


async def connect():
    await asyncio.open_connection("127.0.0.1", 9)


asyncio.run(connect())

# %% sockets without end
import socket

held = []
while True:
    held.append(socket.socket())

# %% clocks run on
import time

for clock in (time.time_ns, time.monotonic_ns, time.perf_counter_ns):
    before = clock()
    while clock() == before:
        pass
    print(clock() > before)
print(time.process_time() >= 0, time.monotonic() < 1e6)

# %% clocks cannot be set
import time

for use in (lambda: time.clock_settime(time.CLOCK_REALTIME, 0), lambda: time.tzset(), lambda: time.clock_gettime(99)):
    try:
        print(use())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")

# %% random numbers are there
import os
import secrets

print(len(os.urandom(16)), len(set(secrets.token_bytes(16) for _ in range(100))))

# %% terminal
import os

os.get_terminal_size()

# %% browser and mail
import webbrowser

print(webbrowser.open("http://example.com"))
