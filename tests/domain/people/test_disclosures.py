"""On which days each viewer was shown something."""

from datetime import date

from bot.domain.people.disclosures import Disclosure, days_of

MONDAY, TUESDAY = date(2026, 10, 19), date(2026, 10, 20)


def test_each_viewer_has_their_days_of_this_alone_in_order() -> None:
    seen = [Disclosure("U1", "R1", "U2", TUESDAY), Disclosure("U1", "R1", "U3", TUESDAY)]
    seen += [Disclosure("U1", "R1", "U2", MONDAY), Disclosure("U1", "R2", "U4", MONDAY)]
    assert list(days_of(seen, "R1").items()) == [("U2", [MONDAY, TUESDAY]), ("U3", [TUESDAY])]


def test_viewers_of_one_day_stand_by_their_id() -> None:
    seen = [Disclosure("U1", "R1", viewer_id, MONDAY) for viewer_id in ("U3", "U2", "U4")]
    assert list(days_of(seen, "R1")) == ["U2", "U3", "U4"]
