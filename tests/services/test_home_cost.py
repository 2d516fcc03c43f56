"""What the Home tab asks of the database: a dozen statements, for two weeks as for years, and no note is opened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.checkins.commitments import Commitment, checkin_source
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.prompts.answers import Practice, PromptReply
from bot.domain.time.localtime import DAY, WEEK, week_of
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.base.cipher import Cipher
from tests.services.ridealongs.planned_calls import DRAFT, start
from tests.statements import statements

MOST = 12


async def live(services: Services, context: Context, maria: Who, tom: Who, weeks: int) -> None:
    """So many weeks of a leader with a team of ten: a prompt done each working day with a note, a check-in with a plan
    each week, and two ride-alongs a week, half of them still to come.
    """
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    facts = await services.ridealongs.plan(maria, "R", DRAFT)
    now, today = context.clock(), context.clock().date()
    prompt_id = next(iter(context.library.prompts))
    async with context.database.transaction("T1") as transaction:
        for number in range(10):
            await transaction.teams.save(TeamMember("U1", f"U{number + 2}", Membership.ACCEPTED))
        for back in range(weeks):
            week = week_of(today - WEEK * (back + 1))
            await transaction.checkins.save(CheckIn("U1", week, CheckInAnswer.LED, now))
            step = Commitment(f"C{back}", "U1", checkin_source(week), "a call", "wait", made_on=week)
            await transaction.commitments.save(step)
            for day in range(5):
                practice = Practice("U1", f"D{back}-{day}", prompt_id, week + DAY * day, PromptReply.REFLECTED, at=now)
                await transaction.answers.save(replace(practice, text="a note to myself"))
            for sign in (-1, 1):
                at = now + timedelta(days=sign * (back + 1))
                await transaction.ridealongs.save(replace(facts.ride, id=f"R{back}{sign}", starts_at=at, wall=None))


@pytest.mark.parametrize("weeks", [2, 26])
async def test_a_leaders_home_tab_takes_a_dozen_statements(
    services: Services, context: Context, maria: Who, tom: Who, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    with statements() as asked:
        facts = await services.home.facts(maria)
    assert len(asked) <= MOST, "\n".join(asked)
    assert facts.missing == frozenset()
    assert facts.streaks
    assert facts.streaks.daily.length == weeks * 5
    assert facts.rides.total == weeks + 1
    assert not [statement for statement in asked if not statement.startswith("SELECT")]


async def test_no_note_is_opened_for_a_date(
    services: Services, context: Context, maria: Who, tom: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live(services, context, maria, tom, 8)
    opened: list[str] = []

    def read(_cipher: Cipher, sealed: str) -> str:
        opened.append(sealed)
        return "read"

    monkeypatch.setattr(Cipher, "read", read)
    await services.home.facts(maria)
    assert len(opened) < 10  # the last two plans and the next ride-along
