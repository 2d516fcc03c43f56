"""Which messages are composed again once their recipient is back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges import (
    COMMITMENT_FOLLOW_UP,
    FEEDBACK_REQUEST,
    FEEDBACK_RESULT,
    RIDEALONG_INVITATION,
    RIDEALONG_NEWS,
    RIDEALONG_REVEAL,
    TEAM_INVITATION,
)
from bot.services.planning.kept_back import KEPT_BACK, waits_for_return

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WITHHELD, PENDING = DeliveryStatus.WITHHELD, DeliveryStatus.PENDING
LATER = timedelta(hours=1)


@pytest.mark.parametrize(
    ("nudge", "status", "reason", "due", "waits"),
    [
        (RIDEALONG_INVITATION, WITHHELD, "paused, no working day ahead", -LATER, True),
        (RIDEALONG_NEWS, WITHHELD, "paused, no working day ahead", -LATER, True),
        (FEEDBACK_REQUEST, WITHHELD, "outside working hours, no working day ahead", -LATER, True),
        (FEEDBACK_REQUEST, WITHHELD, "stopped", -LATER, True),
        (RIDEALONG_INVITATION, WITHHELD, "gone", -LATER, True),
        (TEAM_INVITATION, WITHHELD, "team access revoked", -LATER, True),
        (RIDEALONG_NEWS, WITHHELD, "stopped", -LATER, False),
        (RIDEALONG_INVITATION, WITHHELD, "paused, moved to 2026-11-25", -LATER, False),
        (RIDEALONG_INVITATION, WITHHELD, "answered or over", -LATER, False),
        (RIDEALONG_INVITATION, WITHHELD, "guest", -LATER, False),
        (TEAM_INVITATION, PENDING, "", LATER, True),
        (TEAM_INVITATION, PENDING, "", timedelta(0), False),
        (RIDEALONG_INVITATION, DeliveryStatus.SENDING, "", LATER, False),
        (RIDEALONG_INVITATION, DeliveryStatus.SENT, "", -LATER, False),
    ],
)
def test_what_waits(nudge: str, status: DeliveryStatus, reason: str, due: timedelta, waits: bool) -> None:
    delivery = Delivery.of_slot("T1", "U1", nudge, "R1", NOW.date(), NOW + due, status=status, reason=reason)
    assert waits_for_return(delivery, NOW) is waits


def test_only_what_colleagues_cause_and_a_promised_question_outlast_an_absence() -> None:
    asked, said = {TEAM_INVITATION, RIDEALONG_INVITATION, FEEDBACK_REQUEST}, {RIDEALONG_REVEAL, FEEDBACK_RESULT}
    assert asked | said | {RIDEALONG_NEWS, COMMITMENT_FOLLOW_UP} == KEPT_BACK
