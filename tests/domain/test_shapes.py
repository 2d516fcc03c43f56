"""The shapes of facts, where they do more than hold fields."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, time

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, Who
from bot.domain.plans import Plan
from bot.domain.prompts.answers import Practice, PromptReply
from bot.domain.time.schedule import Calendar, Pause, Slot
from tests.domain.calendars import day

NOW = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)


def test_a_new_delivery_is_pending_and_no_fact_changes_in_place() -> None:
    delivery = Delivery("D1", "T1", "U1", "daily_prompt", "", on=day(0), due_at=NOW)
    assert delivery.status is DeliveryStatus.PENDING
    with pytest.raises(FrozenInstanceError):
        delivery.status = DeliveryStatus.SENT  # type: ignore[misc]  # the point of the test


def test_a_plan_without_days_happens_once() -> None:
    plan = Plan("T1", "U1", "ridealong_brief", Slot(day(0), NOW), subject="R1")
    assert (plan.at, plan.days) == (None, None)
    assert Plan("T1", "U1", "daily_prompt", plan.next, at=time(8, 30)).working_days == Calendar().working_days


def test_a_practice_needs_no_text() -> None:
    assert Practice("U1", "D1", "P1", day(0), PromptReply.DONE, at=NOW).text == ""


def test_a_persons_own_zone_wins() -> None:
    assert Person("T1", "U1", profile_zone="Asia/Kolkata").zone == "Asia/Kolkata"
    assert Person("T1", "U1", profile_zone="Asia/Kolkata", own_zone="Europe/Berlin").zone == "Europe/Berlin"
    assert Person("T1", "UREP").who == Who("T1", "UREP")


def test_a_pause_has_a_first_and_perhaps_a_last_day() -> None:
    covered = [Pause(day(1), day(2)).covers(day(number)) for number in range(4)]
    assert covered == [False, True, True, False]
    assert Pause(day(1)).covers(day(999))
