"""Finds words beside the day and time of a text that could be a day or a zone but were not understood. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.parsing.choice import Piece, filler_end, is_apart, is_unknown
from bot.parsing.parser import Parser
from bot.parsing.text import Kind, Token
from bot.parsing.vocabulary import SHORT, Vocabulary, day_words

CLOSE = 0.75  # of difflib's ratio, 0 to 1: "thusday", "wendesday", "donerstag"
DAY_KINDS = (
    "weekday", "day", "tonight", "next", "after_next", "last", "week_unit", "next_week", "this_week", "last_week",
    "week_after_next", "in_eight", "in_fifteen", "or", "next_after", "this_after", "weekend", "every", "daily",
    "workdays", "from_now", "ago", "feast",
)  # fmt: skip
BESIDE_KINDS = (
    "unit", "month", "unsure", "this", "half_to", "half_past", "quarter", "past", "half_of_day", "noon", "end", "start",
    "rest", "hour_mark", "day_mark", "month_mark", "after", "before", "some", "number", "part",
)  # fmt: skip
JOINS = ("and", "or", "+")  # between two days or times: "do 10:00 und fr 11:00"
CJK_SIGNS = frozenset("曜週明昨翌朝晩昼")
COMPANY = frozenset({
    "inc", "ltd", "llc", "plc", "corp", "co", "gmbh", "ag", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab",
    "oy", "kg", "group", "bank", "media", "labs", "systems", "the", "and",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words that could be a day or a time but were not understood: the tokens from `start` until before `end`.

    `is_name`: they may just as well belong to the customer's name, so they stay in it.
    """

    start: int
    end: int
    is_name: bool = False


def suspicious(parser: Parser, items: tuple[Piece, ...], *, has_day: bool, has_clock: bool) -> Doubt | None:
    """The first doubtful words; None if there are none."""
    taken = {place for item in items for place in range(item.start, item.end)}
    ends = {place for item in items for place in (item.start - 1, item.end)}
    for place, token in enumerate(parser.tokens):
        if place in taken or token.kind is not Kind.WORD or not is_apart(parser, place, place + 1):
            continue
        if _is_doubtful(parser, place, beside=place in ends, whole=has_day and has_clock, has_day=has_day):
            return Doubt(place, place + 1, _begins_name(parser, place, taken))
        if not has_day and (_is_foreign(token, parser.vocabulary) or _is_misspelt(token, parser.vocabulary)):
            return Doubt(place, place + 1, _begins_name(parser, place, taken))
    return _stray(parser, taken, ends) if has_clock and not has_day else None


def _begins_name(parser: Parser, place: int, taken: set[int]) -> bool:
    """Whether a word is the first word of a customer's name, or all of it: "Sundy Riley 3pm"."""
    before = [
        earlier for earlier in range(place) if earlier not in taken and parser.tokens[earlier].kind is not Kind.SIGN
    ]
    behind = place + 1 < len(parser.tokens) and place + 1 not in taken
    return not before and (parser.tokens[place].is_capitalised or not behind)


def conflicting(parser: Parser, chosen: tuple[Piece, ...], others: tuple[Piece, ...]) -> Piece | None:
    """A day or a time beside the chosen ones, with only small words in between: "10:00 2pm fri"."""
    taken = {place for item in chosen for place in range(item.start, item.end)}
    for item in sorted(others, key=lambda piece: piece.start - piece.end):
        if not item.moment.parts & {"day", "clock"} or taken & set(range(item.start, item.end)):
            continue
        if any(_touch(parser, item, piece) for piece in chosen):
            return item
    return None


def _touch(parser: Parser, item: Piece, other: Piece) -> bool:
    first, last = sorted((item, other), key=lambda piece: piece.start)
    place = first.end
    while place < last.start:
        end = filler_end(parser, place) or max(
            (end for kind in JOINS for _, end in parser.match(kind, place)), default=0
        )
        if not end:
            return False
        place = end
    return True


def _is_doubtful(parser: Parser, place: int, *, beside: bool, whole: bool, has_day: bool) -> bool:
    if any(parser.match(kind, place) for kind in DAY_KINDS):
        return not _in_name(parser, place, beside=beside, whole=whole)
    if not beside or filler_end(parser, place) is not None:
        return False
    is_known = any(parser.match(kind, place) for kind in BESIDE_KINDS)
    return is_known and not (has_day and _in_name(parser, place, beside=False, whole=whole))


def _in_name(parser: Parser, place: int, *, beside: bool, whole: bool) -> bool:
    """Whether a word for a day belongs to a name: "Monday Media", "Black Friday", "sunday riley"."""
    tokens = parser.tokens
    token = tokens[place]
    unknown = [neighbour for neighbour in (place - 1, place + 1) if is_unknown(parser, neighbour)]
    if token.is_cjk:
        return whole and not beside
    if token.is_capitalised:
        return whole or (not beside and bool(unknown))
    is_alike = bool(unknown) and not any(tokens[neighbour].is_capitalised for neighbour in unknown)
    return whole and not beside and len(token.plain) > SHORT and is_alike


def _is_foreign(token: Token, words: Vocabulary) -> bool:
    """Whether a word is a weekday, or a day such as tomorrow, in a language that was not read."""
    if words.knows(token.plain) or token.is_cjk:
        return False
    return any(
        word.kind in {"weekday", "day"} for meanings in day_words().get(token.plain, {}).values() for word in meanings
    )


def _is_misspelt(token: Token, words: Vocabulary) -> bool:
    if len(token.plain) <= SHORT or words.knows(token.plain) or token.plain in COMPANY or token.is_cjk:
        return False
    return bool(get_close_matches(token.plain, _names(words), n=1, cutoff=CLOSE))


def _names(words: Vocabulary) -> list[str]:
    return [
        head
        for head, phrases in words.phrases.items()
        if len(head) > SHORT and any(word.kind in {"weekday", "day"} for _, meanings in phrases for word in meanings)
    ]


def _stray(parser: Parser, taken: set[int], ends: Iterable[int]) -> Doubt | None:
    """An unknown word beside a time without a day, in a different letter case from the customer: "Acme overmorrow
    3pm".
    """
    left = [place for place, token in enumerate(parser.tokens) if place not in taken and token.kind is Kind.WORD]
    day_like = next((place for place in left if set(parser.tokens[place].text) & CJK_SIGNS), None)
    if day_like is not None:
        return Doubt(day_like, day_like + 1, is_name=True)
    for place in sorted(ends):
        if 0 <= place < len(parser.tokens) and place not in taken and _is_day_number(parser.tokens[place]):
            return Doubt(place, place + 1, is_name=True)
        if not is_unknown(parser, place) or place in taken:
            continue
        token = parser.tokens[place]
        if not token.text.islower() or token.plain in COMPANY or token.is_cjk:
            continue
        if len(left) > 1:
            return Doubt(place, place + 1, is_name=True)
    return None


def _is_day_number(token: Token) -> bool:
    return token.kind is Kind.DIGITS and 1 <= int(token.plain) <= 31


def stray_number(parser: Parser, pieces: tuple[Piece, ...], *, has_clock: bool) -> Doubt | None:
    """A number beside a day without a time ("tues 930", "thu 3ish"), at the end after a time ("3pm 60"), or after an
    "in" that ends the text ("in 45").
    """
    last = len(parser.tokens) - 1
    if not pieces and last > 1 and parser.tokens[last].kind is Kind.DIGITS and parser.match("in", last - 1):
        return Doubt(last - 1, last + 1)
    taken = {place for item in pieces for place in range(item.start, item.end)}
    for item in pieces:
        place = item.end + bool(item.end < last and parser.match("for", item.end))
        if place >= len(parser.tokens) or place in taken or parser.tokens[place].kind is not Kind.DIGITS:
            continue
        if not has_clock or place == len(parser.tokens) - 1:
            behind = parser.tokens[place + 1] if place < last else None
            is_suffixed = behind is not None and behind.glued and behind.kind is Kind.WORD
            return Doubt(place, place + 1 + is_suffixed)
    return None
