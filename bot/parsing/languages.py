"""Decides which languages a text is read in: the person's own, English, and one that its day words reveal. Pure."""

from collections import Counter
from dataclasses import replace

from bot.parsing.text import Kind, Token, tokens_of
from bot.parsing.vocabulary import TABLES, Vocabulary, day_words, vocabulary

MOST = 2  # languages besides the person's own
NAMES = frozenset({"weekday", "day"})
PARTS = frozenset({"part", "morning_after", "noon"})  # behind a German weekday
SHORTEST_DAY, SHORTEST_PART = 6, 4  # letters of "montag" and "früh"
SUFFIXED = frozenset({"unit", "month"})  # count as day words only beside a number, since Mars and Mai are also names


def own_languages(locale: str) -> tuple[str, ...]:
    """The languages that a person with Slack's `locale` ("de-DE") is assumed to type, their own first."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    return tuple(dict.fromkeys(filter(None, (language, "en"))))


def read_tokens(text: str, locale: str) -> tuple[list[Token], Vocabulary]:
    """The tokens of a text and the words to read them with."""
    tokens = tokens_of(text)
    own = own_languages(locale)
    if any(token.is_cjk for token in tokens):
        own = tuple(dict.fromkeys((*own, "ja", "zh")))
    words = vocabulary(own + _foreign(tokens, vocabulary(own)))
    split = _pieces if any(token.is_cjk for token in tokens) else _compound
    return [piece for token in tokens for piece in split(token, words)], words


def _foreign(tokens: list[Token], own: Vocabulary) -> tuple[str, ...]:
    """The languages that know most of the day words that the person's own do not; empty if there are none."""
    votes: Counter[str] = Counter()
    if any(word.kind in NAMES and word.full for place in range(len(tokens)) for word, _ in own.at(tokens, place)):
        return ()
    for place, token in enumerate(tokens):
        if token.kind is not Kind.WORD or token.is_cjk or own.knows(token.plain):
            continue
        beside = [*tokens[max(0, place - 2) : place], *tokens[place + 1 : place + 2]]
        has_number = any(neighbour.kind is Kind.DIGITS for neighbour in beside)
        for language, words in day_words().get(token.plain, {}).items():
            if has_number or any(word.kind not in SUFFIXED for word in words):
                votes[language] += 1
    most = max(votes.values(), default=0)
    ranked = [language for language, count in votes.items() if count == most]
    ranked.sort(key=lambda language: TABLES.index(language) if language in TABLES else len(TABLES))
    whole = [language for language in ranked if language in TABLES]
    return tuple((whole or ranked)[:MOST])


def _compound(token: Token, words: Vocabulary) -> list[Token]:
    """A German weekday with its part of the day, as two tokens: "Freitagnachmittag"; any other token as it is."""
    if token.kind is Kind.WORD and "de" in words.languages:
        for end in range(SHORTEST_DAY, len(token.plain) - SHORTEST_PART + 1):
            if words.means(token.plain[:end], {"weekday"}) and words.means(token.plain[end:], PARTS):
                return [*_cut(token, 0, end), *_cut(token, end, len(token.plain))]
    return [token]


def _pieces(token: Token, words: Vocabulary) -> list[Token]:
    """A run of a script without spaces, split at known words; the rest stays together."""
    if not token.is_cjk:
        return [token]
    pieces: list[Token] = []
    at, unknown = 0, 0
    while at < len(token.plain):
        length = _longest(token.plain, at, words, alone=at == unknown)
        if length:
            pieces += _cut(token, unknown, at)
            pieces += _cut(token, at, at + length)
            unknown = at + length
        at += length or 1
    return pieces + _cut(token, unknown, at)


def _longest(plain: str, at: int, words: Vocabulary, *, alone: bool) -> int:
    """The length of the longest known word at `at`; a single character counts only right after another known word."""
    for end in range(min(len(plain), at + 8), at, -1):
        if words.knows(plain[at:end]) and (end - at > 1 or alone):
            return end - at
    return 0


def _cut(token: Token, start: int, end: int) -> list[Token]:
    if start == end:
        return []
    first = token.start + start
    glued = token.glued if start == 0 else True
    piece = token.text[start:end]
    return [replace(token, text=piece, plain=token.plain[start:end], start=first, end=first + end - start, glued=glued)]
