"""No number moves by so few people that an admin, a leader and a friend who tell each other all could read one out."""

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.admin import participation
from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.checkins import letters
from bot.domain.checkins.checkins import previous_week
from bot.domain.integrations import numbers
from bot.domain.prompts import what_works
from bot.domain.time.schedule import week_of
from bot.nudges import DIGEST, QUARTER_REPORT
from bot.nudges.nudge import Facts
from bot.services.admin import counts
from bot.services.checkins import aggregates
from bot.services.checkins import facts as checkin_facts
from bot.services.checkins import letters as letter_facts
from bot.services.facts import PREPARATIONS
from bot.services.integrations import integrations
from bot.services.planning import announcements
from bot.services.prompts import what_works as counting
from bot.storage.maintenance import housekeeping
from bot.storage.stores.aggregates import AggregateStore
from bot.storage.transaction import Transaction
from tests.security.conspiring import conspire
from tests.security.disabled_safeguards import (
    Patch,
    digests_are_of_anybody,
    grows_one_by_one,
    presses_are_counted_one_by_one,
)

TRIES, FIRST = (int(os.environ.get(name, usual)) for name, usual in (("ATTACK_TRIES", "1"), ("ATTACK_FIRST", "0")))


def test_no_story_moves_a_number_by_too_few_people() -> None:
    assert asyncio.run(conspire(TRIES, FIRST)) == []


def weeks_are_counted_anew(patch: Patch) -> None:
    async def anew(transaction: Transaction, facts: Facts[Any]) -> None:
        week = previous_week(week_of(facts.delivery.on))
        await transaction.aggregates.forget(AggregateKind.WEEK, week.isoformat())
        await checkin_facts.keep_split(transaction, facts)

    patch.setitem(PREPARATIONS, DIGEST, anew)


def reports_are_of_anybody(patch: Patch) -> None:
    for module in (aggregates, letters):
        patch.setattr(module, "FOR_ADMIN", 1)


def replies_are_counted_one_by_one(patch: Patch) -> None:
    for module in (counting, what_works):
        patch.setattr(module, "FOR_ADMIN", 1)


def questions_are_counted_one_by_one(patch: Patch) -> None:
    patch.setattr(what_works, "FOR_ADMIN", 1)


def starts_are_counted_one_by_one(patch: Patch) -> None:
    grows_one_by_one(patch, counts)


def tools_are_told_of_anybody(patch: Patch) -> None:
    for module in (integrations, announcements):
        patch.setattr(module, "FOR_ADMIN", 1)


def tools_get_exact_counts(patch: Patch) -> None:
    for module in (numbers, announcements):
        patch.setattr(module, "exact_counts", lambda aggregate: aggregate.counts)


def what_goes_on_is_forgotten(patch: Patch) -> None:
    patch.setattr(housekeeping, "PASSING", tuple(AggregateKind))


def reports_are_counted_anew(patch: Patch) -> None:
    async def anew(transaction: Transaction, facts: Facts[Any]) -> None:
        await transaction.aggregates.forget(AggregateKind.QUARTER, facts.delivery.subject)
        await letter_facts.keep_report(transaction, facts)

    patch.setitem(PREPARATIONS, QUARTER_REPORT, anew)


def pictures_are_of_anybody(patch: Patch) -> None:
    digests_are_of_anybody(patch)
    for module in (participation, counts):
        patch.setattr(module, "FOR_ADMIN", 1)


def later_is_exact(patch: Patch) -> None:
    told = property(lambda tally: {**tally.answers, what_works.LATER: tally.later})
    patch.setattr(what_works.PromptTally, "told", told)


def figures_fall_with_their_people(patch: Patch) -> None:
    get = AggregateStore.get

    async def of_those_left(store: AggregateStore, kind: AggregateKind, scope: str) -> Aggregate | None:
        kept = await get(store, kind, scope)
        return kept and replace(kept, size=len(kept.people))

    patch.setattr(AggregateStore, "get", of_those_left)


ANSWERS, PRESSES = {"all_answer": 3, "look": 1, "wait": 1}, {"all_press": 3, "look": 1}


@pytest.mark.parametrize(
    ("without_guard", "moves", "number"),
    [
        (weeks_are_counted_anew, {"all_answer": 3, "look": 2}, 0),
        (presses_are_counted_one_by_one, PRESSES, 0),
        (digests_are_of_anybody, ANSWERS, 7),
        (reports_are_of_anybody, ANSWERS | {"wait": 3}, 7),
        (replies_are_counted_one_by_one, {"all_reply": 3, "look": 1}, 0),
        (questions_are_counted_one_by_one, ANSWERS, 3),
        (starts_are_counted_one_by_one, {"one_is_deleted": 1, "one_comes_back": 2, "_admins_page": 2}, 4),
        (tools_are_told_of_anybody, ANSWERS | {"look": 3}, 9),
        (tools_get_exact_counts, ANSWERS | {"look": 3}, 85),
        (what_goes_on_is_forgotten, {"one_is_deleted": 1, "wait_for_long": 2, "look": 3}, 48),
        (reports_are_counted_anew, ANSWERS | {"wait_until_a_quarter_ends": 1, "_report": 3}, 6),
        (pictures_are_of_anybody, {"all_answer": 2, "wait": 2, "_picture": 2}, 2),
        (later_is_exact, {"all_reply": 3, "_api": 2}, 0),
        (figures_fall_with_their_people, {"all_press": 3, "one_leaves_slack": 2, "wait_for_leavers": 2}, 0),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_search_finds_what_each_guard_prevents(
    monkeypatch: Patch, without_guard: Callable[[Patch], None], moves: Mapping[str, int], number: int
) -> None:
    without_guard(monkeypatch)
    assert asyncio.run(conspire(1, number, moves))
