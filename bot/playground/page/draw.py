"""Draws Block Kit as HTML: a macro for each type of block and element in `templates/blocks.html`."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.localslack.state.forms import SEVERAL, SINGLE
from bot.playground.page.chart import Bars, bars, slices
from bot.playground.page.emoji import pictured
from bot.playground.page.marks import anchor, marked, mention, words

Block = Mapping[str, Any]
HERE = Path(__file__).parent
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["hue"] = lambda name: sum(ord(letter) * 37 for letter in name) % 360  # a custom colour


@dataclass(frozen=True, slots=True)
class MenuChoice:
    """A person or channel to pick: id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DisplayNames:
    """The names behind ids, and the choices of pickers."""

    known: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[MenuChoice] = ()
    channels: Sequence[MenuChoice] = ()

    def __call__(self, slack_id: str) -> str:
        """ "@maria" for a user id, "#sales" for a channel's; an unknown id stays."""
        return self.known.get(slack_id, slack_id)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws the blocks of one message or view. `values` and `errors` are those of a view, `faults` sentences by block
    index.
    """

    names: DisplayNames
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[int, Sequence[str]] = field(default_factory=dict)
    prefix: str = ""

    def blocks(self, blocks: Sequence[Block]) -> Markup:
        """All blocks as HTML, each with Slack's objections to it."""
        return Markup().join(self._one(index, block) for index, block in enumerate(blocks))

    def element(self, part: Block, block: Block, label: str = "") -> Markup:
        """A button, menu or input as HTML; `label` names it where nothing else does."""
        macro = _macro("element", part.get("type"))
        return macro(self, part, block, label) if macro else unknown("element", part)

    def mark(self, text: str) -> Markup:
        """mrkdwn as HTML."""
        return marked(text, self.names)

    def text(self, text_object: Block) -> Markup:
        """A text object of either kind as HTML."""
        return (
            self.plain(text_object["text"]) if text_object["type"] == "plain_text" else self.mark(text_object["text"])
        )

    def plain(self, text: str) -> Markup:
        """Words with their line ends and emoji."""
        return words(text)

    def rich(self, part: Block) -> Markup:
        """A part of rich text as HTML."""
        macro = _macro("rich", part.get("type"))
        return macro(self, part) if macro else unknown("rich text", part)

    def mention(self, slack_id: str) -> Markup:
        """A mention as HTML."""
        return mention(self.names(slack_id))

    def anchor(self, url: str, label: str) -> Markup:
        """A link as HTML."""
        return anchor(url, label)

    def emoji(self, name: str) -> str:
        """An emoji, or its name where we have none."""
        return pictured(f":{name}:")

    def bars(self, chart: Block) -> Bars:
        """The geometry of a chart with bars or lines."""
        return bars(chart)

    def slices(self, chart: Block) -> Any:
        """The slices of a pie."""
        return slices(chart)

    def state(self, part: Block, block: Block) -> Any:
        """The current value of an element: text, an id, an option's value, or a list of them."""
        kind = str(part["type"])
        key, first = SINGLE.get(kind) or SEVERAL.get(kind) or ("", "")
        held = self.values.get(str(block.get("block_id")), {}).get(str(part.get("action_id")))
        state = held.get(key) if held else part.get(first)
        if key == "selected_options":
            return [choice["value"] for choice in state or ()]
        if key == "selected_option":
            return state["value"] if state else ""
        return state or ([] if kind in SEVERAL else "")

    def option(self, part: Block, block: Block) -> Block | None:
        """The option that a menu shows, or None."""
        held = self.values.get(str(block.get("block_id")), {}).get(str(part.get("action_id")))
        option: Block | None = held.get("selected_option") if held else part.get("initial_option")
        return option

    def error(self, block: Block) -> str:
        """The error that a field shows, "" where it is fine."""
        return self.errors.get(str(block.get("block_id")), "")

    def key(self, part: Block, block: Block) -> str:
        """The name by which the page tells the server which element this is."""
        return f"{block.get('block_id', '')}/{part.get('action_id', '')}"

    def id(self, part: Block, block: Block) -> str:
        """The HTML id of the element."""
        return f"{self.prefix}{self.key(part, block)}".replace(" ", "_")

    def _one(self, index: int, block: Block) -> Markup:
        macro = _macro("block", block.get("type"))
        drawn = macro(self, block) if macro else unknown("block", block)
        if faults := self.faults.get(index):
            items = Markup().join(Markup("<li>{}</li>").format(fault) for fault in faults)
            return Markup('<div class="faulty">{}<ul class="faults" role="alert">{}</ul></div>').format(drawn, items)
        return drawn


def unknown(kind: str, part: Block) -> Markup:
    """A part that has no template, drawn as a warning and its JSON."""
    shape = '<div class="unknown" data-unknown="{}"><p role="alert">No template for this {}.</p><pre>{}</pre></div>'
    return Markup(shape).format(part.get("type"), kind, as_json(part))  # noqa: S704 - the shape is ours, the rest escaped


def as_json(value: Any) -> str:
    """Readable JSON."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def rendered(template: str, **facts: Any) -> str:
    """A filled template."""
    return TEMPLATES.get_template(template).render(**facts)


def _macro(group: str, kind: Any) -> Callable[..., Markup] | None:
    macro: Callable[..., Markup] | None = getattr(TEMPLATES.get_template("blocks.html").module, f"{group}_{kind}", None)
    return macro
