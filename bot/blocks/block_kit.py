"""The few Block Kit shapes that we use, as plain dicts: the SDK's own models drop blocks that they do not know.

Two kinds of text: `plain` shows its words as they are; `mrkdwn` is read by Slack, so whatever a person wrote goes
through `escape` first. Limits: https://docs.slack.dev/reference/block-kit
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]
_OPEN = re.compile(r"(?:&[a-z]*|<[^<>]*)$")


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` is for notifications and screen readers and makes sense alone; `blocks` are shown."""

    text: str
    blocks: tuple[Block, ...]


def escape(text: str) -> str:
    """`text` escaped, so that mrkdwn shows it as is: `<!channel>` alerts nobody. Source: Slack, "Escaping text"."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, ending in an ellipsis if it was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def short_mrkdwn(text: str, limit: int) -> str:
    """mrkdwn in at most `limit` characters, never cut inside an entity such as `&amp;` or a mention such as `<@U1>`."""
    return text if len(text) <= limit else f"{_OPEN.sub('', text[: limit - 1]).rstrip()}…"


def person(user_id: str) -> str:
    """A mention in mrkdwn. Slack shows the name; in a message it also notifies the person."""
    return f"<@{user_id}>"


def channel(channel_id: str) -> str:
    """A link to a channel in mrkdwn; Slack shows its name to people who may see it."""
    return f"<#{channel_id}>"


def plain(text: str, limit: int = 3000) -> Block:
    """A plain_text object, cut to `limit`."""
    return {"type": "plain_text", "text": short(text, limit), "emoji": True}


def mrkdwn(text: str) -> Block:
    """A mrkdwn object of our own words, facts already escaped.

    Verbatim: Slack does not turn addresses or names in typed text into links, only what we write as a link. Source:
    https://docs.slack.dev/reference/block-kit/composition-objects/text-object
    """
    return {"type": "mrkdwn", "text": short_mrkdwn(text, 3000), "verbatim": True}


def message(text: str) -> Message:
    """A message of one paragraph of our own words in mrkdwn."""
    return Message(text, (section(text),))


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph of our own words in mrkdwn, with a button or menu beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block | _given(accessory=accessory, block_id=block_id)


def fields(*texts: str) -> Block:
    """Short paragraphs in mrkdwn side by side, two per row, at most ten."""
    return {"type": "section", "fields": [mrkdwn(short_mrkdwn(text, 2000)) for text in texts]}


def quote(text: str) -> Block:
    """Text that a person wrote, as a quotation that Slack does not parse as mrkdwn."""
    words = {"type": "text", "text": short(text, 3000)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words]}]}


def context(*texts: str) -> Block:
    """Small print in mrkdwn, at most ten pieces."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def button(label: str, action_id: str, value: str = "", style: str | None = None, spoken: str = "") -> Block:
    """A button; `style` is "primary" or "danger"; `spoken` is for screen readers, if the label alone is unclear."""
    block: Block = {"type": "button", "text": plain(label, 75), "action_id": action_id}
    return block | _given(value=value or None, style=style, accessibility_label=spoken[:75] or None)


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons and menus, at most 25."""
    return {"type": "actions", "elements": list(elements)} | _given(block_id=block_id)


MOST_OPTIONS = 100  # of a menu or of one of its groups


def option(label: str, value: str) -> Block:
    """One entry of a menu."""
    return {"text": plain(label, 75), "value": value}


def options(choices: Mapping[str, str]) -> list[Block]:
    """Menu entries from values to labels."""
    return [option(label, value) for value, label in choices.items()]


def menu(action_id: str, choices: Mapping[str, str], chosen: str | None = None, placeholder: str = "") -> Block:
    """A static select from values to labels."""
    initial = option(choices[chosen], chosen) if chosen in choices and chosen is not None else None
    block: Block = {"type": "static_select", "action_id": action_id, "options": options(choices)}
    return block | _given(initial_option=initial, placeholder=plain(placeholder, 150) if placeholder else None)


def overflow(action_id: str, choices: Mapping[str, str]) -> Block:
    """Three dots that open a short menu, from values to labels, at most five."""
    return {"type": "overflow", "action_id": action_id, "options": options(choices)}


def search_menu(action_id: str, chosen: tuple[str, str], placeholder: str) -> Block:
    """A menu that asks us for matches as somebody types; `chosen` is the value and label of the current entry."""
    value, label = chosen
    return {
        "type": "external_select", "action_id": action_id, "min_query_length": 0,
        "initial_option": option(short(label, 75), value), "placeholder": plain(placeholder, 150),
    }  # fmt: skip


def searched(groups: Mapping[str, Mapping[str, str]]) -> Block:
    """The entries of such a menu: labels by value under the titles of their groups, 100 in each; no empty groups."""
    shown = [
        {"label": plain(title, 75), "options": options(dict(list(choices.items())[:MOST_OPTIONS]))}
        for title, choices in groups.items()
        if choices
    ]
    return {"option_groups": shown} if shown else {"options": []}


def radio(action_id: str, choices: Mapping[str, str], chosen: str | None = None) -> Block:
    """Radio buttons from values to labels, at most ten."""
    initial = option(choices[chosen], chosen) if chosen in choices and chosen is not None else None
    block: Block = {"type": "radio_buttons", "action_id": action_id, "options": options(choices)}
    return block | _given(initial_option=initial)


def checkboxes(
    action_id: str, choices: Mapping[str, str], chosen: Sequence[str] = (), described: Mapping[str, str] | None = None
) -> Block:
    """Checkboxes from values to labels, at most ten; an entry in `described` has a line below it."""
    notes = described or {}
    boxes = [
        option(label, value) | _given(description=plain(notes[value], 75) if value in notes else None)
        for value, label in choices.items()
    ]
    block: Block = {"type": "checkboxes", "action_id": action_id, "options": boxes}
    return block | _given(initial_options=[box for box in boxes if box["value"] in chosen] or None)


def text_input(
    action_id: str, value: str = "", *, long: bool = False, limit: int = 3000, placeholder: str = ""
) -> Block:
    """A text field; Slack itself refuses more than `limit` characters (at most 3,000)."""
    block: Block = {"type": "plain_text_input", "action_id": action_id, "multiline": long, "max_length": limit}
    return block | _given(initial_value=value or None, placeholder=plain(placeholder, 150) if placeholder else None)


def number_input(action_id: str, value: int | None = None, *, least: int = 0, most: int = 99) -> Block:
    """A field for a whole number."""
    block: Block = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": False}
    block |= {"min_value": str(least), "max_value": str(most)}
    return block | _given(initial_value=None if value is None else str(value))


def people_picker(action_id: str, chosen: Sequence[str] = (), most: int = 20) -> Block:
    """A menu for several people; `most` is at least the number already chosen, else Slack would show none of them."""
    most = max(most, len(chosen))
    block: Block = {"type": "multi_users_select", "action_id": action_id, "max_selected_items": most}
    return block | _given(initial_users=list(chosen) or None)


def person_picker(action_id: str, chosen: str | None = None) -> Block:
    """A menu of people, one of them."""
    return {"type": "users_select", "action_id": action_id} | _given(initial_user=chosen)


def channel_picker(action_id: str, chosen: str | None = None) -> Block:
    """A menu of channels, public and private, except direct messages and externally shared channels."""
    within = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    block: Block = {"type": "conversations_select", "action_id": action_id, "filter": within}
    return block | _given(initial_conversation=chosen)


def date_picker(action_id: str, on: date | None = None) -> Block:
    """A date."""
    return {"type": "datepicker", "action_id": action_id} | _given(initial_date=on and on.isoformat())


def time_picker(action_id: str, at: time | None = None) -> Block:
    """A wall-clock time."""
    return {"type": "timepicker", "action_id": action_id} | _given(initial_time=at and at.strftime("%H:%M"))


def field(block_id: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """One input of a modal; `block_id` is where an error for it appears. `hint` says who will see the answer."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": element}
    return block | {"optional": optional} | _given(hint=plain(hint, 2000) if hint else None)


def modal(
    callback_id: str, title: str, blocks: Sequence[Block], *, close: str, submit: str = "", metadata: str = ""
) -> View:
    """A modal; without `submit` it only displays. `metadata` comes back with the submission."""
    view: View = {"type": "modal", "callback_id": callback_id, "title": plain(title, 24), "blocks": list(blocks)}
    view |= {"close": plain(close, 24), "private_metadata": metadata}
    return view | _given(submit=plain(submit, 24) if submit else None)


def home(blocks: Sequence[Block]) -> View:
    """A Home tab, at most 100 blocks."""
    return {"type": "home", "blocks": list(blocks[:100])}


def _given(**parts: Any) -> Block:
    return {name: part for name, part in parts.items() if part is not None}
