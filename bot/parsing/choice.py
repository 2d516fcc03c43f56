"""Chooses, among all readings of the parts of a text, the one that explains most of it with one day and one time.

Words that belong to a name are left alone: "Sunday Riley", "24/7 Fitness", "Noon Films", "1 hour photo". Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.parsing.parser import Parser
from bot.parsing.text import Kind, Token
from bot.parsing.values import Moment

FILLERS = (
    "on", "at", "clock_at", "of", "in", "from", "for", "until", "day_of_month", "hour_the", "to", "please", "with",
    "emoji", ",", ";", "-", "/", "~", "(", ")", ".", "@", "|", "、", "。", "・", "·", "•",
)  # fmt: skip
TOKEN, UNCLEAN, BESIDE, GAP, EACH, PASSED = (
    10,
    -8,
    1,
    -5,
    -2,
    -4,
)  # points of a reading; PASSED: for skipping words that could be read
MOST = 3  # readings kept at each place
ZULU = "z"  # as in "13:00Z"
NAMED = frozenset({"day", "part", "clock"})
GLUE = frozenset("-/&.'+_:")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of tokens, from `start` until before `end`, with its meaning."""

    start: int
    end: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class BestReadings:
    """The readings that explain most of a text, all with the same score.

    `names`: pieces that could be a day or a time but belong to a name. `others`: all other pieces that could be one.
    """

    readings: tuple[tuple[Piece, ...], ...]
    names: tuple[Piece, ...] = ()
    others: tuple[Piece, ...] = ()


@dataclass
class Chooser:
    """Finds the best readings of one text."""

    parser: Parser
    _known: dict[tuple[int, frozenset[str], bool], list[tuple[int, tuple[Piece, ...]]]] = field(default_factory=dict)
    _items: dict[int, list[Piece]] = field(default_factory=dict)

    def choose(self) -> BestReadings:
        """The best readings; a single empty one if the text says nothing about when."""
        names, items = [], tuple(_items(self.parser))
        for item in items:
            if _is_name(self.parser, item) or _is_numbered(self.parser, item, items):
                names.append(item)
            else:
                self._items.setdefault(item.start, []).append(item)
        ranked = self._best(0, frozenset(), beside=False)
        others = tuple(item for items in self._items.values() for item in items)
        return BestReadings(tuple(items for score, items in ranked if score == ranked[0][0]), tuple(names), others)

    def _best(self, place: int, used: frozenset[str], *, beside: bool) -> list[tuple[int, tuple[Piece, ...]]]:
        if place >= len(self.parser.tokens):
            return [(0, ())]
        key = (place, used, beside)
        if key not in self._known:
            self._known[key] = self._ranked(place, used, beside)
        return self._known[key]

    def _ranked(self, place: int, used: frozenset[str], beside: bool) -> list[tuple[int, tuple[Piece, ...]]]:
        scored: list[tuple[int, tuple[Piece, ...]]] = []
        for item in self._items.get(place, ()):
            if item.moment.parts & used:
                continue
            score = _worth(self.parser.tokens, item) + (BESIDE if beside else GAP if used else 0)
            rest = self._best(item.end, used | item.moment.parts, beside=True)
            scored += [(score + points, (item, *items)) for points, items in rest]
        skipped = filler_end(self.parser, place) or place + 1
        is_filler = skipped > place + 1 or filler_end(self.parser, place) is not None
        passed = PASSED if used and place in self._items else 0
        scored += [(passed + points, items) for points, items in self._best(skipped, used, beside=beside and is_filler)]
        if is_filler and skipped > place + 1:
            scored += self._best(place + 1, used, beside=False)
        unique = {items: score for score, items in sorted(scored, key=lambda pair: pair[0])}
        ranked = sorted(((score, items) for items, score in unique.items()), key=lambda pair: -pair[0])
        return ranked[:MOST]


def filler_end(parser: Parser, place: int) -> int | None:
    """The place after the small word or sign at `place`, or None if there is none."""
    if parser.tokens[place].is_capitalised and parser.tokens[place].text in {
        "The",
        "On",
        "At",
        "In",
        "For",
        "Of",
        "With",
    }:
        return None
    return max((end for kind in FILLERS for _, end in parser.match(kind, place)), default=None)


def _worth(tokens: list[Token], item: Piece) -> int:
    words = sum(token.kind is not Kind.SIGN for token in tokens[item.start : item.end])
    return TOKEN * words + UNCLEAN * (not item.moment.is_clean) + EACH


def _items(parser: Parser) -> Iterable[Piece]:
    for place in range(len(parser.tokens)):
        seen = set()
        for moment, end in parser.match("moment", place):
            if (end, moment) not in seen and is_apart(parser, place, end):
                seen.add((end, moment))
                yield Piece(place, end, moment)


def is_apart(parser: Parser, start: int, end: int) -> bool:
    """Whether a run of tokens stands alone, and is not part of a word as in "7-Eleven", "monday.com", "3M".

    A sign between two days or times does not count: "fri/3pm".
    """
    tokens = parser.tokens
    before = tokens[start - 1] if start else None
    if before is not None and tokens[start].glued and not _parts_company(before, tokens[start]):
        signed = before.plain in GLUE and start > 1 and before.glued and tokens[start - 2].kind is not Kind.SIGN
        is_between = before.plain in "-/" and _says_when(parser, start - 2, start - 1)
        if before.kind is not Kind.SIGN or (signed and not is_between):
            return False
    if end < len(tokens) and tokens[end].plain == ZULU:
        return True
    if end < len(tokens) and tokens[end].glued and not _parts_company(tokens[end - 1], tokens[end]):
        behind = tokens[end + 1] if end + 1 < len(tokens) else None
        if tokens[end].kind is not Kind.SIGN:
            return False
        signed = tokens[end].plain in GLUE and behind is not None and behind.glued and behind.kind is not Kind.SIGN
        return not signed or (tokens[end].plain in "-/" and _says_when(parser, end + 1, None))
    return True


def _says_when(parser: Parser, start: int, end: int | None) -> bool:
    """Whether there is a day or a time at `start`, ending at `end` if that is given."""
    return any(end in {None, behind} for kind in ("day_kind", "clock") for _, behind in parser.match(kind, start))


def _parts_company(first: Token, second: Token) -> bool:
    """Whether a new word can begin without a space: at a change of script, or at hiragana."""
    scripts = [_script(first.text[-1]), _script(second.text[0])]
    if "latin" in scripts and not any(token.is_cjk for token in (first, second)):
        return False
    return (
        scripts[0] != scripts[1]
        or "hiragana" in scripts
        or (len(first.text) <= 3 and len(second.text) <= 3 and "katakana" not in scripts)
    )


def _script(letter: str) -> str:
    if "\u3040" <= letter <= "\u309f":
        return "hiragana"
    if "\u30a0" <= letter <= "\u30ff":
        return "katakana"
    return "kanji" if letter >= "\u3400" else "latin"


def is_unknown(parser: Parser, place: int) -> bool:
    """Whether the word at `place` has no meaning in the grammar."""
    if not 0 <= place < len(parser.tokens):
        return False
    return parser.tokens[place].kind is Kind.WORD and not parser.vocabulary.at(parser.tokens, place)


def _is_name(parser: Parser, item: Piece) -> bool:
    """Whether an item is more likely the beginning of a customer's name."""
    tokens, moment = parser.tokens, item.moment
    behind_unknown = is_unknown(parser, item.end)
    behind = tokens[item.end] if item.end < len(tokens) else None
    if moment.length is not None and moment.clock is None:
        begins_text = item.start == 0 and item.end > 1 and tokens[1].is_capitalised  # "20 Minutes", "24 Hour Fitness"
        return begins_text or (behind_unknown and not any(parser.match(kind, item.start) for kind in ("for", "(")))
    if moment.day is not None and moment.day.is_weekday and item.end - item.start == 1 and _is_stub(parser, item):
        return True
    begins = tokens[item.start]
    if moment.parts == {"part"} and (begins.is_capitalised or _is_amid_unknown(parser, item)):
        return True
    if behind is None or not behind_unknown or not behind.is_capitalised or behind.is_cjk:
        return False
    if begins.kind is Kind.DIGITS:
        signs = {token.plain for token in tokens[item.start : item.end]} & {"/", "-", "h", ".", "st", "nd", "rd", "th"}
        return bool(signs) and moment.parts <= NAMED and len(moment.parts) == 1 and item.end - item.start <= 3
    return begins.is_capitalised and item.end - item.start <= 2 and len(moment.parts) == 1


def _is_amid_unknown(parser: Parser, item: Piece) -> bool:
    """Whether no day or time is beside it: "morning brew fri 3pm"."""
    return is_unknown(parser, item.end) and (item.start == 0 or is_unknown(parser, item.start - 1))


def _is_numbered(parser: Parser, item: Piece, items: Iterable[Piece]) -> bool:
    """Whether an item begins with a weekday that has nothing but a number right behind it, and another day comes later:
    "SAT.1 tomorrow".
    """
    tokens = parser.tokens
    number = item.start + 1
    if number < item.end and tokens[number].plain == "." and tokens[number].glued:
        number += 1
    behind = number + 1
    if not item.moment.day or number >= item.end or tokens[number].kind is not Kind.DIGITS or not tokens[number].glued:
        return False
    goes_on = behind < len(tokens) and (tokens[behind].glued or parser.match("or", behind))
    if goes_on or not parser.match("weekday", item.start):
        return False
    return any(other.moment.day and other.start >= behind for other in items)


def _is_stub(parser: Parser, item: Piece) -> bool:
    """Whether a weekday of two or three letters ("do", "mar") has nothing beside it that makes it a weekday."""
    tokens = parser.tokens
    word = tokens[item.start]
    if len(word.plain) > 3 or word.is_cjk:
        return False
    is_english = any(
        word.language == "en" and word.kind == "weekday" for word, _ in parser.vocabulary.at(tokens, item.start)
    )
    if is_english and len(word.plain) == 3:
        return False
    beside = [tokens[place] for place in (item.start - 1, item.end, item.end + 1) if 0 <= place < len(tokens)]
    is_last = item.start > 0 and item.end == len(tokens) and word.is_capitalised
    says_when = item.end < len(tokens) and any(parser.match(kind, item.end) for kind in ("clock", "part", "number"))
    return not (is_last or says_when or any(token.kind is Kind.DIGITS for token in beside))
