"""No sequence of joining, leaving, deleting and inviting singles anybody out of the other view.

`make attacks TRIES=10000` looks for one in ten thousand stories.
"""

import asyncio
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.domain.selfchecks.feedback import FeedbackAnswer
from bot.errors import Problem
from bot.services.context import Context
from bot.services.selfchecks import feedback
from bot.services.services import Services
from bot.storage.privacy.outlasting import Outlasting, Rows
from bot.storage.stores.safeguards import SafeguardStore
from tests.security.attackers import LEADER, SALESPEOPLE, Attack
from tests.security.attacking import attack_on, search
from tests.security.deduction import singled_out
from tests.security.ground import ground

TRIES, FIRST = (int(os.environ.get(name, usual)) for name, usual in (("ATTACK_TRIES", "10"), ("ATTACK_FIRST", "0")))


def test_no_story_singles_anybody_out() -> None:
    assert asyncio.run(search(TRIES, FIRST)) == []


def everybody(answers: Sequence[FeedbackAnswer], _former: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    waiting = frozenset(answer.author_id for answer in answers if answer.counted is None)
    return [waiting] if len(waiting) >= 3 else []


def test_the_search_finds_attacks_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without cohorts, three people at a time are not enough: of the same stories, number 6 singles two people out."""
    monkeypatch.setattr(feedback, "cohorts_to_count", everybody)
    assert asyncio.run(search(1, 6))


def test_the_search_finds_the_attack_where_a_restore_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that knows nothing newer: of the first stories with rounds and copies, number 9."""

    async def forget(_outlasting: Outlasting, _newer: Rows) -> None:
        """Take nothing over."""

    monkeypatch.setattr(Outlasting, "take_over", forget)
    assert asyncio.run(search(1, 9, ("a_round", "a_round", "make_copy", "restore", "wait")))


def test_the_search_finds_the_attack_where_former_ids_are_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a new id people would be in no cohort: of the first stories with rounds and exchanged ids, number 2."""
    hashes_of = SafeguardStore._hashes

    async def of_these_ids_alone(store: SafeguardStore, kind: str, ids: tuple[str, ...]) -> list[str]:
        return (await hashes_of(store, kind, ids))[:1]

    monkeypatch.setattr(SafeguardStore, "_hashes", of_these_ids_alone)
    assert asyncio.run(search(1, 2, ("a_round", "a_round", "exchange_id", "wait")))


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
    """A, B and C; then A, B and a friend, whose answers the leader knows: C's would be what is left."""
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
