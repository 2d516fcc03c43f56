"""Which prompt today: no repeats while there is something new, weighted to what trains most, always the same."""

from bisect import bisect
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import accumulate

from content.models import Prompt

YEAR = timedelta(days=365)
UNDER_PRESSURE = "under_pressure"
PRESSURE_FACTOR = 3.0


class Reason(StrEnum):
    """The answer to "Why this one?"."""

    WEAKEST_SCALE = "weakest_scale"
    PRESSURE_WEEK = "pressure_week"
    FRESH = "fresh"
    COMES_ROUND_AGAIN = "comes_round_again"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Choice:
    """The prompt of a day and why it is this one."""

    prompt: Prompt
    reason: Reason


def choose_prompt(
    prompts: Sequence[Prompt],
    seen: Mapping[str, date],
    declined: Collection[str],
    weights: Mapping[str, float],
    on: date,
    *,
    salt: str,
    pressure: bool = False,
) -> Choice:
    """The prompt for the local date `on`; the same arguments give the same one on every machine, in any order.

    `seen` maps prompt ids to the last local date each was sent, `declined` holds ids of "not for me" (used only where
    nothing else is left), `weights` maps themes to how often they should come (1 where absent), `salt` tells one
    recipient from another. While prompts are left that were not seen for a year, a theme is drawn by weight and one of
    its prompts; then the least recently seen one comes round again. Raises ValueError where `prompts` is empty.
    """
    pool = [prompt for prompt in prompts if prompt.id not in declined] or list(prompts)
    if not pool:
        raise ValueError("there is no prompt to choose from")
    eligible = [prompt for prompt in pool if prompt.id not in seen or seen[prompt.id] <= on - YEAR]
    if not eligible:
        oldest = min(seen[prompt.id] for prompt in pool)
        eligible = [prompt for prompt in pool if seen[prompt.id] == oldest]
    weight = {prompt.theme: max(weights.get(prompt.theme, 1.0), 0.0) for prompt in pool}
    drawn = {
        theme: weight[theme] * (PRESSURE_FACTOR if pressure and theme == UNDER_PRESSURE else 1.0)
        for theme in sorted({prompt.theme for prompt in eligible})
    }
    theme = _draw(drawn, f"{salt}|{on.isoformat()}")
    prompt = min(
        (prompt for prompt in eligible if prompt.theme == theme), key=lambda prompt: _hash(f"{salt}|{on}|{prompt.id}")
    )
    return Choice(prompt, _reason(prompt, prompt.id in seen, weight, pressure))


def _reason(prompt: Prompt, was_seen: bool, weight: Mapping[str, float], pressure: bool) -> Reason:
    if was_seen:
        return Reason.COMES_ROUND_AGAIN
    if pressure and prompt.theme == UNDER_PRESSURE:
        return Reason.PRESSURE_WEEK
    if weight[prompt.theme] > min(weight.values()):
        return Reason.WEAKEST_SCALE
    return Reason.FRESH


def _draw(weights: Mapping[str, float], seed: str) -> str:
    """A key of `weights`, each as often as its share over many seeds; all alike where every weight is 0."""
    shares = weights if any(weights.values()) else dict.fromkeys(weights, 1.0)
    bounds = list(accumulate(shares.values()))
    point = _hash(seed) / 2**256 * bounds[-1]
    return list(shares)[min(bisect(bounds, point), len(bounds) - 1)]


def _hash(text: str) -> int:
    """A number from 0 to 2**256 that is the same in every process, unlike `hash`."""
    return int.from_bytes(sha256(text.encode()).digest())
