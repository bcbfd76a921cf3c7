"""What can be said of numbers. An array that arrives is numpy's at once: it looks at the same memory."""

from array import array
from collections.abc import Buffer

import numpy as np
import numpy.fft
import numpy.linalg
from wit.exports import series

from wasi_py import snapshot


def scale(values: array[float], factor: float) -> Buffer:
    """Each number, multiplied."""
    return np.asarray(values) * factor


def summarise(values: array[float]) -> series.Summary:
    """What describes numbers as a whole."""
    numbers = np.asarray(values)
    return series.Summary(numbers.mean(), numbers.std(), float(np.median(numbers)))


def multiply(left: series.Matrix, right: series.Matrix) -> series.Matrix:
    """The product of matrices."""
    product = rows_of(left) @ rows_of(right)
    return series.Matrix(right.columns, array("d", product.tobytes()))


def solve(coefficients: series.Matrix, constants: array[float]) -> Buffer:
    """The solution of linear equations."""
    try:
        return np.linalg.solve(rows_of(coefficients), np.asarray(constants))
    except np.linalg.LinAlgError as error:
        raise series.FailureException(series.FailureSingular()) from error


def fit_line(x: array[float], y: array[float]) -> tuple[float, float]:
    """Slope and height of the line that is nearest to points."""
    ones = np.ones(len(x))
    (slope, height), _, rank, _ = np.linalg.lstsq(np.column_stack([x, ones]), np.asarray(y))
    if rank < 2:
        raise series.FailureException(series.FailureSingular())
    return slope, height


def spectrum(values: array[float]) -> Buffer:
    """How much of each frequency there is."""
    return np.abs(np.fft.rfft(np.asarray(values)))


def divide(dividends: array[int], divisor: int) -> Buffer:
    """Whole numbers, divided; what cannot be divided is an error."""
    with np.errstate(all="raise"):
        return np.asarray(dividends) // np.int32(divisor)


def count_bytes(data: bytes) -> Buffer:
    """How often there is each byte."""
    return np.bincount(np.frombuffer(data, np.uint8), minlength=256).astype(np.uint32)


def rows_of(matrix: series.Matrix) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The matrix as numpy has it."""
    return np.asarray(matrix.values).reshape(-1, matrix.columns)


snapshot.warm_up(scale, array("d", [1.0, 2.0]), 2.0)
