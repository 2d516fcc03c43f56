"""Draws messages, modals and Home tabs for a terminal: pure, from blocks to Rich renderables."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from bot.localslack import PostedMessage, SlackWorkspace, User, View
from bot.playground.team import Team
from bot.playground.terminal.mrkdwn import styled
from bot.playground.terminal.show_inputs import control, element
from bot.playground.terminal.show_rich import rich_text
from bot.playground.watcher import Sight

Block = Mapping[str, Any]


def local(at: datetime, zone: str) -> str:
    """A moment in local time, as "Mon 19 Oct 08:30 Berlin"."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%a} {there.day} {there:%b %H:%M} {city(zone)}"


def city(zone: str) -> str:
    """The city of an IANA zone."""
    return zone.rpartition("/")[2].replace("_", " ").replace("Sao", "São")


class Painter:
    """Draws for one workspace, with its people's and channels' names."""

    def __init__(self, workspace: SlackWorkspace, team: Team) -> None:
        self._workspace = workspace
        self._team = team

    def name(self, slack_id: str) -> str:
        """ "@maria" for a user id, "#sales" for a channel id; an unknown id stays as it is."""
        if slack_id in self._workspace.users:
            return f"@{self._workspace.users[slack_id].name}"
        channel = self._workspace.channels.get(slack_id)
        return f"#{channel.name}" if channel and channel.name else slack_id

    def sight(self, sight: Sight) -> RenderableType:
        """Something that people saw, with their names and the time."""
        if isinstance(sight.content, str):
            body: RenderableType = Text(sight.content, "yellow")
        else:
            body = self.view(sight.content) if isinstance(sight.content, View) else self.message(sight.content)
        return Group(self._headline(sight), Padding(body, (0, 0, 1, 4), expand=False))

    def line(self, sight: Sight) -> RenderableType:
        """The same in one line: its notification text and its buttons."""
        content = sight.content
        text = self._headline(sight).append("  ")
        if isinstance(content, str):
            return text.append(content, "yellow")
        words = content.title if isinstance(content, View) else " · ".join(content.text.split("\n"))
        return text.append_text(styled(words, self.name)).append_text(_buttons(content.blocks))

    def message(self, message: PostedMessage) -> RenderableType:
        """A message with its buttons."""
        return Group(*self.blocks(message.blocks)) if message.blocks else styled(message.text, self.name)

    def view(self, view: View) -> RenderableType:
        """A Home tab, or a modal with its values and errors."""
        parts = list(self.blocks(view.blocks, view))
        if view.type == "home":
            return Group(*parts)
        names = (str((view.source.get(part) or {}).get("text", "")) for part in ("submit", "close"))
        ends = Text("  ".join(f"[{name}]" for name in names if name), "bold magenta")
        return Group(Rule(view.title, align="left", style="magenta"), *parts, ends)

    def blocks(self, blocks: Sequence[Block], view: View | None = None) -> Iterator[RenderableType]:
        """One renderable for each block; a block that cannot be drawn is only named."""
        for block in blocks:
            if block["type"] == "input":
                yield control(block, view, self.name)
            elif block["type"] == "section":
                yield from self._section(block)
            else:
                yield self._other(block)

    def _section(self, block: Block) -> Iterator[RenderableType]:
        if "text" in block:
            text = self._text(block["text"])
            yield text.append("  ").append_text(element(block["accessory"])) if "accessory" in block else text
        for field in block.get("fields", ()):
            yield self._text(field)

    def _other(self, block: Block) -> RenderableType:
        match block["type"]:
            case "header":
                drawn: RenderableType = Text(block["text"]["text"], "bold underline")
            case "divider":
                drawn = Rule(style="dim")
            case "context":
                drawn = Text(" · ", "dim").join(self._text(piece) for piece in block["elements"] if "text" in piece)
            case "actions":
                drawn = Text("  ").join(element(part) for part in block["elements"])
            case "rich_text":
                drawn = rich_text(block, self.name)
            case kind:
                drawn = Text(f"({kind}: {block.get('alt_text') or block.get('title') or '…'})", "dim")
        return drawn

    def _text(self, text_object: Block) -> Text:
        return (
            Text(text_object["text"]) if text_object["type"] == "plain_text" else styled(text_object["text"], self.name)
        )

    def _headline(self, sight: Sight) -> Text:
        people = [user for user in self._workspace.users.values() if user.name in sight.people]
        where = f"#{sight.channel.name}" if sight.channel and sight.channel.name else ""
        if sight.channel and not sight.channel.is_im and sight.kind != "ephemeral":
            zones = dict.fromkeys(user.tz for user in people)
            at = f"{local(sight.at, next(iter(zones)))}"
            others = ", ".join(f"{sight.at.astimezone(ZoneInfo(zone)):%H:%M} {city(zone)}" for zone in [*zones][1:])
            head = Text(f"{at}  ", "dim").append(where, "bold green")
            head.append(f"  ({others})" if others else "", "dim")
            return head.append("  (now reads)" if sight.kind == "edited" else "", "dim")
        return self._private(sight, people[0], where)

    def _private(self, sight: Sight, user: User, where: str) -> Text:
        notes = {"ephemeral": f"alone, in {where}" if where else "alone", "edited": "now reads", "home": "Home tab"}
        note = notes.get(sight.kind, "")
        head = Text(f"{local(sight.at, user.tz)}  ", "dim").append(user.name, "bold green")
        return head.append(f"  ({note})" if note else "", "dim")


def _buttons(blocks: Sequence[Block]) -> Text:
    text = Text()
    for block in blocks:
        for button in block.get("elements", ()) if block["type"] == "actions" else ():
            text.append("  ").append_text(element(button, brief=True))
    return text
