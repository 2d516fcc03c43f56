"""Block Kit builders for these tests, valid by default."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Words") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "a", text: str = "A") -> Json:
    return {"text": plain(text), "value": value}


def section(**parts: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **parts}


def button(**parts: Any) -> Json:
    return {"type": "button", "text": plain(), **parts}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(element: Json, **parts: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **parts}


def menu(kind: str = "static_select", **parts: Any) -> Json:
    return {"type": kind, "options": [option()], **parts}


def number(**parts: Any) -> Json:
    return field({"type": "number_input", "is_decimal_allowed": False, **parts})


def chart(kind: str = "bar", **parts: Any) -> Json:
    points = [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 2.5}]
    if kind == "pie":
        return {"type": "data_visualization", "title": "Week", "chart": {"type": "pie", "segments": points, **parts}}
    inner = {"type": kind, "series": [{"name": "Led", "data": points}], "axis_config": {"categories": ["Mon", "Tue"]}}
    return {"type": "data_visualization", "title": "Week", "chart": inner | parts}


def table(*rows: list[Any], **parts: Any) -> Json:
    return {"type": "data_table", "caption": "Week", "rows": list(rows), **parts}


def rich(*parts: Any, kind: str = "rich_text_section", **extra: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(parts), **extra}]}


def modal(*blocks: Any, **parts: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **parts}


CELL, NUMBER = {"type": "raw_text", "text": "x"}, {"type": "raw_number", "value": 1}
CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), "style": "danger"}
LEAVES: list[Json] = [
    {"type": "text", "text": "Hi", "style": {"bold": True}},
    {"type": "user", "user_id": "U1"},
    {"type": "link", "url": "https://example.com"},
]
