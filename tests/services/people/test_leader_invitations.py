"""An admin invites leaders: once, within the limit, and a no stays a no."""

import pytest

from bot.blocks.block_kit import Message
from bot.domain.people.people import PersonStatus, Position, Who
from bot.domain.people.safeguards import MOST_TO_A_NEWCOMER
from bot.errors import Problem
from bot.nudges import BY_KEY, LEADER_INVITATION
from bot.nudges.nudge import Skip
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active, outbox, stored


@pytest.fixture
def nora(directory: FakeDirectory) -> Who:
    return directory.add("U0", "Nora", is_admin=True)


async def composed(context: Context, who: Who) -> Message | Skip:
    """The newest invitation to somebody, as it would be sent now."""
    delivery = (await outbox(context, who, LEADER_INVITATION))[0]
    async with context.database.reading("T1") as transaction:
        facts = await load_facts(transaction, context.libraries, [delivery], context.clock())
    return BY_KEY[LEADER_INVITATION].message(facts[delivery.id], context.library)


async def test_the_invited_read_who_it_is_and_can_say_no_to_all(
    services: Services, context: Context, nora: Who, tom: Who
) -> None:
    facts = await services.leader_invitations.invite(nora, ["U2", "U2", "U0"])
    assert (facts.told, facts.not_told) == (("U2",), ())
    message = await composed(context, tom)
    assert isinstance(message, Message)
    assert "<@U0> invites you to Second Chair" in message.text
    labels = [
        each["text"]["text"] for block in message.blocks for each in block.get("elements", ()) if "action_id" in each
    ]
    assert labels == ["Start", "No, thanks", "No more messages"]
    assert (await stored(context, tom)).status is PersonStatus.WELCOMED


async def test_nobody_is_asked_twice_whichever_admin_asks(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, nora: Who, tom: Who
) -> None:
    await services.leader_invitations.invite(nora, ["U2"])
    clock.move(days=30)
    facts = await services.leader_invitations.invite(directory.add("U9", is_admin=True), ["U2"])
    assert (facts.told, facts.not_told) == ((), ("U2",))
    assert len(await outbox(context, tom, LEADER_INVITATION)) == 1


async def test_a_no_stays_a_no_though_all_is_deleted_until_they_start(
    services: Services, context: Context, nora: Who, tom: Who
) -> None:
    await services.people.meet(tom)
    await services.leader_invitations.decline(tom)
    await services.privacy.forget(tom)
    assert (await services.leader_invitations.invite(nora, ["U2"])).not_told == ("U2",)
    await services.onboarding.position(tom, Position.LEADER)
    assert await outbox(context, tom, LEADER_INVITATION) == []


@pytest.mark.parametrize("answer", ["start", "decline", "stop"])
async def test_an_invitation_that_was_answered_meanwhile_is_not_sent(
    services: Services, context: Context, nora: Who, tom: Who, answer: str
) -> None:
    await services.leader_invitations.invite(nora, ["U2"])
    if answer == "start":
        await services.onboarding.position(tom, Position.LEADER)
    elif answer == "stop":
        await services.onboarding.stop(tom)
    else:
        await services.leader_invitations.decline(tom)
    assert isinstance(await composed(context, tom), Skip)


async def test_invitations_count_among_the_few_that_somebody_gets_in_all(
    services: Services, context: Context, directory: FakeDirectory, nora: Who, tom: Who
) -> None:
    leaders = [directory.add(f"U{number}") for number in range(3, 3 + MOST_TO_A_NEWCOMER)]
    for leader in leaders:
        await active(services, context, leader, is_leader=True)
        await services.teams.name(leader, ["U2"])
    assert (await services.leader_invitations.invite(nora, ["U2"])).not_told == ("U2",)
    lea = directory.add("U9")
    await services.leader_invitations.invite(nora, ["U9"])
    not_told = [(await services.teams.name(leader, ["U2", "U9"])).not_told for leader in leaders]
    assert not_told == [()] * (MOST_TO_A_NEWCOMER - 1) + [("U9",)]
    assert (await stored(context, lea)).status is PersonStatus.WELCOMED


async def test_who_started_or_stopped_or_was_asked_is_not_told_apart(
    services: Services, context: Context, directory: FakeDirectory, nora: Who
) -> None:
    """An admin reads the same about them, whatever they did."""
    whos = [directory.add(f"U{number}") for number in (2, 3, 4)]
    await services.onboarding.position(whos[0], Position.LEADER)
    await services.people.meet(whos[1])
    await services.onboarding.stop(whos[1])
    await services.leader_invitations.decline(whos[2])
    facts = await services.leader_invitations.invite(nora, ["U2", "U3", "U4"])
    assert (facts.told, facts.not_told) == ((), ("U2", "U3", "U4"))


@pytest.mark.parametrize(
    ("people", "key"),
    [
        pytest.param(["U0"], "nobody", id="oneself"),
        pytest.param([], "nobody", id="nobody"),
        pytest.param(["U2", "U404"], "unknown", id="a stranger"),
        pytest.param(["U2", "U5"], "guest", id="a guest"),
        pytest.param(["U2", "U6"], "bot", id="a bot"),
        pytest.param(["U2", "U7"], "left", id="who left"),
    ],
)
async def test_who_cannot_be_invited_is_said_at_the_field_and_nobody_is_asked(
    services: Services, context: Context, directory: FakeDirectory, nora: Who, tom: Who, people: list[str], key: str
) -> None:
    directory.add("U5", "Gus", is_guest=True)
    directory.profiles |= {
        Who("T1", "U6"): Profile("Robo", "", is_bot=True), Who("T1", "U7"): Profile("Lou", "", is_gone=True)
    }  # fmt: skip
    with pytest.raises(Problem, match=rf"\.{key}$") as raised:
        await services.leader_invitations.invite(nora, people)
    names = {"guest": "Gus", "bot": "Robo", "left": "Lou"}
    assert (raised.value.field, raised.value.facts) == ("people", {"name": names[key]} if key in names else {})
    assert await outbox(context, tom, LEADER_INVITATION) == []


async def test_inviting_is_for_admins(services: Services, leader: Who) -> None:
    with pytest.raises(Problem, match="admins_only"):
        await services.leader_invitations.invite(leader, ["U2"])
    with pytest.raises(Problem, match="admins_only"):
        await services.leader_invitations.may_invite(leader)
