"""The search for a story in which a leader learns what one or two salespeople answered."""

import random
from collections.abc import Sequence

from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.security.attackers import LEADER, SALESPEOPLE, Attack
from tests.security.scratch_database import anew, ground


def attack_on(context: Context, services: Services, number: int) -> Attack:
    """The attack with this number on an empty ground."""
    assert isinstance(context.directory, FakeDirectory)
    assert isinstance(context.clock, MovableClock)
    for user_id in (LEADER, *SALESPEOPLE):
        context.directory.add(user_id)
    return Attack(context, services, random.Random(number))


async def search(tries: int, first: int = 0, names: Sequence[str] = ()) -> list[str]:
    """The attacks that singled somebody out, among `tries` from number `first` on; each with its number and steps."""
    found, shown = [], 0
    async with ground() as (context, _):
        for number in range(first, first + tries):
            attack = attack_on(*anew(context), number)
            people = await attack.play(names)
            shown += len(attack.figures) + len(attack.others_figures)
            if people:
                found.append(f"{number}: {sorted(people[0])} by {' '.join(attack.story)}")
    assert shown >= tries // 4, "attacks that see no figures prove nothing"
    return found
