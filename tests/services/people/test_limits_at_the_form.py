"""A limit reached while somebody names people: what the form says, and what those people get."""

import pytest

from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.domain.people.people import PersonStatus, Who
from bot.domain.people.safeguards import MOST_TO_A_NEWCOMER
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.colleague_messages import count_reach
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import stored


async def test_somebody_new_whom_nobody_told_gets_the_welcome_yet(
    services: Services, context: Context, leader: Who, tom: Who
) -> None:
    person = await services.people.meet(tom)
    async with context.database.transaction("T1") as transaction:
        for _ in range(MOST_TO_A_NEWCOMER):
            await count_reach(context, transaction, person)
    assert (await services.teams.name(leader, ["U2"])).not_told == ("U2",)
    assert (await stored(context, tom)).status is PersonStatus.NEW


@pytest.mark.parametrize("way", ["team", "invite"])
async def test_a_limit_that_is_reached_while_slack_is_asked_is_said_at_the_field(
    services: Services, context: Context, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Reached by another form that the same person sent at the same time."""
    nora, allowance = directory.add("U5", is_admin=True), Allowance(way)
    ask, profile = (services.teams.name if way == "team" else services.leader_invitations.invite), directory.profile
    await services.people.meet(nora)

    async def meanwhile(who: Who) -> Profile | None:
        if who != nora:
            for _ in range(MOST_A_DAY[allowance]):
                await services.allowances.use(nora, allowance)
        return await profile(who)

    monkeypatch.setattr(directory, "profile", meanwhile)
    directory.add("U6")
    with pytest.raises(Problem, match=f"allowances.{way}") as raised:
        await ask(nora, ["U6"])
    assert raised.value.field == "people"
