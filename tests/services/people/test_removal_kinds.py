"""What each kind of removal does in Slack, in the language of its reader."""

from dataclasses import replace

import pytest

from bot.domain.people.removals import RemovalKind
from bot.services.context import Context
from bot.slack.remover import OurMessage
from content.models import Library
from tests.fakes import MovableClock
from tests.services.people.removers import FakeRemover, NotedLibraries, do, hash_of, slack

__all__ = ["slack"]
SENTENCE = "What was here was removed with the data of somebody it named."
OFF = "This ride-along was removed with the data of somebody who was to be on it. It is not planned any more."


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        (RemovalKind.DELETE, ("delete", "T1", "D1", "1.0")),
        (RemovalKind.FILE, ("delete_file", "T1", "1.0")),
        (RemovalKind.ANSWER, ("replace", "T1", "D1", "1.0", SENTENCE)),
        (RemovalKind.CALL, ("replace", "T1", "D1", "1.0", OFF)),
    ],
)
async def test_one_message_or_file(
    context: Context, clock: MovableClock, slack: FakeRemover, kind: RemovalKind, done: tuple[str, ...]
) -> None:
    assert await do(context, clock, slack, "1.0", kind) == []
    assert slack.said == [done]


@pytest.mark.parametrize("kind", [RemovalKind.ANSWER, RemovalKind.UNNAME])
async def test_a_sentence_is_in_the_language_of_its_reader(
    context: Context, clock: MovableClock, slack: FakeRemover, library: Library, kind: RemovalKind
) -> None:
    libraries = NotedLibraries(library)
    slack.messages["D1"] = [OurMessage("1.0", "To <@U1>", ())]
    facts = {"about": await hash_of(context, "U1")} if kind is RemovalKind.UNNAME else {}
    await do(replace(context, libraries=libraries), clock, slack, "1.0", kind, locale="de-DE", **facts)
    assert libraries.asked == ["de-DE"]
