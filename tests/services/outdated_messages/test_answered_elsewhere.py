"""Which messages somebody still has about what they answered elsewhere."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Who
from bot.nudges import (
    COMMITMENT_FOLLOW_UP,
    DIGEST,
    PAUSE_OFFER,
    REFLECTION_LEADER,
    REFLECTION_REMINDER,
    REFLECTION_SALESPERSON,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
    TEAM_INVITATION,
)
from bot.services.context import Context
from bot.services.outdated_messages import SentMessages
from tests.services.outdated_messages.sent import Sent

Finds = Callable[[SentMessages, Who], Awaitable[Sequence[Delivery]]]


@pytest.mark.parametrize(
    ("nudge", "subject", "finds", "all_of_them"),
    [
        (RIDEALONG_NEWS, "R1 2", lambda messages, who: messages.of_plan(who, "R1"), False),
        (RIDEALONG_INVITATION, "R1", lambda messages, who: messages.of_plan(who, "R1"), False),
        (TEAM_INVITATION, "U9", lambda messages, who: messages.of_invitation(who, "U9"), True),
        (COMMITMENT_FOLLOW_UP, "S1", lambda messages, who: messages.of_step(who, "S1"), True),
        (PAUSE_OFFER, "", lambda messages, who: messages.of_pause_offers(who), True),
    ],
)
async def test_what_was_answered_elsewhere_is_found_for_sixty_days(
    context: Context, leader: Who, sent: Sent, nudge: str, subject: str, finds: Finds, all_of_them: bool
) -> None:
    await sent("newest", nudge, subject, days=59)
    await sent("oldest", nudge, subject, days=60)
    await sent("too long ago", nudge, subject, days=61)
    await sent("somebody else's", nudge, subject, recipient="U2")
    await sent("something else", DIGEST, subject)
    if subject:
        await sent("about something else", nudge, "X9")
    wanted = ["newest", "oldest"] if all_of_them else ["newest"]
    assert [delivery.id for delivery in await finds(SentMessages(context), leader)] == wanted


async def test_of_a_reflection_it_is_the_newest_question_and_all_reminders(
    context: Context, leader: Who, sent: Sent
) -> None:
    await sent("newest", REFLECTION_LEADER, "R1", days=1)
    await sent("older", REFLECTION_SALESPERSON, "R1", days=2)
    await sent("another", REFLECTION_LEADER, "R2")
    for number in range(2):
        await sent(f"reminder {number}", REFLECTION_REMINDER, "R1", days=number)
    asked, reminders = await SentMessages(context).of_reflection(leader, "R1")
    assert [delivery.id for delivery in asked] == ["newest"]
    assert [delivery.id for delivery in reminders] == ["reminder 0", "reminder 1"]
