"""What packages are for, a use of each. Several call methods in C that take fewer arguments than Python gives."""

import bitarray
import markupsafe
import msgpack
import multidict
import regex
import simplejson
import ujson
import xxhash


def use_bitarray() -> str:
    bits = bitarray.bitarray("0110")
    bits.reverse()
    return f"{bits.to01()} {bits.any()} {bits.count()}"


def use_markupsafe() -> str:
    return str(markupsafe.escape("<a&b>"))


def use_msgpack() -> str:
    return repr(msgpack.unpackb(msgpack.packb([1, {"a": 2.5}, b"c"])))


def use_multidict() -> str:
    pairs = multidict.MultiDict([("a", 1), ("a", 2)])
    return f"{pairs.getall('a')} {list(pairs.copy().keys())}"


def use_regex() -> str:
    match = regex.search(r"(?P<word>\w+ ?)+", "one two")
    return repr(match.capturesdict())


def use_simplejson() -> str:
    return str(simplejson.dumps(simplejson.loads('{"a": [1, 2.5, null]}')))


def use_ujson() -> str:
    return str(ujson.dumps(ujson.loads('{"a": [1, 2.5, null]}')))


def use_xxhash() -> str:
    return str(xxhash.xxh3_64(b"abc").hexdigest())


USES = {name.removeprefix("use_"): use for name, use in globals().items() if name.startswith("use_")}
"""The use of each package, by its name."""
