"""For two records of one person, their latest decision counts, and the settings are those they took part with."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.people.identities import longer, merged
from bot.domain.people.people import Person, PersonStatus, Position
from bot.domain.time.schedule import Pause

FORMER = Person(
    "T1", "U1", "Maria", "Europe/Berlin", "Asia/Kolkata", status=PersonStatus.ACTIVE, is_leader=True,
    position=Position.LEADER, prompt_at=time(7),
)  # fmt: skip
NOW = Person("T1", "W1", "Maria K", "Europe/Paris", is_admin=True, seen_at=datetime(2026, 10, 19, tzinfo=UTC))


def test_they_keep_their_settings_and_what_slack_says_now() -> None:
    one = merged(FORMER, NOW)
    assert (one.user_id, one.name, one.profile_zone, one.is_admin, one.seen_at) == (
        "W1", "Maria K", "Europe/Paris", True, NOW.seen_at,
    )  # fmt: skip
    assert (one.own_zone, one.prompt_at, one.is_leader, one.position) == (
        "Asia/Kolkata", time(7), True, Position.LEADER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("former", "now", "status"),
    [
        (PersonStatus.ACTIVE, PersonStatus.NEW, PersonStatus.ACTIVE),
        (PersonStatus.ACTIVE, PersonStatus.WELCOMED, PersonStatus.ACTIVE),
        (PersonStatus.ACTIVE, PersonStatus.STOPPED, PersonStatus.STOPPED),
        (PersonStatus.STOPPED, PersonStatus.ACTIVE, PersonStatus.ACTIVE),
        (PersonStatus.STOPPED, PersonStatus.WELCOMED, PersonStatus.STOPPED),
        (PersonStatus.GONE, PersonStatus.NEW, PersonStatus.STOPPED),
        (PersonStatus.GONE, PersonStatus.ACTIVE, PersonStatus.ACTIVE),
        (PersonStatus.ACTIVE, PersonStatus.GONE, PersonStatus.GONE),
    ],
)
def test_what_they_decided_under_the_new_id_came_later(
    former: PersonStatus, now: PersonStatus, status: PersonStatus
) -> None:
    assert merged(replace(FORMER, status=former), replace(NOW, status=now)).status is status


def test_the_id_under_which_they_took_part_has_their_settings() -> None:
    stopped = replace(FORMER, status=PersonStatus.STOPPED)
    assert merged(stopped, replace(NOW, status=PersonStatus.ACTIVE, prompt_at=time(10))).prompt_at == time(10)


def test_what_slack_says_of_the_new_id_holds_and_what_it_does_not_say_is_that_of_the_former_one() -> None:
    left = datetime(2026, 10, 18, tzinfo=UTC)
    former = replace(FORMER, locale="de-DE", teams=("E1",), is_guest=True, is_admin=True, cut_off=True, left_at=left)
    silent = replace(NOW, name="", locale="", teams=(), is_admin=False)
    one = merged(former, silent)
    assert (one.name, one.locale, one.teams) == ("Maria", "de-DE", ("E1",))
    assert (one.is_guest, one.is_admin, one.cut_off, one.left_at) == (False, False, False, None)
    said = replace(NOW, locale="fr-FR", teams=("E2",), is_guest=True, cut_off=True, left_at=left)
    other = merged(replace(former, is_guest=False, cut_off=False, left_at=None), said)
    assert (other.name, other.locale, other.teams) == ("Maria K", "fr-FR", ("E2",))
    assert (other.is_guest, other.is_admin, other.cut_off, other.left_at) == (True, True, True, left)


SELLS, LEADS, HEAD = Position.SALESPERSON, Position.LEADER, Position.HEAD


@pytest.mark.parametrize(
    ("former", "now", "active", "position"),
    [
        pytest.param(SELLS, HEAD, "former", SELLS, id="of the id they took part with"),
        pytest.param(SELLS, HEAD, "now", HEAD, id="of the new one, they took part with that"),
        pytest.param(SELLS, None, "now", SELLS, id="which says none"),
        pytest.param(None, HEAD, "former", HEAD, id="only the new one says it"),
        pytest.param(SELLS, HEAD, "both", SELLS, id="they took part with both"),
        pytest.param(SELLS, HEAD, "neither", SELLS, id="they took part with neither"),
    ],
)
def test_what_they_do(former: Position | None, now: Position | None, active: str, position: Position) -> None:
    statuses = {True: PersonStatus.ACTIVE, False: PersonStatus.WELCOMED}
    before = replace(FORMER, position=former, status=statuses[active in {"former", "both"}])
    after = replace(NOW, position=now, status=statuses[active in {"now", "both"}])
    assert merged(before, after).position is position


@pytest.mark.parametrize(("former", "now"), [(True, False), (False, True)])
def test_who_led_under_either_id_leads(former: bool, now: bool) -> None:
    assert merged(replace(FORMER, is_leader=former), replace(NOW, is_leader=now)).is_leader


def test_of_two_pauses_the_longer_one_holds_and_one_without_an_end_is_longest() -> None:
    first, last = date(2026, 10, 19), date(2026, 10, 23)
    short, long, endless = Pause(first, first), Pause(first, last), Pause(first, None)
    for pause, other in ((short, long), (long, short)):
        assert longer(pause, other) is long
    for pause, other in ((endless, long), (long, endless)):
        assert longer(pause, other) is endless
