"""Floating point: the sun, Jupiter and Saturn pull at each other."""

from math import sqrt

Body = list[float]

STEP_DAYS = 0.5
STEPS = 8_000
GRAVITY = 0.000295912208


def system() -> list[Body]:
    """Position in astronomical units, velocity in them a day, mass in suns."""
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        [4.84143, -1.16032, -0.10362, 0.00166, 0.00770, -0.00007, 0.000955],
        [8.34337, 4.12480, -0.40352, -0.00277, 0.00500, 0.00002, 0.000286],
    ]


def advance(bodies: list[Body]) -> None:
    for index, one in enumerate(bodies):
        for other in bodies[index + 1 :]:
            dx, dy, dz = one[0] - other[0], one[1] - other[1], one[2] - other[2]
            squared = dx * dx + dy * dy + dz * dz
            pull = GRAVITY * STEP_DAYS / (squared * sqrt(squared))
            for body, sign, mass in ((one, -1.0, other[6]), (other, 1.0, one[6])):
                body[3] += sign * dx * mass * pull
                body[4] += sign * dy * mass * pull
                body[5] += sign * dz * mass * pull
    for body in bodies:
        for axis in range(3):
            body[axis] += STEP_DAYS * body[axis + 3]


def run() -> int:
    bodies = system()
    for _ in range(STEPS):
        advance(bodies)
    return round(1e6 * sum(sum(body[:3]) for body in bodies))
