"""Everything that the bot can show, in other languages: every word is from the library, and nothing is cut off."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.playground.gallery.surfaces import POOLS, Shown, everything
from content import pseudo
from content.libraries import Libraries

# What stays as it is in every language: commands, mentions, addresses, emoji.
AS_IT_IS = re.compile(r"`[^`]*`|<[^<>]*>|https?://\S+|/(?:secondchair|ridealong|selfcheck|invite)\b[@\w -]*|:[a-z_]+:")
PLAIN_WORD = re.compile(r"[A-Za-z]{2,}")
# What people in the gallery typed, their names, IANA names of zones, and the names of languages in their own words.
NAMES = {
    *PLAIN_WORD.findall(json.dumps([[str(text) for text in pool] for pool in POOLS.values()])),
    *("amp", "Weber", "America", "New", "York", "Asia", "Kolkata", "Europe", "Berlin", "Pacific", "Auckland"),
    *("Deutsch", "English", "United", "States", "ask", "what", "waiting", "costs", "unheard", "of", "refused"),
    *("What", "have", "you", "seen", "elsewhere", "length"),
}

OF_SAMPLES = "selfchecks.pages.page"  # the page of any form of statements: everything on it is made up
PEOPLE_WROTE = tuple(str(text)[:10] for text in POOLS[str])


@pytest.fixture(scope="module")
def pieces() -> list[Shown]:
    return everything(Libraries().of(pseudo.LOCALE))


def texts(part: Any) -> Iterator[str]:
    """Everything in a surface that somebody reads or hears."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            if name in {"text", "alt_text", "accessibility_label"} and isinstance(value, str):
                yield value
            elif name not in {"value", "private_metadata"}:
                yield from texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value)


def test_no_word_stands_outside_the_library(pieces: list[Shown]) -> None:
    plain = {
        f"{piece.title}: {word} in {text[:80]}"
        for piece in pieces
        if piece.source != OF_SAMPLES
        for text in texts(piece.json)
        for word in PLAIN_WORD.findall(AS_IT_IS.sub(" ", text))
        if word not in NAMES
    }
    assert not plain, "\n".join(sorted(plain))


def test_a_longer_language_fits_into_what_slack_allows(pieces: list[Shown]) -> None:
    wrong = {f"{piece.title}: {problem}" for piece in pieces for problem in piece.problems}
    assert not wrong, "\n".join(sorted(wrong))


def test_no_title_and_no_button_is_cut(pieces: list[Shown]) -> None:
    cut = {
        f"{piece.title}: {short}"
        for piece in [*pieces, *everything(Libraries().of("de-DE"))]
        for short in _short_texts(piece.json)
        if short.endswith("…") and not short.startswith(PEOPLE_WROTE)
    }
    assert not cut, "\n".join(sorted(cut))


def _short_texts(part: Any) -> Iterator[str]:
    """Titles and the words of buttons, which have little room."""
    if isinstance(part, Mapping):
        yield from (part[name]["text"] for name in ("title", "submit", "close") if isinstance(part.get(name), dict))
        if part.get("type") == "button":
            yield part["text"]["text"]
        for value in part.values():
            yield from _short_texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _short_texts(value)
