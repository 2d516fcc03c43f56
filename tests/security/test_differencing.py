"""Whatever happens between two publications, nobody who remembers both can work out one person's answer."""

import asyncio
from collections.abc import Callable
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.visibility import FOR_ADMIN, FOR_LEADER
from tests.differencing import safe_to_publish
from tests.security.readers import ADMIN, LEADER, QUARTERS, TEAM, Readers, reading
from tests.security.stories import Steps, checked

WHO, WEEK, MONTH = st.sampled_from(TEAM), st.integers(0, 2), st.sampled_from(tuple(QUARTERS))
FORGET = st.tuples(st.just("forget"), st.sampled_from((*TEAM, LEADER, ADMIN)))
ASK_AGAIN = st.tuples(st.just("ask_again"))
MOVE = st.tuples(st.just("move"), WHO, st.booleans())
ANSWER = st.tuples(st.just("answer"), WHO, WEEK, st.integers(0, 3))
DIGEST, REPORT = st.tuples(st.just("digest"), WEEK), st.tuples(st.just("report"), MONTH)
SAY, LOOK = st.tuples(st.just("say"), WHO, st.integers(1, 4)), st.tuples(st.just("look"))
PRESS, UNDO = st.tuples(st.just("press"), WHO, st.just(True)), st.tuples(st.just("press"), WHO, st.just(False))
FIVE = TEAM[:5]


def stories(*kinds: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[Steps]:
    """Stories of these steps, long enough to lead to something."""
    return st.lists(st.one_of(*kinds), min_size=20, max_size=40)


def told(steps: st.SearchStrategy[Steps]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test for each of some stories."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        return checked(given(steps=steps)(test))

    return decorate


async def played(steps: Steps) -> Readers:
    """Everything that readers were shown during a story."""
    async with reading() as readers:
        for name, *what in steps:
            await getattr(readers, str(name))(*what)
        return readers


@told(stories(ANSWER, ANSWER, ANSWER, DIGEST, REPORT, FORGET, MOVE))
def test_digests_and_reports_are_equal_or_differ_by_enough_people(steps: Steps) -> None:
    """Digests are posted in channels that admins also read, so the reader to fear has seen all of both."""
    given_first: Steps = [("answer", user, week, 0) for user in FIVE for week in (0, 1)]
    readers = asyncio.run(played([*given_first, *steps]))
    reports = [held for held, _ in readers.reports.values()]
    groups = list(dict.fromkeys([*readers.digests, *reports]))
    for place, group in enumerate(groups):
        assert safe_to_publish(group, groups[:place], FOR_LEADER)
    for one, other in combinations(groups, 2):
        for left in (one - other, other - one):
            assert len({user for user, _, _ in left}) not in range(1, FOR_LEADER)
    for one, other in product(reports, reports):
        for left in (one, one - other):
            assert len({user for user, _, _ in left}) not in range(1, FOR_ADMIN)


@told(stories(SAY, SAY, SAY, LOOK, LOOK, FORGET, MOVE, ASK_AGAIN))
def test_views_are_equal_or_differ_by_the_answers_of_enough_people(steps: Steps) -> None:
    said_first: Steps = [("say", user, 1) for user in FIVE[:3]]
    readers = asyncio.run(played([*said_first, *steps]))
    for view in readers.views:
        assert sum(value > 0 for value in view.values()) >= FOR_LEADER
    for one, other in combinations(readers.views, 2):
        assert sum(one[item] != other[item] for item in one) not in range(1, FOR_LEADER)


@told(stories(PRESS, PRESS, PRESS, UNDO, FORGET))
def test_the_number_in_a_channel_moves_by_enough_people(steps: Steps) -> None:
    readers = asyncio.run(played(steps))
    shown = [number for number in readers.presses if number]
    for number, after in combinations(shown, 2):
        assert after == number or after - number >= FOR_LEADER


async def test_the_stories_reach_every_publication() -> None:
    """A property that nothing ever puts to the test would hold too."""
    steps: Steps = [("answer", user, 0, 0) for user in FIVE]
    steps += [("digest", 0), ("report", 1), *(("say", user, 4) for user in TEAM), ("look",)]
    steps += [("press", user, True) for user in TEAM] + [("forget", "U1"), ("digest", 0), ("look",)]
    readers = await played(steps)
    assert [len(held) for held in readers.digests] == [5, 5]
    assert [len(held) for held, _ in readers.reports.values()] == [5]
    assert [sum(value > 0 for value in view.values()) for view in readers.views] == [6, 6]
    assert readers.presses == [0, 0, 3, 3, 3, 6, 6, 6]


async def test_reports_of_two_calendars_differ_by_whole_weeks() -> None:
    steps: Steps = [("answer", user, 0, 0) for user in FIVE]
    steps += [("answer", user, week, 1) for user in TEAM[:6] for week in (1, 2)]
    readers = await played([*steps, ("report", 1), ("report", 3), ("forget", "U8"), ("report", 1)])
    assert [len(held) for held, _ in readers.reports.values()] == [17, 12]
