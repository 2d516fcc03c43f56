"""Slack's event about a change may be lost: in time, we ask again whether somebody is an admin, or still a member."""

from dataclasses import replace

import pytest

from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.errors import Problem
from bot.services.context import Context
from bot.services.integrations.integrations import Integrations
from bot.services.people.people import People
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock


async def test_slack_is_asked_again_soon_whether_somebody_still_is_an_admin(
    context: Context, directory: FakeDirectory, clock: MovableClock
) -> None:
    nora = directory.add("U5", "Nora", is_admin=True)
    people = People(context)
    await people.permitted(nora, Permission.SEE_ADMIN)
    directory.add("U5", "Nora")  # and the event about it is lost
    clock.move(minutes=11)
    with pytest.raises(Problem, match="admins_only"):
        await people.permitted(nora, Permission.SEE_ADMIN)


@pytest.mark.parametrize("slack_says", [Profile("Maria", "", is_guest=True), None], ids=["guest", "unknown"])
async def test_a_tool_reads_their_calls_no_more(
    context: Context, directory: FakeDirectory, clock: MovableClock, maria: Who, slack_says: Profile | None
) -> None:
    integrations = Integrations(replace(context, site="https://x.example"), People(context))
    _, secret = await integrations.issue(maria, AccessKeyKind.CALENDAR)
    assert await integrations.calendar_for(secret)
    directory.profiles = {maria: slack_says} if slack_says else {}
    clock.move(days=2)
    assert await integrations.calendar_for(secret) is None


async def test_a_stranger_is_looked_up_once_for_the_language_and_the_request(
    context: Context, directory: FakeDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a hundred people at once, Slack would be asked twice as often as it allows."""
    stranger, asked, profile, people = directory.add("U9"), [], directory.profile, People(context)

    async def counted(who: Who) -> Profile | None:
        asked.append(who)
        return await profile(who)

    monkeypatch.setattr(directory, "profile", counted)
    await people.locale_tag(stranger)
    assert (await people.meet(stranger)).user_id == "U9"
    assert asked == [stranger]
    await people.refresh(stranger)
    assert asked == [stranger, stranger]
