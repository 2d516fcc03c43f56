"""Two workspaces with equal ids: whatever one does, the other neither sees nor feels it.

Shown by non-interference: a workspace ends up the same, to the last word, whether or not the other acts in between.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.security.towns import NAMES, PEOPLE, Towns, opened

COMMANDS = st.sampled_from(
    [
        ("/secondchair", "today"),
        ("/secondchair", "checkin"),
        ("/secondchair", "streak"),
        ("/secondchair", "insights"),
        ("/secondchair", "map"),
        ("/secondchair", "pressure next week"),
        ("/secondchair", "pause 2 weeks"),
        ("/secondchair", "resume"),
        ("/secondchair", "settings"),
        ("/secondchair", "nudge #sales 09:00"),
        ("/secondchair", "nudge list"),
        ("/secondchair", "export"),
        ("/secondchair", "delete-me"),
        ("/ridealong", "@tom {mark} tomorrow 15:00"),
        ("/ridealong", "list"),
        ("/ridealong", "history @tom"),
        ("/selfcheck", ""),
    ]
)
ONCE = (Phase.explicit, Phase.generate)  # a story takes seconds: shortening one is not worth the minutes
STEP = st.one_of(
    st.tuples(st.just("command"), st.sampled_from(list(PEOPLE)), COMMANDS),
    st.tuples(st.just("home"), st.sampled_from(list(PEOPLE)), st.none()),
    st.tuples(st.just("press"), st.sampled_from(list(PEOPLE)), st.integers(0, 7)),
    st.tuples(st.just("submit"), st.sampled_from(list(PEOPLE)), st.none()),
    st.tuples(st.just("wait"), st.just("U1"), st.integers(1, 30)),
)
STORY = st.lists(st.tuples(st.sampled_from(NAMES), STEP), min_size=4, max_size=12)
START: list[tuple[str, Any]] = [(town, ("home", "U1", None)) for town in NAMES]
START += [(town, ("press", "U1", 0)) for town in NAMES]  # Start


async def do(towns: Towns, town: str, step: tuple[str, str, Any]) -> None:
    """One step of a story; a workspace that is not there only lets time pass."""
    kind, user_id, what = step
    towns.clock.move(hours=what if kind == "wait" else 0, minutes=1)
    await towns.settle()
    if town not in towns.towns or kind == "wait":
        return
    client = towns.client(town, user_id)
    if kind == "command":
        await towns.ask(client.command(what[0], what[1].format(mark=mark(town)), "sales"))
    elif kind == "home":
        await towns.ask(client.open_home())
    elif kind == "submit":
        await towns.ask(client.submit())
    elif buttons := towns.buttons(town, user_id):
        place, action_id = buttons[what % len(buttons)]
        await towns.ask(client.press(place, action_id))


def mark(town: str) -> str:
    """A text that only this workspace writes."""
    return f"Customer-of-{town}"


async def outcome(story: list[tuple[str, Any]], wanted: tuple[str, ...]) -> dict[str, str]:
    """What each of the workspaces `wanted` ends up with: everything seen and stored there."""
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), wanted) as towns:
            for town, step in [*START, *story]:
                await do(towns, town, step)
            await towns.settle()
            return {town: "\n".join([*await towns.seen(town), *await towns.held(town)]) for town in wanted}


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=ONCE)
@given(story=STORY)
def test_neither_sees_changes_or_learns_of_the_others(story: list[tuple[str, Any]]) -> None:
    together = asyncio.run(outcome(story, NAMES))
    for town, other in (NAMES, NAMES[::-1]):
        alone = asyncio.run(outcome(story, (town,)))[town]
        assert mark(other) not in together[town]
        assert together[town].splitlines() == alone.splitlines()
