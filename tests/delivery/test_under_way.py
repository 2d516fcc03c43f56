"""Which claims this process is responsible for."""

from dataclasses import replace

from bot.delivery.under_way import UnderWay
from tests.delivery.fakes import pending


def test_it_answers_for_what_it_claimed_until_that_is_written() -> None:
    under_way = UnderWay()
    first, second = pending(1), pending(2, "T2")
    under_way.add([first, second])
    assert (sorted(under_way), len(under_way), under_way.workspaces()) == (["T1-1", "T2-2"], 2, {"T1", "T2"})
    under_way.remove([first])
    assert ("T1-1" in under_way, "T2-2" in under_way) == (False, True)
    assert (under_way.is_in("T1"), under_way.is_in("T2")) == (False, True)


def test_what_was_claimed_anew_stays() -> None:
    under_way, first = UnderWay(), pending(1)
    again = replace(first, attempts=1)
    under_way.add([first])
    under_way.add([again])
    under_way.remove([first, pending(9)])
    assert list(under_way) == ["T1-1"]
    under_way.remove([again])
    assert not under_way
