"""The search for a story in which an admin, a leader and a friend learn what one or two people did."""

import random
import sqlite3
from collections.abc import Mapping
from typing import TypeVar

from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.security.coalition import ADMIN, LEADERS, Coalition
from tests.security.scratch_database import anew, ground, in_memory

C = TypeVar("C", bound=Coalition)
MOVES = {
    "all_answer": 6, "all_press": 3, "all_reply": 3, "one_takes_back": 1, "one_is_deleted": 2, "one_comes_back": 2,
    "one_stops": 1, "exchange_id": 1, "restore": 1, "wait": 4, "wait_until_a_week_ends": 1,
    "wait_for_long": 1, "look": 1, "one_leaves_slack": 1, "all_are_back": 1, "wait_for_leavers": 1,
    "move_into_organisation": 1, "one_has_two_ids": 1, "change_calendar": 1, "wait_until_a_quarter_ends": 1,
}  # fmt: skip


async def conspire(tries: int, first: int = 0, moves: Mapping[str, int] | None = None) -> list[str]:
    """The stories in which a number moved by too few people, among `tries` from number `first` on."""
    found, shown = [], 0
    async with ground() as (context, _):
        for number in range(first, first + tries):
            coalition = await opened(Coalition, context, number)
            few = await coalition.play(moves or MOVES)
            shown += len(coalition.seen)
            if few:
                found.append(f"{number}: {few[0]} by {' '.join(coalition.story)}")
    assert shown >= tries // 2, "attacks that see no figures prove nothing"
    return found


_openings: dict[type[Coalition], tuple[sqlite3.Connection, str]] = {}  # with the question's id; made once per process


async def opened(kind: type[C], context: Context, number: int) -> C:
    """The story with this number, where everybody has started and nothing else has happened."""
    if kind not in _openings:
        first = kind(*_with_everybody(context), random.Random(number))
        await first.begin()
        _openings[kind] = in_memory(context).copy(), first.question
    opening, question = _openings[kind]
    story = kind(*_with_everybody(context), random.Random(number), question)
    in_memory(context).become(opening)
    return story


def _with_everybody(context: Context) -> tuple[Context, Services]:
    context, services = anew(context)
    assert isinstance(context.directory, FakeDirectory)
    for user_id in (ADMIN, *LEADERS):
        context.directory.add(user_id, is_admin=user_id == ADMIN)
    return context, services
