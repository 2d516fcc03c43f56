"""Statements in pages: how many on each, and where somebody continues."""

from collections.abc import Collection, Iterable, Sequence
from math import ceil

MOST_ON_A_PAGE = 5


def pages_of(statements: Iterable[str]) -> list[list[str]]:
    """The ids of the statements, in order, on as few pages as possible, as evenly filled as possible."""
    ids = list(statements)
    on_each = ceil(len(ids) / max(1, ceil(len(ids) / MOST_ON_A_PAGE)))
    return [ids[start : start + on_each] for start in range(0, len(ids), max(1, on_each))]


def first_open(pages: Sequence[Collection[str]], answered: Collection[str]) -> int:
    """The page, counted from 0, with the first unanswered statement; the last page if all are answered."""
    return next((number for number, ids in enumerate(pages) if not set(ids) <= set(answered)), len(pages) - 1)


def after_tap(pages: Sequence[Collection[str]], number: int, before: Collection[str], now: Collection[str]) -> int:
    """The page to show after a tap on page `number`: the next one, if that tap completed this page."""
    is_filled_now = set(pages[number]) <= set(now) and not set(pages[number]) <= set(before)
    return number + 1 if is_filled_now and number + 1 < len(pages) else number
