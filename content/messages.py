"""Sentences with facts in them, in ICU MessageFormat: `{count, plural, one {# answer} other {# answers}}`.

The part of the format that sentences need: facts, `plural` (with `=0` and the like) and `select`. A test checks that
Unicode's own ICU reads every sentence that we ship the same way.
Source: https://unicode-org.github.io/icu/userguide/format_parse/messages/
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NoReturn

from content.formats import number, plural_form, text

Values = Mapping[str, object]
Change = Callable[[str], str]

_NAME = re.compile(r"\s*([^\s{},]+)\s*(?=[,}])")
_KIND = re.compile(r",\s*(plural|select)\s*,")
_CASE = re.compile(r"\s*(=\d+|\w+)\s*\{")
_FORMER = re.compile(r"\{\w+:[^{}|]*\|[^{}]*\}")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A place for a fact, as the language writes it."""

    name: str

    def say(self, values: Values, locale: str, _number: object) -> str:
        value = values[self.name]
        return value if isinstance(value, str) else text(value, locale)

    def source(self, _change: Change) -> str:
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class _Number:
    """The `#` of a plural."""

    name: str

    def say(self, _values: Values, locale: str, value: object) -> str:
        return number(value, locale)

    def source(self, _change: Change) -> str:
        return "#"


@dataclass(frozen=True, slots=True)
class _Choice:
    """A place where a fact chooses the text: a number among plurals, or a word such as a gender."""

    name: str
    is_plural: bool
    cases: Mapping[str, "Pattern"]

    def say(self, values: Values, locale: str, around: object) -> str:
        value = values[self.name]
        exact = f"={value}" if self.is_plural else str(value)
        form = plural_form(value, locale) if self.is_plural and exact not in self.cases else exact
        return self.cases.get(form, self.cases["other"]).say(values, locale, value if self.is_plural else around)

    def source(self, change: Change) -> str:
        cases = " ".join(f"{name} {{{case.source(change)}}}" for name, case in self.cases.items())
        return f"{{{self.name}, {'plural' if self.is_plural else 'select'}, {cases}}}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sentence, or one case of a choice, once parsed: texts, and the parts between them. `names` are its facts."""

    parts: tuple["str | _Fact | _Number | _Choice", ...]
    names: frozenset[str] = field(default=frozenset())

    def say(self, values: Values, locale: str, around: object = None) -> str:
        """The text as the language `locale` writes it; `around` is the number of the plural that it is inside. A fact
        that ends with a full stop, such as "8. Nov.", ends its sentence, too: no second one follows.
        """
        said = ""
        for part in self.parts:
            words = part if isinstance(part, str) else part.say(values, locale, around)
            said += words.removeprefix(".") if said.endswith(".") else words
        return said

    def source(self, change: Change) -> str:
        """The sentence written again, with `change` made to each of its texts."""
        return "".join(change(part) if isinstance(part, str) else part.source(change) for part in self.parts)


def fill(sentence: str, locale: str, facts: Values) -> str:
    """The sentence with its facts filled in as the language `locale` writes them; nothing is escaped.

    Raises KeyError for a fact that the sentence names and `facts` lack, ValueError for an invalid sentence.
    """
    pattern = _read(sentence)
    if not pattern.names <= facts.keys():
        raise KeyError(min(pattern.names - facts.keys()))
    return pattern.say(facts, locale)


def facts_of(sentence: str) -> frozenset[str]:
    """The names of the facts that a sentence uses, also inside its plurals. Raises ValueError as `fill` does."""
    return _read(sentence).names


def changed(sentence: str, change: Change) -> str:
    """The sentence with `change` made to its texts, its facts left as they are. Raises ValueError as `fill` does."""
    return _read(sentence).source(change)


@cache
def _read(sentence: str) -> Pattern:
    if former := _FORMER.search(sentence):
        example = "{count, plural, one {# line} other {# lines}}"
        raise ValueError(f"{former.group()} is the old syntax for a plural: write {example}")
    if "'" in sentence:
        raise ValueError("' has a special meaning in ICU MessageFormat: write ’")
    return _Reader(sentence).read()


class _Reader:
    """Reads one sentence from its beginning to its end."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._place = 0

    def read(self) -> Pattern:
        pattern = self._pattern("", is_inside=False)
        if self._place < len(self._sentence):
            self._fail("has one } too many")
        return pattern

    def _pattern(self, plural: str, *, is_inside: bool) -> Pattern:
        """Everything up to the end, or to the end of a case; `plural` names the fact that its # stands for."""
        parts = tuple(self._parts(plural))
        if is_inside:
            self._past("}")
        names: set[str] = set()
        for part in parts:
            if not isinstance(part, str):
                names.add(part.name)
            if isinstance(part, _Choice):
                names.update(*(case.names for case in part.cases.values()))
        return Pattern(parts, frozenset(names))

    def _parts(self, plural: str) -> Iterator[str | _Fact | _Number | _Choice]:
        stop = re.compile(r"[{}#]" if plural else r"[{}]")
        while self._place < len(self._sentence):
            mark = stop.search(self._sentence, self._place)
            end = mark.start() if mark else len(self._sentence)
            if end > self._place:
                yield self._sentence[self._place : end]
            self._place = end
            if mark is None or mark.group() == "}":
                return
            self._place += 1
            yield self._fact(plural) if mark.group() == "{" else _Number(plural)

    def _fact(self, plural: str) -> _Fact | _Choice:
        name = _NAME.match(self._sentence, self._place)
        if name is None or not name[1].isidentifier():
            self._fail(f"{{{self._sentence[self._place :].partition('}')[0]}}} is not a valid fact name")
        self._place = name.end()
        if self._sentence[self._place] == "}":
            self._place += 1
            return _Fact(name[1])
        kind = _KIND.match(self._sentence, self._place)
        if kind is None:
            self._fail(f"{{{name[1]}, …}} needs plural or select, followed by a comma")
        self._place = kind.end()
        is_plural = kind[1] == "plural"
        cases = dict(self._cases(name[1] if is_plural else plural))
        self._past("}")
        if "other" not in cases:
            self._fail(f"{{{name[1]}, …}} lacks the case “other”")
        return _Choice(name[1], is_plural, cases)

    def _cases(self, plural: str) -> Iterator[tuple[str, Pattern]]:
        while (case := _CASE.match(self._sentence, self._place)) is not None:
            self._place = case.end()
            yield case[1], self._pattern(plural, is_inside=True)

    def _past(self, brace: str) -> None:
        rest = self._sentence[self._place :].lstrip()
        if not rest.startswith(brace):
            self._fail(f"lacks a {brace}")
        self._place = len(self._sentence) - len(rest) + 1

    def _fail(self, says: str) -> NoReturn:
        raise ValueError(says)
