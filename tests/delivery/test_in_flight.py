"""Which claims this process is responsible for."""

from dataclasses import replace

from bot.delivery.in_flight import InFlight
from tests.delivery.fakes import pending


def test_it_answers_for_what_it_claimed_until_that_is_written() -> None:
    in_flight = InFlight()
    first, second = pending(1), pending(2, "T2")
    in_flight.add([first, second])
    assert (sorted(in_flight), len(in_flight), in_flight.workspaces()) == (["T1-1", "T2-2"], 2, {"T1", "T2"})
    in_flight.remove([first])
    assert ("T1-1" in in_flight, "T2-2" in in_flight) == (False, True)
    assert (in_flight.is_in("T1"), in_flight.is_in("T2")) == (False, True)


def test_what_was_claimed_anew_stays() -> None:
    in_flight, first = InFlight(), pending(1)
    again = replace(first, attempts=1)
    in_flight.add([first])
    in_flight.add([again])
    in_flight.remove([first, pending(9)])
    assert list(in_flight) == ["T1-1"]
    in_flight.remove([again])
    assert not in_flight
