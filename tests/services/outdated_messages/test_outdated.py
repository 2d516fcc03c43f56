"""What a newer message does to older ones about the same thing."""

import pytest

from bot.domain.people.people import Who
from bot.nudges import (
    CHECKIN,
    CHECKIN_REMINDER,
    DIGEST,
    PROMPT_LATER,
    PROMPT_PERSON,
    REFLECTION_LEADER,
    REFLECTION_REMINDER,
    REFLECTION_SALESPERSON,
    RIDEALONG_BRIEF,
    RIDEALONG_CLOSED,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
)
from bot.services.context import Context
from bot.services.outdated_messages import Replacement
from tests.services.outdated_messages.sent import Sent, outdated


@pytest.mark.parametrize(
    ("newest", "older", "replacement"),
    [
        (PROMPT_LATER, PROMPT_LATER, Replacement.PUT_OFF),
        (CHECKIN, CHECKIN, Replacement.UNANSWERED),
        (CHECKIN, CHECKIN_REMINDER, Replacement.NOTHING),
        (CHECKIN_REMINDER, CHECKIN, Replacement.ASKED_AGAIN),
        (RIDEALONG_NEWS, RIDEALONG_INVITATION, Replacement.NEWER),
        (RIDEALONG_NEWS, RIDEALONG_NEWS, Replacement.NEWER),
        (RIDEALONG_NEWS, RIDEALONG_BRIEF, Replacement.NEWER),
        *(
            (asks, plan, Replacement.OVER)
            for asks in (REFLECTION_LEADER, REFLECTION_SALESPERSON)
            for plan in (RIDEALONG_INVITATION, RIDEALONG_NEWS, RIDEALONG_BRIEF)
        ),
        (REFLECTION_REMINDER, REFLECTION_LEADER, Replacement.ASKED_AGAIN),
        (REFLECTION_REMINDER, REFLECTION_SALESPERSON, Replacement.ASKED_AGAIN),
        (RIDEALONG_CLOSED, REFLECTION_LEADER, Replacement.CLOSED),
        (RIDEALONG_CLOSED, REFLECTION_SALESPERSON, Replacement.CLOSED),
        (RIDEALONG_CLOSED, REFLECTION_REMINDER, Replacement.NOTHING),
    ],
)
async def test_a_newer_message_about_the_same_leaves_this_of_an_older_one(
    context: Context, leader: Who, sent: Sent, newest: str, older: str, replacement: Replacement
) -> None:
    await sent("older", older, "R1 1", days=1)
    await sent("another", DIGEST, "R1 1", days=1)
    subject = "R1 2 changed 0" if newest == RIDEALONG_NEWS else "R1 2"
    assert await outdated(context, await sent("newest", newest, subject), leader) == {"older": replacement}


async def test_a_late_yes_leaves_the_brief(context: Context, leader: Who, sent: Sent) -> None:
    await sent("invitation", RIDEALONG_INVITATION, "R1")
    await sent("brief", RIDEALONG_BRIEF, "R1")
    newest = await sent("newest", RIDEALONG_NEWS, "R1 0 confirmed 1")
    assert await outdated(context, newest, leader) == {"invitation": Replacement.NEWER}


async def test_a_prompt_that_comes_again_is_about_the_message_that_brought_it_first(
    context: Context, leader: Who, sent: Sent
) -> None:
    await sent("first", PROMPT_PERSON, days=1)
    await sent("other", PROMPT_PERSON, days=2)
    await sent("between", PROMPT_LATER, "first", days=1)
    newest = await sent("newest", PROMPT_LATER, "first")
    assert await outdated(context, newest, leader) == {"first": Replacement.PUT_OFF, "between": Replacement.PUT_OFF}
