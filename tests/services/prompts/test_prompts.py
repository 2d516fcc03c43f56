"""Which prompt somebody gets, given the last self-check that still has scores, and the week."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.prompts.selection import Training
from bot.domain.selfchecks.selfchecks import SelfCheck, focus_on, scores, theme_weights
from bot.nudges import PROMPT_CHANNEL, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.services.prompts.prompt_days import week_of_slot
from bot.services.prompts.prompts import choose, training_of
from content.libraries import Libraries
from content.models import Library

NOW = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)
CALM, HARD = date(2026, 11, 3), date(2026, 12, 22)


@pytest.mark.parametrize(
    ("left_out", "counts"),
    [
        pytest.param("", True, id="every item answered"),
        pytest.param("lead-10", False, id="an item came later than the self-check"),
    ],
)
def test_a_self_check_counts_where_it_answers_every_item_of_today(
    library: Library, left_out: str, counts: bool
) -> None:
    items, today = library.items, date(2026, 10, 19)
    check = SelfCheck("s1", "U1", today, NOW, {item: 1 for item in items if item != left_out})
    found = training_of(library, [check], today)
    if not counts:
        assert found == Training(theme_weights(None))
        return
    focus = focus_on(check, items.values(), today)
    assert found == Training(theme_weights(scores(check.answers, items.values()), focus), focus)
    assert max(found.weights.values()) == 8.0


async def test_prompts_are_more_often_about_pressure_in_a_pressure_week(context: Context, library: Library) -> None:
    hits = dict.fromkeys((CALM, HARD), 0)
    async with context.database.transaction("T1") as transaction:
        for on in hits:
            for number in range(60):
                person = Person("T1", f"U{number}", is_leader=True)
                slot = Delivery("d", "T1", person.user_id, PROMPT_PERSON, "", on=on, due_at=context.clock())
                (choice,) = await choose(transaction, Libraries(only=library), [Facts(slot, context.clock(), person)])
                hits[on] += choice.prompt.theme == "under_pressure"
    assert hits[HARD] > hits[CALM] + 5


async def test_a_channel_gets_what_is_made_for_a_whole_team(context: Context, library: Library) -> None:
    slot = Delivery("d", "T1", "C1", PROMPT_CHANNEL, "", on=CALM, due_at=context.clock())
    async with context.database.transaction("T1") as transaction:
        (choice,) = await choose(transaction, Libraries(only=library), [Facts(slot, context.clock())])
    assert choice.prompt.audience == "team"


@pytest.mark.parametrize(
    ("zone", "days", "week"),
    [
        ("Asia/Jerusalem", {6, 0, 1, 2, 3}, date(2026, 12, 21)),
        ("America/New_York", {6, 0, 1, 2, 3}, date(2026, 12, 21)),
        ("America/New_York", {0, 1, 2, 3, 4}, date(2026, 12, 14)),
        ("Europe/Berlin", {6, 0, 1, 2, 3}, date(2026, 12, 14)),
    ],
)
def test_a_slot_on_a_sunday_is_of_the_week_that_its_person_counts_it_to(zone: str, days: set[int], week: date) -> None:
    slot = Delivery("d", "T1", "U1", PROMPT_PERSON, "", on=date(2026, 12, 20), due_at=NOW)
    person = Person("T1", "U1", profile_zone=zone, working_days=frozenset(days))
    assert week_of_slot(Facts(slot, NOW, person)) == week
