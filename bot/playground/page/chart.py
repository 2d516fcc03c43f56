"""Computes the geometry of a chart block's bars, lines and slices, in a box of 100 by 100. Pure."""

import math
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one value; x, y, width and height in percent of the box, y from the top."""

    x: float
    y: float
    width: float
    height: float
    series: int
    _: KW_ONLY
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """All values of a chart with axes. `lines` has a polyline's points for each series."""

    bars: tuple[Bar, ...]
    lines: tuple[str, ...]
    categories: tuple[str, ...]
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a pie as an SVG path in a circle of radius 50."""

    path: str
    words: str


def bars(chart: Mapping[str, Any]) -> Bars:
    """The geometry of a bar, area or line chart."""
    series, categories = chart["series"], tuple(chart["axis_config"]["categories"])
    top = max([0.0, *(float(point["value"]) for dataset in series for point in dataset["data"])]) or 1.0
    step = 100 / max(1, len(categories))
    wide = step * 0.7 / max(1, len(series))
    drawn, lines = [], []
    for number, dataset in enumerate(series):
        dots = []
        for place, point in enumerate(dataset["data"]):
            height = 100 * float(point["value"]) / top
            x = place * step + step * 0.15 + number * wide
            words = f"{dataset['name']}, {point['label']}: {point['value']}"
            drawn.append(
                Bar(round(x, 2), round(100 - height, 2), round(wide * 0.92, 2), round(height, 2), number, words=words)
            )
            dots.append(f"{place * step + step / 2:.2f},{100 - height:.2f}")
        lines.append(" ".join(dots))
    return Bars(tuple(drawn), tuple(lines), categories, tuple(str(dataset["name"]) for dataset in series))


def slices(chart: Mapping[str, Any]) -> tuple[Slice, ...]:
    """The slices of a pie, clockwise from the top."""
    total, at, pieces = sum(float(segment["value"]) for segment in chart["segments"]) or 1.0, 0.0, []
    for segment in chart["segments"]:
        share = min(float(segment["value"]) / total, 0.9999)
        (x1, y1), (x2, y2) = _on_circle(at), _on_circle(at + share)
        path = f"M50,50 L{x1:.2f},{y1:.2f} A50,50 0 {int(share > 0.5)} 1 {x2:.2f},{y2:.2f} Z"
        pieces.append(Slice(path, f"{segment['label']}: {segment['value']}"))
        at += share
    return tuple(pieces)


def _on_circle(share: float) -> tuple[float, float]:
    angle = 2 * math.pi * share - math.pi / 2
    return 50 + 50 * math.cos(angle), 50 + 50 * math.sin(angle)
