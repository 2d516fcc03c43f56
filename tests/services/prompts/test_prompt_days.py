"""What is known about somebody's day when their prompt is chosen, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, Membership, Person, PersonStatus, TeamMember
from bot.domain.prompts.answers import LastAnswer, Practice, PromptReply
from bot.domain.prompts.occasions import Day, JointCall, Noted, occasions_of
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, TakeOver
from bot.domain.time.fiscal import FiscalCalendar
from bot.domain.time.localtime import week_of
from bot.domain.time.schedule import WORKDAYS
from bot.nudges import PROMPT_CHANNEL, PROMPT_PERSON, TEAM_INVITATION
from bot.nudges.nudge import Facts
from bot.services.prompts.prompt_days import days_of
from bot.services.prompts.prompts import choose
from bot.storage.database import Database
from content.libraries import Libraries
from content.models import Library, Occasion
from tests.databases import *  # noqa: F403 - every test runs on both databases

TODAY = date(2026, 11, 18)  # a Wednesday
NOW = datetime(2026, 11, 18, 7, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MARIA = Person("T1", "U1", status=PersonStatus.ACTIVE, is_leader=True)
TOM = Person("T1", "U2", status=PersonStatus.ACTIVE)
TEAM = ChannelNudge("T1", "C1", PROMPT_CHANNEL, NOW.time(), WORKDAYS, zone="UTC", set_by="U1")


def slot(person: Person | None) -> Facts[Any]:
    recipient, nudge = (person.user_id, PROMPT_PERSON) if person else ("C1", PROMPT_CHANNEL)
    delivery = Delivery(f"today-{recipient}", "T1", recipient, nudge, "", on=TODAY, due_at=NOW)
    return Facts(delivery, NOW, person, None if person else TEAM)


def call(number: int, in_days: int, leader: str = "U1", state: RideAlongState = RideAlongState.CONFIRMED) -> RideAlong:
    starts = NOW + DAY * in_days + HOUR
    return RideAlong(
        f"R{number}", "T1", leader, "U2", "Acme", starts_at=starts, length=HOUR, planned_by="U1", state=state
    )


async def days(database: Database) -> list[Day]:
    async with database.transaction("T1") as transaction:
        return await days_of(transaction, [slot(MARIA), slot(TOM), slot(None)], {}, FiscalCalendar())


async def test_both_know_of_their_calls_and_a_channel_of_none(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        for ride in (call(1, 1), call(2, -1, state=RideAlongState.OVER), call(3, 40), call(4, 1, leader="U9")):
            await transaction.ridealongs.save(ride)
    maria, tom, team = await days(database)
    near = JointCall(NOW + DAY + HOUR, NOW + DAY + 2 * HOUR, planned=True, held=True)
    assert len(maria.calls) == 2
    assert near in maria.calls
    assert len(tom.calls) == 3
    assert team.calls == ()
    assert occasions_of(maria) == occasions_of(tom) == ("before_ridealong", "after_ridealong")
    assert occasions_of(team) == ()


async def test_a_take_over_is_told_to_the_person_who_noted_it_and_to_nobody_else(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        for author, takeover, ago in (
            ("U1", TakeOver.NONE, 3),
            ("U1", TakeOver.NOBODY_ASKED, 1),
            ("U2", TakeOver.NONE, 1),
        ):
            ride = call(ago, -ago, state=RideAlongState.OVER)
            await transaction.ridealongs.save(ride)
            await transaction.ridealongs.save_reflection(Reflection(ride.id, author, NOW - ago * DAY, {}, takeover))
    maria, tom, _ = await days(database)
    assert maria.last_noted == Noted(NOW - DAY, nobody_asked=True)
    assert "after_takeover" in occasions_of(maria)
    assert "after_takeover" not in occasions_of(tom)


async def test_a_leader_knows_who_is_new_and_who_said_no_is_not(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        for number, (membership, ago) in enumerate(
            [(Membership.ACCEPTED, 200), (Membership.NAMED, 3), (Membership.DECLINED, 3)], start=2
        ):
            await transaction.teams.save(TeamMember("U1", f"U{number}", membership))
            told = Delivery(
                f"d{number}", "T1", f"U{number}", TEAM_INVITATION, "U1", on=TODAY - ago * DAY, due_at=NOW - ago * DAY
            )
            await transaction.outbox.add(told)
    maria, tom, _ = await days(database)
    assert sorted(maria.joined, key=str) == [TODAY - 3 * DAY, None]
    assert occasions_of(maria) == ("new_member",)
    assert (tom.joined, occasions_of(tom)) == ((), ())


@pytest.mark.parametrize(
    ("pulled", "hours_ago", "occasions"),
    [
        ("a_lost_deal", 1, ("lost_deal",)),
        ("a_won_deal", 7 * 24, ("won_deal",)),
        ("a_won_deal", 7 * 24 + 1, ()),
        ("nothing", 1, ()),
        (None, 1, ()),
    ],
)
async def test_what_a_check_in_says_of_a_deal_is_known_for_a_week(
    database: Database, pulled: str | None, hours_ago: int, occasions: tuple[Occasion, ...]
) -> None:
    answered = NOW - HOUR * hours_ago
    checkin = CheckIn("U1", week_of(answered.date()), CheckInAnswer.BOTH, answered, pulled=pulled)
    async with database.transaction("T1") as transaction:
        older = replace(checkin, week=checkin.week - 7 * DAY, pulled="a_lost_deal", at=answered - 7 * DAY)
        for one in (checkin, older):
            await transaction.checkins.save(one)
    maria, tom, team = await days(database)
    assert (occasions_of(maria), occasions_of(tom), occasions_of(team)) == (occasions, (), ())


async def test_what_somebody_answered_is_known_with_its_last_day(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        for number, (prompt, reply) in enumerate(
            [("a", PromptReply.NOT_FOR_ME), ("a", PromptReply.DONE), ("b", PromptReply.REFLECTED)], start=1
        ):
            await transaction.answers.save(Practice("U1", f"d{number}", prompt, TODAY - number * DAY, reply, at=NOW))
        found = await transaction.answers.last_answers({"U1", "U2"})
    assert found == {
        "U1": {"a": LastAnswer(TODAY - DAY, declined=True), "b": LastAnswer(TODAY - 3 * DAY, declined=False)}
    }


@pytest.mark.parametrize("ago", [31, 32])
async def test_nobody_gets_by_direct_message_what_stood_in_a_channel_within_a_month(
    database: Database, library: Library, ago: int
) -> None:
    ids = [prompt.id for prompt in library.prompts.values() if prompt.audience == "leader"]
    async with database.transaction("T1") as transaction:
        for number, prompt_id in enumerate(ids[1:]):
            on = TODAY - ago * DAY
            sent = Delivery(
                f"d{number}",
                "T1",
                f"C{number}",
                PROMPT_CHANNEL,
                "",
                on=on,
                due_at=NOW,
                status=DeliveryStatus.SENT,
                content_id=prompt_id,
            )
            await transaction.outbox.add(sent)
        everyone = [replace(MARIA, user_id=f"U{number}") for number in range(20)]
        choices = await choose(transaction, Libraries(only=library), [slot(person) for person in everyone])
    assert ({choice.prompt.id for choice in choices} == {ids[0]}) is (ago == 31)


@pytest.mark.parametrize("occasion", ["before_ridealong", "quarter_end", "monday"])
async def test_a_prompt_of_an_occasion_is_sent_on_its_day_alone(
    database: Database, library: Library, occasion: Occasion
) -> None:
    prompts = {
        key: replace(prompt, occasion=occasion if prompt.theme == "example" else None)
        for key, prompt in library.prompts.items()
    }
    changed = replace(library, prompts=prompts)
    on = {"before_ridealong": TODAY, "quarter_end": date(2026, 12, 23), "monday": date(2026, 11, 16)}[occasion]
    async with database.transaction("T1") as transaction:
        if occasion == "before_ridealong":
            await transaction.ridealongs.save(call(1, 1))
        for day, holds in ((on, True), (on + 2 * DAY, occasion == "quarter_end")):
            delivery = replace(slot(MARIA).delivery, on=day)
            now = NOW + (day - TODAY)
            (choice,) = await choose(transaction, Libraries(only=changed), [Facts(delivery, now, MARIA)])
            assert (choice.prompt.theme == "example", choice.reason == occasion) == (holds, holds)
