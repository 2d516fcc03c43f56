"""The proof of a week finds what is missing, what came twice, and what came at the wrong minute."""

from datetime import UTC, date, datetime

from bot.domain.deliveries import Delivery
from bot.playground.stories.evidence import Expected, Receipt, differences, twice

BERLIN = "Europe/Berlin"


def receipt(to: str, at: datetime, nudge: str = "prompt_person") -> Receipt:
    return Receipt(Delivery("d", "T", to, nudge, "", on=date(at.year, at.month, at.day), due_at=at), to, at)


SUNDAY = datetime(2026, 10, 25, 7, 30, tzinfo=UTC)  # 08:30 in Berlin, after the end of summer time
TOM = receipt("tom", SUNDAY)
WANTED = Expected("prompt_person", "tom", BERLIN, ("Sun 25 Oct 08:30",))


def test_what_came_once_at_its_minute_is_right() -> None:
    assert differences([TOM], [WANTED]) == []
    assert twice([TOM]) == []


def test_what_is_missing_is_named() -> None:
    assert differences([], [WANTED]) == ["prompt_person did not come to tom on Sun 25 Oct 08:30."]


def test_another_minute_is_missing_and_unexpected() -> None:
    late = receipt("tom", SUNDAY.replace(hour=6))
    assert differences([late], [WANTED]) == [
        "prompt_person did not come to tom on Sun 25 Oct 08:30.",
        "prompt_person came to tom on Sun 25 Oct 07:30, when it should not have.",
    ]


def test_a_slot_that_came_twice_is_named() -> None:
    assert twice([TOM, TOM]) == ["prompt_person came to tom 2 times for 2026-10-25."]
    again = "prompt_person came to tom on Sun 25 Oct 08:30, when it should not have."
    assert differences([TOM, TOM], [WANTED]) == [again]


def test_people_who_should_get_none_are_named() -> None:
    assert differences([TOM, receipt("lea", SUNDAY)], [WANTED]) == [
        "prompt_person came to lea, who should not get any."
    ]
