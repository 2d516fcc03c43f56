"""How well a name matches what somebody types in a searchable menu. Pure."""

from collections.abc import Iterable

WHOLE, BEGINS, WORD_BEGINS, INSIDE = range(4)


def rank(typed: str, names: Iterable[str]) -> int | None:
    """How well the best of the names matches, 0 being best; None if none does. All are as `zones.plain` writes them."""
    return min((fit for name in names if (fit := _fit(typed, name)) is not None), default=None)


def best(ranked: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The matches, the best first; names that merely contain what was typed only count if nothing else matches."""
    ordered = sorted(ranked)
    return [entry for entry in ordered if entry[0] != INSIDE] or ordered


def _fit(typed: str, name: str) -> int | None:
    name, typed = name.replace("-", " "), typed.replace("-", " ")
    if name == typed:
        return WHOLE
    if name.startswith(typed):
        return BEGINS
    if f" {typed}" in name.replace("(", " ").replace("/", " "):
        return WORD_BEGINS
    return INSIDE if len(typed) > 2 and typed in name else None
