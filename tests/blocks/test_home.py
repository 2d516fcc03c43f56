"""The Home tab as Slack would show it: for everyone, inside its limits."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.blocks.home.home import home
from bot.domain.admin.admin import AdminGlance
from bot.domain.checkins.checkins import CheckIn, CheckInAnswer, CheckInFacts
from bot.domain.home import HomeFacts, NextTime
from bot.domain.people.people import Membership, Person, PersonStatus, Position, TeamMember
from bot.domain.prompts.answers import PromptFacts
from bot.domain.prompts.selection import PromptChoice, Reason
from bot.domain.prompts.streaks import Streak, StreakFacts
from bot.domain.ridealongs.facts import RideFacts, RidePage
from bot.domain.ridealongs.ridealongs import RideAlong
from bot.domain.selfchecks.selfchecks import SelfCheck, result_of
from bot.domain.time.schedule import Pause
from bot.localslack.validate import validate
from bot.nudges import NUDGES
from content.models import Library

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
LEADER = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)
MARIA = replace(LEADER, position=Position.LEADER)


def text_of(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def headers(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def everything(library: Library) -> HomeFacts:
    """A Home tab with all that it can hold."""
    choice = PromptChoice(next(iter(library.prompts.values())), Reason.FRESH)
    streak = Streak(4, 8, 2)
    check = SelfCheck("s", "U1", MONDAY, NOW, dict.fromkeys(library.items, 3))
    ride = RideAlong(
        "r",
        "T1",
        "U1",
        "U3",
        "ACME & <!channel>",
        starts_at=NOW + timedelta(days=2),
        length=timedelta(hours=1),
        planned_by="U1",
    )
    return HomeFacts(
        person=replace(MARIA, is_admin=True),
        now=NOW,
        prompt=PromptFacts("d1", choice, False, None, 0, streak=streak),
        week=CheckInFacts(MONDAY, CheckIn("U1", MONDAY, CheckInAnswer.LED, NOW), None, None, Streak(1, 1, 1)),
        streaks=StreakFacts(streak, Streak(1, 1, 1)),
        selfcheck=result_of(check, [check], library.items.values()),
        rides=RidePage((RideFacts(ride, MARIA, Person("T1", "U3"), NOW),) * 5, 8),
        team=[TeamMember("U1", f"U{n}", status) for n, status in enumerate(Membership)],
        leaders=[TeamMember(f"U{n}", "U1", status) for n, status in enumerate(Membership)],
        next_times=[NextTime("prompt_person", NOW + timedelta(days=1))],
        admin=AdminGlance(128, 2, 3),
        missing=frozenset({"rides"}),
    )


def test_slack_takes_a_home_tab_with_everything(library: Library) -> None:
    view = home(library, everything(library))
    assert validate(view, "home") == []
    assert len(view["blocks"]) <= 100


def test_privacy_and_the_attribution_stand_at_the_end_however_much_there_is(library: Library) -> None:
    view = home(library, everything(library))
    assert headers(view)[-2:] == [library.say("home.privacy.title"), library.say("home.about.title")]
    assert library.say("attribution.line") in text_of(view)


def test_a_customers_name_rings_nobody(library: Library) -> None:
    assert "<!channel>" not in text_of(home(library, everything(library)))


@pytest.mark.parametrize("status", [PersonStatus.NEW, PersonStatus.WELCOMED, PersonStatus.STOPPED])
def test_a_first_time_visitor_sees_what_this_is_and_a_button_to_start(library: Library, status: PersonStatus) -> None:
    view = home(library, HomeFacts(replace(MARIA, status=status), NOW))
    assert validate(view, "home") == []
    assert library.say("home.welcome.what") in text_of(view)
    assert '"action_id": "start"' in text_of(view)
    assert (library.say("home.welcome.stopped") in text_of(view)) == (status is PersonStatus.STOPPED)


def test_a_guest_reads_one_sentence(library: Library) -> None:
    view = home(library, HomeFacts(replace(MARIA, is_guest=True), NOW))
    assert [block["text"]["text"] for block in view["blocks"]] == [library.say("permissions.guest")]


def test_somebody_who_has_nothing_yet_reads_when_the_first_prompt_comes(library: Library) -> None:
    none = Streak(0, 0, 2)
    week = CheckInFacts(MONDAY, None, None, None, none)
    facts = HomeFacts(MARIA, NOW, week=week, streaks=StreakFacts(none, none))
    view = home(library, replace(facts, next_prompt_at=NOW + timedelta(hours=1, minutes=30)))
    assert validate(view, "home") == []
    assert "Next: Mon 23 Nov, 09:30 (Europe/Berlin)" in text_of(view)
    assert library.say("home.team.none") in text_of(view)
    assert library.say("home.settings.nothing_next") in text_of(view)


def test_a_salesperson_without_leader_or_checkin_sees_neither_section(library: Library) -> None:
    view = home(library, HomeFacts(replace(MARIA, is_leader=False, prompt_at=None), NOW))
    assert not {library.say("home.team.title"), library.questions["checkin.answer"].text} & set(headers(view))
    assert library.say("home.settings.no_prompt") in text_of(view)


@pytest.mark.parametrize(
    ("pause", "says"),
    [
        pytest.param(Pause(MONDAY, MONDAY + timedelta(days=4)), "Fri 27 Nov", id="until a day"),
        pytest.param(Pause(MONDAY), "until you type `/secondchair resume`", id="open-ended"),
    ],
)
def test_a_pause_is_said_with_its_end(library: Library, pause: Pause, says: str) -> None:
    view = home(library, HomeFacts(replace(MARIA, pauses=(pause,), own_zone="Asia/Kolkata"), NOW))
    assert says in text_of(view)
    assert "Asia/Kolkata" in text_of(view)


def test_an_admin_reads_how_the_workspace_stands_and_nobody_else_does(library: Library) -> None:
    title = library.say("admin.title")
    assert title not in headers(home(library, HomeFacts(MARIA, NOW)))
    view = home(library, HomeFacts(MARIA, NOW, admin=AdminGlance(128, 2, 3)))
    assert title in headers(view)
    assert "128 channel nudges run. 2 are paused. 3 messages did not reach people" in text_of(view)
    assert library.say("admin.open") in text_of(view)


def test_every_recurring_nudge_to_a_person_has_a_name_on_the_home_tab(library: Library) -> None:
    keys = [nudge.key for nudge in NUDGES if nudge.rhythm is not None]
    assert [key for key in keys if f"nudges.{key}" not in library.words] == []


def test_what_waits_or_has_a_time_comes_before_what_looks_back(library: Library) -> None:
    assert headers(home(library, everything(library)))[:4] == [
        "Today’s prompt", "Did you lead or manage this week?", "Your next ride-alongs", "Your streaks",
    ]  # fmt: skip
