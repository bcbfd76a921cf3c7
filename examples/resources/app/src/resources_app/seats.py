"""The interface `seats`: Python has a seat of its own for each that the host gives."""

from wit.exports.seats import Booking, Place
from wit.imports import seats as host


class Seat:
    """A seat."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def place(self) -> Place:
        return self._place


def book(place: Place, name: str) -> Booking:
    """A place that the host gives is taken as it is, a seat has to be Python's own."""
    booking = host.book(place, name)
    return Booking(Seat(booking.seat.place()), booking.name)


def cancel(booking: Booking) -> Place:
    return booking.seat.place()
