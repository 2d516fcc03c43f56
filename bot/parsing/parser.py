"""Matches a grammar of small patterns against tokens and finds all readings at once. Pure; knows nothing about days and
times.

A pattern is a sequence of elements: "weekday on? d:dom of? month". An element is a kind of word, a sign, or the name of
another set of rules; `d:` names the value that it matches, `?` makes it optional, `~` forbids a space before it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from inspect import signature
from typing import Any

from bot.parsing.text import Kind, Token
from bot.parsing.vocabulary import Vocabulary

ELEMENT = re.compile(r"(?P<glued>~?)(?:(?P<name>[a-z_0-9]+):)?(?P<kinds>[^?]+)(?P<optional>\??)")
Caught = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a pattern: the kinds that it accepts, and the name for the matched value."""

    kinds: tuple[str, ...]
    name: str = ""
    optional: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A pattern, and the function that builds a value from its matches; None means that it does not match after all."""

    elements: tuple[Element, ...]
    build: Callable[..., Any]
    wanted: frozenset[str]


Grammar = Mapping[str, tuple[PatternRule, ...]]


def rule(pattern: str, build: Callable[..., Any]) -> PatternRule:
    """The rule for a pattern in the syntax described at the top of this module.

    `build` gets the frame and, by name, the matched values for which it has parameters.
    """
    elements = []
    for written in pattern.split():
        match = ELEMENT.fullmatch(written)
        assert match is not None
        kinds = tuple(match["kinds"].split("|"))
        name = match["name"] or (kinds[0] if len(kinds) == 1 and match["kinds"][0].isalpha() else "")
        elements.append(Element(kinds, name, bool(match["optional"]), bool(match["glued"])))
    return PatternRule(tuple(elements), build, frozenset(signature(build).parameters))


@dataclass
class Parser:
    """Finds all readings of the parts of a text, and caches them by place. `frame` is passed to the functions that
    build values.
    """

    tokens: list[Token]
    vocabulary: Vocabulary
    grammar: Grammar
    frame: Any
    _read: dict[tuple[str, int], list[tuple[Any, int]]] = field(default_factory=dict)

    def match(self, kind: str, place: int) -> list[tuple[Any, int]]:
        """Every reading of `kind` starting at token `place`: its value, and the place after it."""
        known = self._read.get((kind, place))
        if known is None:
            rules = self.grammar.get(kind)
            known = self._leaves[place].get(kind, []) if rules is None else list(self._by_rules(rules, place))
            self._read[kind, place] = known
        return known

    def _by_rules(self, rules: tuple[PatternRule, ...], place: int) -> Iterator[tuple[Any, int]]:
        for rule in rules:
            for caught, end in self._run(rule.elements, 0, place, {}):
                named = {name: value for name, value in caught.items() if name in rule.wanted}
                value = rule.build(self.frame, **named)
                if value is not None and end > place:
                    yield value, end

    def _run(self, elements: tuple[Element, ...], at: int, place: int, caught: Caught) -> Iterator[tuple[Caught, int]]:
        if at == len(elements):
            yield caught, place
            return
        element = elements[at]
        if place < len(self.tokens) and not (element.glued and not self.tokens[place].glued):
            for kind in element.kinds:
                for value, end in self.match(kind, place):
                    named = {**caught, element.name: value} if element.name else caught
                    yield from self._run(elements, at + 1, end, named)
        if element.optional:
            yield from self._run(elements, at + 1, place, caught)

    @cached_property
    def _leaves(self) -> list[dict[str, list[tuple[Any, int]]]]:
        """The meanings of each token on its own: the words that begin there, a number, a sign."""
        leaves: list[dict[str, list[tuple[Any, int]]]] = []
        for place, token in enumerate(self.tokens):
            here: dict[str, list[tuple[Any, int]]] = {}
            for word, end in self.vocabulary.at(self.tokens, place):
                here.setdefault(word.kind, []).append((word.value, end))
            if token.kind is Kind.DIGITS:
                here.setdefault("digits", []).append((token.plain, place + 1))
            elif token.kind is Kind.SIGN:
                here.setdefault(token.plain, []).append((token.plain, place + 1))
            elif token.kind is Kind.EMOJI:
                here.setdefault("emoji", []).append((token.plain, place + 1))
            leaves.append(here)
        return leaves
