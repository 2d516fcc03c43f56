"""Two workspaces with equal ids: whatever one does, the other neither sees nor feels it.

Shown by non-interference: a workspace ends up the same, to the last word, whether or not the other acts in between.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.security.served_workspaces import NAMES, PEOPLE, ServedWorkspaces, opened

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
START: list[tuple[str, Any]] = [(workspace_id, ("home", "U1", None)) for workspace_id in NAMES]
START += [(workspace_id, ("press", "U1", 0)) for workspace_id in NAMES]  # Start


async def do(served: ServedWorkspaces, workspace_id: str, step: tuple[str, str, Any]) -> None:
    """One step of a story; a workspace that is not there only lets time pass."""
    kind, user_id, what = step
    served.clock.move(hours=what if kind == "wait" else 0, minutes=1)
    await served.settle()
    if workspace_id not in served.workspaces or kind == "wait":
        return
    client = served.client(workspace_id, user_id)
    if kind == "command":
        await served.ask(client.command(what[0], what[1].format(mark=mark(workspace_id)), "sales"))
    elif kind == "home":
        await served.ask(client.open_home())
    elif kind == "submit":
        await served.ask(client.submit())
    elif buttons := served.buttons(workspace_id, user_id):
        place, action_id = buttons[what % len(buttons)]
        await served.ask(client.press(place, action_id))


def mark(workspace_id: str) -> str:
    """A text that only this workspace writes."""
    return f"Customer-of-{workspace_id}"


async def outcome(story: list[tuple[str, Any]], wanted: tuple[str, ...]) -> dict[str, str]:
    """What each of the workspaces `wanted` ends up with: everything seen and stored there."""
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), wanted) as served:
            for workspace_id, step in [*START, *story]:
                await do(served, workspace_id, step)
            await served.settle()
            return {
                workspace_id: "\n".join([*await served.seen(workspace_id), *await served.held(workspace_id)])
                for workspace_id in wanted
            }


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=ONCE)
@given(story=STORY)
def test_neither_sees_changes_or_learns_of_the_others(story: list[tuple[str, Any]]) -> None:
    together = asyncio.run(outcome(story, NAMES))
    for workspace_id, other in (NAMES, NAMES[::-1]):
        alone = asyncio.run(outcome(story, (workspace_id,)))[workspace_id]
        assert mark(other) not in together[workspace_id]
        assert together[workspace_id].splitlines() == alone.splitlines()
