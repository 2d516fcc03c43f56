"""Prints what happens on a stage: what each person sees and does, in their own time."""

import re
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.localslack import View
from bot.playground.actor import Act
from bot.playground.stage import Stage
from bot.playground.terminal.show import Painter, local
from bot.playground.watcher import Sight

IDS = re.compile(r"\b[UC][0-9A-Z]{8,}\b")


class Narrator:
    """Prints each kind of message in full the first time and in one line afterwards, so that a week stays readable."""

    def __init__(self, stage: Stage, console: Console) -> None:
        self._stage = stage
        self._console = console
        self._painter = Painter(stage.workspace, stage.team)
        self._shown: set[tuple[Any, ...]] = set()
        stage.on_sight.append(self.saw)
        stage.on_act.append(self.did)

    def end(self) -> None:
        """Stop printing."""
        self._stage.on_sight.remove(self.saw)
        self._stage.on_act.remove(self.did)

    def chapter(self, title: str) -> None:
        """Print the heading of a new part of the story."""
        self._console.print()
        self._console.rule(f"[bold]{title}", align="left")

    def saw(self, sight: Sight) -> None:
        """Print what somebody has newly seen, except Home tabs, which `home` prints."""
        if sight.kind == "home":
            return
        blocks = () if isinstance(sight.content, str) else sight.content.blocks
        shape = (sight.kind == "edited", *_shape(blocks))
        if sight.kind == "edited" and shape in self._shown and not any(ids for _, _, ids in shape[1:]):
            return  # a message without buttons need not be printed again
        is_new = isinstance(sight.content, View) or shape not in self._shown
        self._shown.add(shape)
        self._console.print((self._painter.sight if is_new else self._painter.line)(sight), highlight=False)

    def did(self, act: Act) -> None:
        """Print what somebody did."""
        member = self._stage.team.member(act.handle)
        zone = member.zone if member else "UTC"
        words_of_act = IDS.sub(lambda match: self._painter.name(match[0]), act.words)
        words = Text(f"{local(act.at, zone)}  ", "dim").append(act.handle, "bold magenta").append(f" {words_of_act}")
        self._console.print(words, highlight=False)

    def home(self, handle: str) -> None:
        """Print somebody's Home tab."""
        view = self._stage.as_(handle).home
        if view is not None:
            self._console.print(self._painter.view(view), highlight=False)


def _shape(blocks: Sequence[Any]) -> tuple[Any, ...]:
    """The parts that two messages of the same kind share: blocks, headlines and buttons."""
    return tuple(
        (
            block["type"],
            block["text"]["text"] if block["type"] == "header" else "",
            tuple(part.get("action_id") for part in block.get("elements", ()) if block["type"] == "actions"),
        )
        for block in blocks
    )
