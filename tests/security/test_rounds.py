"""No sequence of joining, leaving, deleting and inviting singles anybody out in the other view.

`make attacks TRIES=10000` searches ten thousand stories for one.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from tests.security.attackers import LEADER, SALESPEOPLE, Attack
from tests.security.attacking import attack_on, search
from tests.security.deduction import singled_out
from tests.security.disabled_safeguards import (
    a_restore_forgets,
    cohorts_end_with_one_of_them,
    cohorts_end_with_the_position,
    cohorts_hold_for_a_fortnight,
    former_ids_are_not_looked_up,
    rounds_are_of_anybody,
    three_are_enough,
)
from tests.security.scratch_database import ground

TRIES, FIRST = (int(os.environ.get(name, usual)) for name, usual in (("ATTACK_TRIES", "4"), ("ATTACK_FIRST", "0")))


def test_no_story_singles_anybody_out() -> None:
    assert asyncio.run(search(TRIES, FIRST)) == []


@pytest.mark.parametrize(
    ("without_guard", "names", "number"),
    [
        (three_are_enough, (), 1),
        (a_restore_forgets, ("a_round", "a_round", "make_copy", "restore", "wait"), 9),
        (former_ids_are_not_looked_up, ("a_round", "a_round", "exchange_id", "wait"), 2),
        (former_ids_are_not_looked_up, ("a_round", "a_round", "move_into_organisation", "wait"), 15),
        (rounds_are_of_anybody, ("a_round", "change_leader", "look"), 2),
        (cohorts_end_with_the_position, ("a_round", "a_round", "change_leader", "wait"), 6),
        (cohorts_end_with_one_of_them, (*["a_round"] * 3, "one_leaves_slack", "wait_for_leavers", "wait"), 58),
        (cohorts_hold_for_a_fortnight, ("a_round", "a_round", "wait_until_a_quarter_ends", "wait"), 2),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_the_search_finds_what_each_guard_prevents(
    monkeypatch: pytest.MonkeyPatch,
    without_guard: Callable[[pytest.MonkeyPatch], None],
    names: Sequence[str],
    number: int,
) -> None:
    """Among the first stories of such steps, it finds the one with that number."""
    without_guard(monkeypatch)
    assert asyncio.run(search(1, number, names))


async def begun(context: Context, services: Services) -> Attack:
    attack = attack_on(context, services, 1)
    await attack.begin()
    return attack


async def asked_and_answered(attack: Attack) -> None:
    with suppress(Problem):
        await attack.invite()
    for user_id in SALESPEOPLE:
        await attack.answer(user_id)
    await attack.look()


@pytest.mark.parametrize("wait", [timedelta(minutes=10), timedelta(days=15)], ids=["at once", "after the round"])
@pytest.mark.parametrize("deletes", [LEADER, "U1", None], ids=["leader", "salesperson", "nobody"])
async def test_one_exchanged_for_a_friend(wait: timedelta, deletes: str | None) -> None:
    """A, B and C; then A, B and a friend, whose answers the leader knows: the difference would be C's."""
    async with ground() as (context, services):
        attack = await begun(context, services)
        await attack.team(SALESPEOPLE[:3])
        await asked_and_answered(attack)
        assert [people for _, people in attack.figures] == [frozenset(SALESPEOPLE[:3])]
        if deletes == LEADER:
            await attack.forget_leader()
        elif deletes:
            await services.privacy.forget(attack.who(deletes))
        attack.clock.move(seconds=wait.total_seconds())
        await attack.team((*SALESPEOPLE[:2], SALESPEOPLE[3]))
        await asked_and_answered(attack)
        assert singled_out(attack.figures) == []
        assert len(attack.figures) == 1


async def test_two_weeks_between_two_rounds_whatever_is_deleted() -> None:
    async with ground() as (context, services):
        attack = await begun(context, services)
        leader = attack.who(LEADER)
        await attack.name_all()
        await attack.invite()
        await attack.forget_leader()
        await attack.name_all()
        with pytest.raises(Problem, match="too_soon"):
            await attack.invite()
        views = await services.feedback.views(leader)
        assert views is not None
        assert (views.waits, views.may_invite) == (True, False)
        attack.clock.move(days=14)
        await attack.invite()


async def test_after_a_quarter_people_are_counted_anew() -> None:
    async with ground() as (context, services):
        attack = await begun(context, services)
        await attack.team(SALESPEOPLE[:3])
        await asked_and_answered(attack)
        attack.clock.move(days=92)
        await attack.team((*SALESPEOPLE[:2], SALESPEOPLE[3]))
        await asked_and_answered(attack)
        assert [people for _, people in attack.figures] == [
            frozenset(SALESPEOPLE[:3]),
            frozenset((*SALESPEOPLE[:2], SALESPEOPLE[3])),
        ]
