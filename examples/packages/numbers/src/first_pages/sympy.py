from sympy import Eq, cos, diff, exp, integrate, latex, pi, sin, solve, sqrt, symbols


def example() -> None:
    x = symbols("x")
    assert diff(sin(x) * exp(x), x) == exp(x) * sin(x) + exp(x) * cos(x)
    assert integrate(exp(-(x**2)), (x, float("-inf"), float("inf"))) == sqrt(pi)
    assert solve(Eq(x**2, 2), x) == [-sqrt(2), sqrt(2)]
    assert latex(sqrt(x)) == r"\sqrt{x}"
