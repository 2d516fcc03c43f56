"""What a salesperson answers to being named, and what they get from then on."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.nudges import CHECKIN, PROMPT_PERSON
from bot.services.context import Context
from bot.services.services import Services
from tests.services.people.stored_people import outbox, stored


@pytest.fixture(autouse=True)
async def named(services: Services, leader: Who, tom: Who) -> None:
    """Maria has named Tom."""
    await services.teams.name(leader, ["U2"])


async def changed(context: Context, who: Who, **changes: Any) -> None:
    person = replace(await stored(context, who), **changes)
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(person)


@pytest.mark.parametrize(
    ("position", "is_leader", "then", "checks_in"),
    [(None, False, Position.SALESPERSON, False), (Position.LEADER, True, Position.LEADER, True)],
)
async def test_whoever_stopped_takes_part_again_as_what_they_are(
    services: Services, context: Context, tom: Who, position: Position | None, is_leader: bool, then: Position,
    checks_in: bool,
) -> None:  # fmt: skip
    await changed(context, tom, status=PersonStatus.STOPPED, position=position, is_leader=is_leader)
    answer = await services.teams.accept(tom, "U1")
    person = await stored(context, tom)
    assert (answer.leader_id, answer.membership, answer.settings.person) == ("U1", Membership.ACCEPTED, person)
    assert (person.status, person.position, person.prompt_at) == (PersonStatus.ACTIVE, then, None)
    assert (answer.settings.next_of(CHECKIN) is not None) == checks_in


async def test_a_yes_after_a_no_takes_every_no_back(
    services: Services, context: Context, leader: Who, tom: Who
) -> None:
    await services.leader_invitations.decline(tom)
    await services.teams.decline(tom, "U1")
    await services.teams.accept(tom, "U1")
    async with context.database.reading("T1") as transaction:
        assert not await transaction.safeguards.holds(SafeguardKind.DECLINED, "U1", "U2")
        assert not await transaction.safeguards.holds(SafeguardKind.NO_INVITATION, "U2")
    assert (await services.teams.facts(leader)).members == (TeamMember("U1", "U2", Membership.ACCEPTED),)


@pytest.mark.parametrize(("chosen", "prompts", "at"), [(None, 1, time(8, 30)), (time(7), 0, time(7))])
async def test_the_daily_prompt_comes_now_and_at_half_past_eight_unless_they_chose_a_time(
    services: Services, context: Context, tom: Who, chosen: time | None, prompts: int, at: time
) -> None:
    await services.teams.accept(tom, "U1")
    await changed(context, tom, prompt_at=chosen)
    answer = await services.teams.prompt_on(tom, "U1")
    assert (answer.leader_id, answer.membership) == ("U1", Membership.ACCEPTED)
    assert len(await outbox(context, tom, PROMPT_PERSON)) == prompts
    assert (await stored(context, tom)).prompt_at == at
    assert answer.settings.next_of(PROMPT_PERSON) is not None


async def test_who_is_not_named_or_a_guest_turns_nothing_on(services: Services, context: Context, tom: Who) -> None:
    with pytest.raises(Problem, match="not_named"):
        await services.teams.prompt_on(tom, "U9")
    await changed(context, tom, is_guest=True)
    with pytest.raises(Problem, match="guest"):
        await services.teams.prompt_on(tom, "U1")
