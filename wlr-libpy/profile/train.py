"""What the compiler is told that Python spends its time on: ordinary work of ordinary programs.

Run by an interpreter that counts how often each branch is taken. Nothing here may depend on the time, on addresses
or on the environment, and every kind of work runs for about as long as every other.
"""

# Programs say the same thing in old ways and in new ones, and so does this.
# ruff: noqa: B009, B905, RUF005, RUF021, UP017, UP031, UP032

import ast
import base64
import bisect
import collections
import contextlib
import copy
import csv
import dataclasses
import datetime
import enum
import functools
import hashlib
import heapq
import io
import itertools
import json
import math
import operator
import pickle
import random
import re
import statistics
import string
import struct
import textwrap
import typing
import urllib.parse

WORDS = [f"{a}{b}" for a in ("alpha", "beta", "gamma", "délta", "ε", "student", "funny") for b in range(60)]


def numbers(scale: int) -> None:
    def ackermann(m: int, n: int) -> int:
        if m == 0:
            return n + 1
        return ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))

    def collatz(n: int) -> int:
        count = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            count += 1
        return count

    for _ in range(scale):
        ackermann(2, 40)
        sum(collatz(n) for n in range(1, 400))
        sieve = bytearray([1]) * 4000
        for n in range(2, 64):
            if sieve[n]:
                sieve[n * n :: n] = bytes(len(range(n * n, 4000, n)))
        pow(3, 2000, 10**40 + 7)
        str(7**900), int("9" * 300), hex(2**200), 10**60 // 7**20


def floats(scale: int) -> None:
    class Body:
        def __init__(self, x: float, y: float, mass: float) -> None:
            self.x, self.y, self.dx, self.dy, self.mass = x, y, 0.0, 0.0, mass

        def pull(self, other: "Body", step: float) -> None:
            dx, dy = other.x - self.x, other.y - self.y
            force = other.mass / (dx * dx + dy * dy + 0.01) ** 1.5
            self.dx += dx * force * step
            self.dy += dy * force * step

    for _ in range(scale):
        bodies = [Body(math.cos(i), math.sin(i) * i, 1.0 + i % 3) for i in range(12)]
        for _ in range(25):
            for body in bodies:
                for other in bodies:
                    if other is not body:
                        body.pull(other, 0.01)
            for body in bodies:
                body.x += body.dx
                body.y += body.dy
        matrix = [[1 / (i + j + 1) for j in range(14)] for i in range(14)]
        [[sum(a * b for a, b in zip(row, column)) for column in zip(*matrix)] for row in matrix]
        [round(body.x, 3) for body in bodies], repr(math.pi), float("1.25e-3"), math.fsum(matrix[0])
        statistics.mean(matrix[1]), max(matrix[2]), abs(-2.5), divmod(7.5, 2)


def strings(scale: int) -> None:
    for turn in range(scale):
        text = " ".join(WORDS)
        counts: dict[str, int] = {}
        for word in text.split():
            counts[word[:4].lower()] = counts.get(word[:4].lower(), 0) + 1
        for char in text[:1500]:
            counts[char] = counts.get(char, 0) + 1
        lines = [f"{name:>12}: {count:5d} {count / 7:.2f}" for name, count in sorted(counts.items())]
        "\n".join(lines).replace(":", " =").splitlines()
        [line.strip().partition(":")[0].title() for line in lines if line.endswith("0") or "a" in line]
        "%s-%d-%r" % (text[:5], turn, text[5:9]), "{} {x}".format(turn, x=1)
        text.encode().decode(), text.encode("utf-16").decode("utf-16"), text.translate({97: "A", 98: None})
        [word.isalpha() or word.isdigit() or word.startswith(("al", "be")) for word in WORDS]
        [word[::-1].upper().find("A") for word in WORDS], text.count("ta"), text.rfind("funny")
        out = ""
        for word in WORDS[:200]:
            out += word
        textwrap.fill(text[:600], 40), string.Template("$a $b").substitute(a=1, b=2)
        urllib.parse.quote(text[:200]), base64.b64encode(text.encode()), hashlib.sha256(text.encode()).hexdigest()


def containers(scale: int) -> None:
    for turn in range(scale):
        table: dict[object, object] = {}
        for i, word in enumerate(WORDS * 3):
            table.setdefault((word, i % 5), []).append(i)
            table[i] = word
        for i in range(0, 1000, 3):
            table.pop(i, None)
        sum(len(value) for value in table.values() if isinstance(value, list))
        {value: key for key, value in table.items() if isinstance(value, str)}
        numbers = [(i * 7919) % 1009 for i in range(1500)]
        numbers.sort()
        numbers.sort(key=lambda n: (-n % 10, n))
        sorted(WORDS, key=len, reverse=True)
        unique = set(numbers) & set(range(0, 1009, 2)) | {turn}
        [n for n in numbers if n in unique and n not in (1, 2)]
        queue = collections.deque(numbers, maxlen=100)
        while queue:
            queue.popleft()
        heap: list[int] = []
        for n in numbers[:300]:
            heapq.heappush(heap, n)
        [heapq.heappop(heap) for _ in range(300)]
        collections.Counter(WORDS).most_common(3)
        groups = collections.defaultdict(list)
        for word in WORDS:
            groups[len(word)].append(word)
        grid = [[0] * 20 for _ in range(20)]
        for y, x in itertools.product(range(20), repeat=2):
            grid[y][x] = grid[y - 1][x] + x * y
        numbers[10:20], numbers[::3], numbers + [1], [*numbers[:5], *unique], {**counts_of(grid)}
        bisect.bisect(numbers, 500), copy.deepcopy(grid[:3]), list(zip(numbers, WORDS)), tuple(map(str, numbers[:300]))
        numbers.insert(3, 1), numbers.index(1), numbers.remove(1), numbers.reverse(), any(numbers), all(numbers)


def counts_of(grid: list[list[int]]) -> dict[int, int]:
    return {y: sum(row) for y, row in enumerate(grid)}


@dataclasses.dataclass(order=True)
class Person:
    name: str
    age: int
    tags: list[str] = dataclasses.field(default_factory=list)

    @property
    def adult(self) -> bool:
        return self.age >= 18


class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Place(typing.NamedTuple):
    x: int
    y: int


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y

    def __add__(self, other: "Vector") -> "Vector":
        return Vector(self.x + other.x, self.y + other.y)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and self.x == other.x and self.y == other.y

    def __hash__(self) -> int:
        return hash((self.x, self.y))


class Shape:
    sides = 0

    def describe(self) -> str:
        return f"{type(self).__name__} with {self.sides} sides"

    def __getattr__(self, name: str) -> str:
        return name


class Square(Shape):
    sides = 4

    def describe(self, *words: str, **options: int) -> str:
        return super().describe() + "".join(words) + str(len(options))

    @classmethod
    def make(cls) -> "Square":
        return cls()

    @staticmethod
    def area(side: int) -> int:
        return side * side


def objects(scale: int) -> None:
    @functools.lru_cache(maxsize=64)
    def cached(n: int) -> int:
        return n * n

    def variadic(*values: int, start: int = 0, **rest: int) -> int:
        for value in values:
            start += value
        return start + len(rest)

    for turn in range(scale):
        people = [Person(word, i % 90, [word[:3], "student"][: i % 3]) for i, word in enumerate(WORDS)]
        [person.name for person in people if person.adult and "student" in person.tags]
        max(people), sorted(people, key=operator.attrgetter("age", "name"))[0] == people[0]
        total = Vector(0, 0)
        seen = set()
        for i in range(700):
            total = total + Vector(i, turn)
            seen.add(total)
        square = Square.make()
        for i in range(150):
            square.describe("a", b=i), Square.area(i), square.missing
            square.side = i
            square.side += 1
            getattr(square, "side"), hasattr(square, "sides"), isinstance(square, Shape)
            cached(i % 80), variadic(1, 2, start=i, more=2), Color(1 + i % 2).name, Place(i, i)._replace(x=1)
            functools.partial(variadic, 1)(2)
            match (i % 4, people[i]):
                case (0, Person(name=name)):
                    len(name)
                case (1 | 2, _):
                    pass
                case _:
                    square.side = 0


def control(scale: int) -> None:
    def numbers(limit: int):
        for i in range(limit):
            received = yield i
            if received:
                return received

    def chained(limit: int):
        yield from numbers(limit)
        yield from (i * 2 for i in range(limit) if i % 3)

    async def waits(depth: int) -> int:
        return depth if depth == 0 else await waits(depth - 1)

    @contextlib.contextmanager
    def scope(log: list[int]):
        log.append(1)
        try:
            yield log
        finally:
            log.append(2)

    def make(n: int):
        def inner(m: int) -> int:
            nonlocal n
            n += m
            return n

        return inner

    for turn in range(scale):
        total = sum(chained(600))
        log: list[int] = []
        for i in range(200):
            try:
                if i % 3 == 0:
                    raise ValueError(i)
                if i % 3 == 1:
                    {}[i]
                [][i]
            except ValueError as error:
                total += error.args[0]
            except (KeyError, IndexError):
                total -= 1
            with scope(log) as now:
                now.append(i)
            coroutine = waits(4)
            with contextlib.suppress(StopIteration):
                coroutine.send(None)
        counter = make(turn)
        for i in range(1000):
            if i % 2 and i < 900 or i == 950:
                continue
            counter(i) if i & 4 else total ^ i
        a, b, *rest = range(20)
        for _ in range(300):
            a, b = b, (a + b) & 0xFFFF
        list(itertools.chain(rest, itertools.islice(itertools.count(), 50))), functools.reduce(operator.add, rest)
        list(itertools.accumulate(rest)), [list(g) for _, g in itertools.groupby(rest, key=lambda n: n // 4)]


def formats(scale: int) -> None:
    document = [
        {"name": word, "age": i, "tags": ["student", word], "weight": i / 3, "ok": i % 2 == 0, "none": None, "ü": {}}
        for i, word in enumerate(WORDS[:150])
    ]
    for _ in range(scale):
        text = json.dumps(document)
        json.loads(text)
        json.loads(json.dumps(document[:20], indent=2, sort_keys=True, ensure_ascii=False))
        out = io.StringIO()
        writer = csv.DictWriter(out, ["name", "age", "weight"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(document)
        [row["name"] for row in csv.DictReader(io.StringIO(out.getvalue()))]
        pickle.loads(pickle.dumps(document))
        packed = b"".join(struct.pack("<IHd", i, i & 7, i / 2) for i in range(200))
        [struct.unpack_from("<IHd", packed, at) for at in range(0, len(packed), 14)]
        start = datetime.datetime(2024, 1, 31, 12, tzinfo=datetime.timezone.utc)
        [(start + datetime.timedelta(days=i)).isoformat() for i in range(60)]
        datetime.date.fromisoformat("2024-02-29").strftime("%Y")
        io.BytesIO(packed).read(10), packed.hex(), int.from_bytes(packed[:8], "little")


def patterns(scale: int) -> None:
    text = " ".join(
        f"{word}@example{i % 7}.org, 2024-{i % 12:02}-{i % 28:02} (note {i})" for i, word in enumerate(WORDS)
    )
    address = re.compile(r"[\w.]+@[\w.-]+\.(org|com)")
    token = re.compile(r"(?P<number>\d+(?:\.\d*)?)|(?P<name>[A-Za-z_]\w*)|(?P<space>\s+)|(?P<other>.)")
    for _ in range(scale):
        len(address.findall(text)), [match.lastgroup for match in token.finditer(text[:3000])]
        re.sub(r"(\d{4})-(\d\d)", r"\2/\1", text), re.split(r"[\s,]+", text)[:3]
        re.sub(r"note|student", lambda match: match[0].upper(), text[:4000], flags=re.IGNORECASE)
        [bool(re.fullmatch(r"a.*?[0-5]$", word)) for word in WORDS], re.search(r"^missing.*end", text)


def chance(scale: int) -> None:
    source = random.Random(7)
    for _ in range(scale):
        inside = sum(source.random() ** 2 + source.random() ** 2 < 1 for _ in range(800))
        deck = list(range(200))
        source.shuffle(deck)
        source.choice(deck), source.sample(deck, 20), source.randint(1, 6), source.gauss(0, 1), inside


def programs(scale: int) -> None:
    code = "\n".join(
        f"def f{i}(a, b=1, *c, **d):\n    x = [a + n for n in range(b)]\n"
        f"    return {{'k': x, **d}} if x else a.b[{i}]\n"
        for i in range(20)
    )
    for _ in range(scale):
        namespace: dict[str, object] = {}
        exec(compile(code, "<train>", "exec"), namespace)
        ast.unparse(ast.parse(code))


def main() -> None:
    for work, scale in [
        (numbers, 45),
        (floats, 75),
        (strings, 75),
        (containers, 60),
        (objects, 50),
        (control, 70),
        (formats, 50),
        (patterns, 45),
        (chance, 130),
        (programs, 2),
    ]:
        work(scale)


if __name__ == "__main__":
    main()
