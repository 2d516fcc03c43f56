"""Which older messages stay as they are."""

from datetime import date, timedelta

import pytest

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Who
from bot.nudges import (
    CHECKIN,
    CHECKIN_REMINDER,
    DIGEST,
    REFLECTION_LEADER,
    REFLECTION_REMINDER,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
)
from bot.services.context import Context
from bot.services.outdated_messages import Replacement
from bot.services.services import Services
from tests.services.outdated_messages.sent import Sent, outdated

LAST_WEEK = date(2026, 10, 12)  # the clock begins on the Monday after it


async def test_what_is_about_something_else_is_later_or_never_arrived_stays(
    context: Context, leader: Who, sent: Sent
) -> None:
    await sent("another ride-along", RIDEALONG_NEWS, "R2 0 changed", days=1)
    await sent("never arrived", RIDEALONG_NEWS, "R1 0 changed", days=1, ts="")
    await sent("withheld", RIDEALONG_NEWS, "R1 0 changed", days=1, status=DeliveryStatus.WITHHELD)
    await sent("somebody else's", RIDEALONG_NEWS, "R1 0 changed", days=1, recipient="U2")
    await sent("later", RIDEALONG_NEWS, "R1 0 changed", due_at=context.clock() + timedelta(seconds=1))
    await sent("of that moment", RIDEALONG_INVITATION, "R1")
    newest = await sent("newest", RIDEALONG_NEWS, "R1 0 changed")
    assert await outdated(context, newest, leader) == {"of that moment": Replacement.NEWER}


@pytest.mark.parametrize(
    ("nudge", "days"), [(CHECKIN, 8), (CHECKIN_REMINDER, 8), (RIDEALONG_NEWS, 60), (REFLECTION_REMINDER, 60)]
)
async def test_it_looks_back_so_many_days(context: Context, leader: Who, sent: Sent, nudge: str, days: int) -> None:
    older = {CHECKIN_REMINDER: CHECKIN, REFLECTION_REMINDER: REFLECTION_LEADER}.get(nudge, nudge)
    await sent("just in time", older, "R1", days=days)
    await sent("too long ago", older, "R1", days=days + 1)
    assert list(await outdated(context, await sent("newest", nudge, "R1 0 changed"), leader)) == ["just in time"]


async def test_a_check_in_that_was_answered_stays_as_it_is(
    context: Context, services: Services, leader: Who, sent: Sent
) -> None:
    await sent("asked", CHECKIN, days=3)
    newest = await sent("reminder", CHECKIN_REMINDER)
    assert await outdated(context, newest, leader) == {"asked": Replacement.ASKED_AGAIN}
    await services.checkins.answer(leader, LAST_WEEK, CheckInAnswer.LED)
    assert await outdated(context, newest, leader) == {}
    await sent("plan", RIDEALONG_NEWS, "R1 0 changed", days=3)
    assert await outdated(context, await sent("newest", RIDEALONG_NEWS, "R1 0 changed"), leader) == {
        "plan": Replacement.NEWER
    }


async def test_nothing_is_outdated_by_another_message_or_for_nobody(context: Context, leader: Who, sent: Sent) -> None:
    await sent("older", RIDEALONG_NEWS, "R1 0 changed", days=1)
    assert await outdated(context, await sent("digest", DIGEST, "R1"), leader) == {}
    assert await outdated(context, await sent("newest", RIDEALONG_NEWS, "R1 0 changed"), None) == {}
