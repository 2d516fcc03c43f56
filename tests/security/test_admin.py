"""An admin who looks after every event, and remembers every number, can single nobody out by subtraction."""

import asyncio
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aggregates import AggregateKind
from bot.domain.people.people import Position, Who
from bot.domain.visibility import FOR_ADMIN
from tests.security.readers import ADMIN, TEAM, WEEKS, Readers, reading
from tests.security.stories import Steps, checked

PEOPLE = (*TEAM, *(f"U{number}" for number in range(10, 24)))
WHO = st.sampled_from(PEOPLE)
START = st.tuples(st.just("start"), WHO, st.sampled_from((Position.LEADER, Position.SALESPERSON)))
STOP, FORGET = st.tuples(st.just("stop"), WHO), st.tuples(st.just("forget"), WHO)
ANSWER = st.tuples(st.just("answer"), WHO, st.integers(0, 2), st.integers(0, 3))
DIGEST = st.tuples(st.just("digest"), st.integers(0, 2))


class Looking:
    """What an admin was shown after each step of a story: the groups that have started, and the weeks."""

    def __init__(self, readers: Readers) -> None:
        self.readers = readers
        self.started: dict[str, list[int]] = {}
        self.weeks: dict[str, list[int]] = {}

    async def start(self, user: str, position: Position) -> None:
        await self.readers.services.onboarding.position(Who("T1", user), position)

    async def stop(self, user: str) -> None:
        await self.readers.services.onboarding.stop(Who("T1", user))

    async def look(self) -> None:
        """Look at everything, and at the people it was counted from."""
        admin = Who("T1", ADMIN)
        facts = await self.readers.services.admin.facts(admin)
        for group, number in facts.started.items():
            self.started.setdefault(group, []).append(number)
        for week, people in (await self.readers.services.admin.participation(admin)).by_week:
            if people is not None:
                self.weeks.setdefault(week.isoformat(), []).append(people)
                assert len(self.readers.freeze(week)) == people
        async with self.readers.context.database.reading("T1") as transaction:
            groups = [await transaction.aggregates.people(AggregateKind.STARTED, group) for group in facts.started]
        for one, other in combinations(groups, 2):
            assert not one & other, "somebody in both could be subtracted"


async def looked(steps: Steps) -> Looking:
    async with reading() as readers:
        for user in PEOPLE:
            readers.add(user)
        looking = Looking(readers)
        for name, *what in steps:
            await getattr(looking if hasattr(looking, str(name)) else readers, str(name))(*what)
            await looking.look()
        return looking


@checked
@given(st.lists(st.one_of(START, START, START, ANSWER, ANSWER, STOP, FORGET, DIGEST), min_size=20, max_size=40))
def test_whatever_an_admin_reads_differs_by_five_people_and_more(steps: Steps) -> None:
    begun: Steps = [("answer", user, 0, 0) for user in PEOPLE[:4]]
    looking = asyncio.run(looked([*begun, *steps]))
    for numbers in looking.started.values():
        assert numbers == sorted(numbers)
        assert min(numbers) >= FOR_ADMIN
        assert all(after == before or after - before >= FOR_ADMIN for before, after in pairwise(numbers))
    for numbers in looking.weeks.values():
        assert len(set(numbers)) == 1
        assert numbers[0] >= FOR_ADMIN


async def test_the_stories_reach_both_kinds_of_number() -> None:
    """A property that nothing ever puts to the test would hold too."""
    steps: Steps = [("answer", user, 0, 0) for user in PEOPLE[:6]]
    steps += [("start", user, Position.LEADER) for user in PEOPLE]
    looking = await looked(steps)
    assert sorted(set(looking.started["leaders"])) == [5, 10, 15]
    assert set(looking.started["others"]) == {9}, "those who took part from the beginning, with the admin"
    assert set(looking.weeks[WEEKS[0].isoformat()]) == {5}
