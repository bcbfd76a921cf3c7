"""Colours are `bytes` of four, points and matrices tuples."""

import hashlib

from wit.world import Colour, Matrix, Pixel


def transform(colour: Colour, matrix: Matrix) -> Colour:
    """A colour as another screen shows it."""
    *channels, opacity = colour
    shown = [sum(a * b for a, b in zip(row, channels, strict=True)) for row in matrix]
    return bytes([*(min(255, round(value)) for value in shown), opacity])


def transform_all(pixels: list[Pixel], matrix: Matrix) -> list[Pixel]:
    """The same for all dots, in their order."""
    return [Pixel(pixel.at, transform(pixel.colour, matrix)) for pixel in pixels]


def digest(words: tuple[int, ...]) -> bytes:
    """The SHA-1 of numbers."""
    text = b"".join(word.to_bytes(8, "big") for word in words)
    return hashlib.sha1(text, usedforsecurity=False).digest()


def run(program: str) -> str:
    """The text of `result`, which the program leaves."""
    names: dict[str, object] = {}
    exec(program, names)
    return str(names["result"])
