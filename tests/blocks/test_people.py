"""How the first message, the team, the settings and a pause look; Slack accepts each of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.blocks.home.home import home
from bot.blocks.people import onboarding, pauses, settings, teams
from bot.domain.home import HomeFacts
from bot.domain.people.people import Membership, Person, PersonStatus, Position, TeamMember
from bot.domain.people.positions import in_position
from bot.domain.people.settings import SettingsFacts, Upcoming
from bot.domain.people.teams import TeamAnswer, TeamFacts
from bot.domain.time.schedule import Pause
from bot.localslack.validate import validate
from bot.nudges import NUDGES
from content.models import Library

MONDAY = date(2026, 11, 23)
DUE = Upcoming("prompt_person", datetime(2026, 11, 24, 7, 30, tzinfo=UTC), "Europe/Berlin")
CHECKIN = Upcoming("checkin", datetime(2026, 11, 27, 14, 0, tzinfo=UTC), "Europe/Berlin")
LEADER = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)
FACTS = SettingsFacts(LEADER, MONDAY, (DUE, CHECKIN))
VACATION = Pause(MONDAY, date(2027, 1, 4))
PAUSED = SettingsFacts(replace(LEADER, pauses=(VACATION,)), MONDAY, (DUE,), paused=VACATION)
OPEN = SettingsFacts(replace(LEADER, pauses=(Pause(MONDAY),)), MONDAY)
SALES = SettingsFacts(replace(LEADER, is_leader=False, prompt_at=None), MONDAY)
STOPPED = SettingsFacts(replace(LEADER, status=PersonStatus.STOPPED), MONDAY)
OWN_ZONE = SettingsFacts(replace(LEADER, own_zone="Asia/Kolkata", country="DE-BY"), MONDAY, (DUE,))
STATES = [FACTS, PAUSED, OPEN, SALES, STOPPED, OWN_ZONE]
TEAM = TeamFacts(
    "U1", tuple(TeamMember("U1", f"U{number}", said) for number, said in enumerate(Membership, 2)), ("U4",)
)
EMPTY = TeamFacts("U1", ())
WHEN = "Next: Tue 24 Nov, 08:30 (Europe/Berlin)"

SAID = (Membership.ACCEPTED, Membership.DECLINED)
MESSAGES: list[tuple[Callable[..., Message], tuple[Any, ...]]] = [
    (onboarding.welcome, ()),
    (teams.invitation, ("U1",)),
    (pauses.offer, (date(2026, 11, 27),)),
    (pauses.declined, ()),
    *((onboarding.status, (one,)) for one in STATES),
    *((pauses.paused, (one,)) for one in (PAUSED, OPEN)),
    *((pauses.resumed, (one, ended)) for one in (FACTS, STOPPED) for ended in (None, Pause(MONDAY), VACATION)),
    *((teams.answered, (TeamAnswer("U1", said, one),)) for said in SAID for one in (FACTS, SALES)),
]
VIEWS: list[tuple[Callable[..., dict[str, Any]], tuple[Any, ...]]] = [
    *((settings.settings_modal, (one,)) for one in STATES),
    *((settings.saved, (one,)) for one in STATES),
    *((teams.team_modal, (one,)) for one in (TEAM, EMPTY)),
    *((teams.team_saved, (one,)) for one in (TEAM, EMPTY)),
]


@pytest.mark.parametrize(("build", "facts"), MESSAGES)
def test_slack_takes_every_message(library: Library, build: Callable[..., Message], facts: tuple[Any, ...]) -> None:
    message = build(library, *facts)
    assert message.text
    assert validate(message.blocks, "message") == []


@pytest.mark.parametrize(("build", "facts"), VIEWS)
def test_slack_takes_every_form(library: Library, build: Callable[..., Any], facts: tuple[Any, ...]) -> None:
    assert validate(build(library, *facts), "modal") == []


def test_started_says_when_each_thing_comes(library: Library) -> None:
    text = str(onboarding.status(library, FACTS).blocks)
    assert "Next prompt: Tue 24 Nov, 08:30 (Europe/Berlin)" in text
    assert "Weekly check-in: Fri 27 Nov, 15:00" in text
    assert "Name my salespeople" in text
    assert "Name my salespeople" not in str(onboarding.status(library, SALES).blocks)


MET_FIRST = 150  # words at most, from the first contact to the first prompt


def read(part: Any) -> list[str]:
    """Every text in blocks, with button labels and what is filled in."""
    if isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            return [part["text"]]
        seen = {name: inside for name, inside in part.items() if name not in {"options", "placeholder", "confirm"}}
        return [text for inside in seen.values() for text in read(inside)]
    return [text for inside in part for text in read(inside)] if isinstance(part, list | tuple) else []


@pytest.mark.parametrize("asked", [False, True], ids=["the title says what they do", "they are asked"])
@pytest.mark.parametrize("said", list(Position))
def test_few_words_stand_before_the_first_prompt(library: Library, said: Position, asked: bool) -> None:
    new = replace(LEADER, status=PersonStatus.WELCOMED, is_leader=False)
    upcoming = (DUE,) if said is Position.SALESPERSON else (DUE, CHECKIN)
    started = SettingsFacts(in_position(LEADER, said), MONDAY, upcoming, has_prompt=True)
    shown = [
        *home(library, HomeFacts(new, DUE.due_at))["blocks"],
        *onboarding.welcome(library).blocks,
        *(onboarding.question(library).blocks if asked else ()),
        *onboarding.status(library, started).blocks,
    ]
    assert len(" ".join(read(shown)).split()) < MET_FIRST


def test_somebody_who_is_not_asked_yet_sees_the_welcome(library: Library) -> None:
    waiting = SettingsFacts(replace(LEADER, status=PersonStatus.WELCOMED), MONDAY)
    assert onboarding.status(library, waiting) == onboarding.welcome(library)


def test_a_pause_says_its_end_and_what_follows(library: Library) -> None:
    inside = replace(PAUSED, paused=Pause(MONDAY, date(2026, 11, 27)))
    assert (
        pauses.paused(library, inside).text
        == f"Paused from today, Mon 23 Nov, to Fri 27 Nov, both included. {WHEN}. Your streak waits."
    )
    assert "Mon, 4 Jan 2027" in pauses.paused(library, PAUSED).text
    assert "Nothing is planned" in pauses.paused(library, replace(PAUSED, upcoming=())).text
    friday = Pause(date(2026, 11, 27), date(2026, 11, 27))
    assert pauses.paused(library, replace(PAUSED, paused=friday)).text.startswith("You will be paused on Fri 27 Nov")
    assert pauses.paused(library, replace(PAUSED, paused=Pause(MONDAY, MONDAY))).text.startswith("Paused today, Mon 23")


def test_a_pause_without_an_end_that_is_still_to_come_says_when_it_begins_and_can_be_dropped(library: Library) -> None:
    coming = pauses.paused(library, replace(FACTS, paused=Pause(date(2026, 11, 30))))
    assert coming.text.startswith("You will be paused from Mon 30 Nov on.")
    assert "Drop it" in str(coming.blocks)
    assert "Resume now" in str(pauses.paused(library, OPEN).blocks)
    dropped = pauses.resumed(library, FACTS, Pause(date(2026, 11, 30)))
    assert dropped.text == f"Dropped: the pause that was to begin on Mon 30 Nov. {WHEN}."
    left = replace(FACTS, person=replace(LEADER, pauses=(Pause(date(2026, 12, 21), date(2027, 1, 4)),)))
    assert pauses.resumed(library, left, VACATION).text == f"Welcome back. {WHEN}. Your pause from Mon 21 Dec stays."


def test_beside_every_time_stands_when_it_comes_next(library: Library) -> None:
    fields = {block.get("block_id"): block for block in settings.settings_modal(library, FACTS)["blocks"]}
    assert fields["prompt_at"]["hint"]["text"] == WHEN
    assert fields["checkin_at"]["hint"]["text"] == "Next: Fri 27 Nov, 15:00 (Europe/Berlin)"
    assert "Now: Europe/Berlin, from your Slack profile" in fields["zone"]["hint"]["text"]
    assert time(8, 30).isoformat("minutes") == fields["prompt_at"]["element"]["initial_time"]


def test_the_leader_sees_what_each_said_and_no_reason(library: Library) -> None:
    assert teams.list_text(library, TEAM).splitlines() == [
        "<@U2>: asked, no answer yet",
        "<@U3>: said yes",
        "<@U4>: said no",
    ]


@pytest.mark.parametrize("nudge", NUDGES, ids=lambda nudge: nudge.key)
def test_every_nudge_has_a_name_to_be_listed_by(library: Library, nudge: Any) -> None:
    assert library.say(f"nudges.{nudge.key}")


def test_somebody_who_stopped_reads_that_they_did_and_nothing_of_a_pause(library: Library) -> None:
    both = replace(STOPPED, person=replace(STOPPED.person, pauses=(Pause(MONDAY),)))
    said = str(settings.settings_modal(library, both)["blocks"])
    assert "You stopped Second Chair" in said
    assert "have not started" not in said
    assert "paused" not in said


def test_only_somebody_who_leads_is_asked_when_the_checkin_comes(library: Library) -> None:
    def fields(facts: SettingsFacts) -> set[str]:
        return {block.get("block_id", "") for block in settings.settings_modal(library, facts)["blocks"]}

    assert fields(FACTS) - fields(SALES) == {"checkin_on", "checkin_day", "checkin_at"}


def test_everyone_just_added_gets_a_message_but_those_named_above_it(library: Library) -> None:
    plain = replace(TEAM, asked_before=())
    for facts, who in (
        (plain, "Everyone"),
        (TEAM, "Everyone else"),
        (replace(plain, not_told=("U3",)), "Everyone else"),
    ):
        assert f"{who} you have just added gets" in str(teams.team_saved(library, facts)["blocks"])
