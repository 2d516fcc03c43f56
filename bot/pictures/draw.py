"""Draws a picture as a PNG. It runs in a process of its own, since matplotlib takes a second to import.

Colours are Okabe and Ito's, which people with any colour vision can tell apart; place and shape repeat what they say.
The background is transparent and the ink a middle grey, so that one picture suits Slack's light and dark themes.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.domain.pictures import BarsPicture, Picture, PlanePicture, StreakPicture, StripPicture, WeeksPicture
from bot.domain.prompts.streaks import DayMark

INK, FAINT = "#7f858c", "#9aa0a666"
BLUE, SKY, ORANGE, RED = "#0072b2", "#56b4e9", "#e69f00", "#d55e00"
ROWS = (BLUE, SKY, ORANGE, RED)
MARKS: Mapping[DayMark, tuple[str, str]] = {
    DayMark.DONE: (BLUE, "s"),
    DayMark.FROZEN: (ORANGE, "D"),
    DayMark.OFF: (FAINT, "_"),
    DayMark.OPEN: (FAINT, "."),
}
STRIP_SIZES, STRIP_COLOURS = (45, 75, 105), (SKY, "#2b93cc", BLUE)
LINE = 0.32  # inches that each row of a strip adds
WIDTH, DOTS = 6.4, 160  # inches, and dots per inch: a phone's width at twice its resolution


def png(picture: Picture) -> bytes:
    """The picture as the bytes of a PNG, about 1,000 points wide."""
    drawing, height = DRAWINGS[type(picture)]
    height += LINE * len(picture.rows) if isinstance(picture, StripPicture) else 0
    figure = Figure(figsize=(WIDTH, height), dpi=DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.tick_params(colors=INK, length=0, labelsize=12)
    for side in axes.spines.values():
        side.set_visible(False)
    drawing(axes, picture)
    buffer = BytesIO()
    figure.savefig(buffer, format="png", transparent=True)
    return buffer.getvalue()


def _weeks(axes: Axes, picture: WeeksPicture) -> None:
    places = [(week, row) for week, row in enumerate(picture.answers) if row is not None]
    for row in range(len(picture.rows)):
        axes.axhline(row, color=FAINT, linewidth=0.8, zorder=0)
    axes.scatter(
        [week for week, _ in places], [row for _, row in places], s=90, c=[ROWS[row] for _, row in places], zorder=2
    )
    axes.set_yticks(range(len(picture.rows)), picture.rows)
    axes.set_ylim(len(picture.rows) - 0.4, -0.6)
    axes.set_xlim(-0.8, max(len(picture.answers), 8) - 0.2)
    axes.set_xticks([place for place, _ in picture.ticks], [name for _, name in picture.ticks])


def _bars(axes: Axes, picture: BarsPicture) -> None:
    numbers = [number or 0 for number in picture.numbers]
    axes.bar(range(len(numbers)), numbers, width=0.7, color=BLUE)
    empty = [week for week, number in enumerate(picture.numbers) if number is None]
    axes.scatter(empty, [0.0] * len(empty), s=24, c=FAINT, marker="_")
    axes.set_ylabel(picture.label, color=INK, fontsize=12)
    axes.set_ylim(0, max([*numbers, 5]) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlim(-0.8, max(len(numbers), 8) - 0.2)
    axes.set_xticks([place for place, _ in picture.ticks], [name for _, name in picture.ticks])


def _strip(axes: Axes, picture: StripPicture) -> None:
    """Darker and larger where more was done, so that nobody has to tell colours apart."""
    for row, weeks in enumerate(picture.days):
        axes.axhline(row, color=FAINT, linewidth=0.8, zorder=0)
        places = [(week, days) for week, days in enumerate(weeks) if days]
        axes.scatter(
            [week for week, _ in places],
            [row] * len(places),
            s=[STRIP_SIZES[min(days, 3) - 1] for _, days in places],
            c=[STRIP_COLOURS[min(days, 3) - 1] for _, days in places],
            marker="s",
            zorder=2,
        )
    axes.set_yticks(range(len(picture.rows)), picture.rows, parse_math=False)  # they are names
    axes.set_ylim(len(picture.rows) - 0.4, -0.6)
    axes.set_xlim(-0.8, max(map(len, picture.days)) - 0.2)
    axes.set_xticks([place for place, _ in picture.ticks], [name for _, name in picture.ticks])


def _streak(axes: Axes, picture: StreakPicture) -> None:
    for mark, (colour, shape) in MARKS.items():
        places = [place for place, day in enumerate(picture.days) if day == mark]
        axes.scatter([place // 7 for place in places], [place % 7 for place in places], s=70, c=colour, marker=shape)
    axes.set_yticks(range(7), picture.rows)
    axes.set_ylim(6.6, -0.6)
    axes.set_xlim(-0.8, len(picture.days) // 7 - 0.2)
    axes.set_xticks([place for place, _ in picture.ticks], [name for _, name in picture.ticks])


def _plane(axes: Axes, picture: PlanePicture) -> None:
    leads, manages = [lead for lead, _ in picture.points], [manage for _, manage in picture.points]
    axes.axhline(50, color=FAINT, linewidth=0.8)
    axes.axvline(50, color=FAINT, linewidth=0.8)
    axes.plot(manages, leads, color=INK, linewidth=1.2, zorder=1)
    axes.scatter(manages[:-1], leads[:-1], s=40, c=SKY, zorder=2)
    axes.scatter(manages[-1:], leads[-1:], s=150, c=BLUE, zorder=3)
    for place in sorted({0, len(picture.points) - 1}):
        axes.annotate(
            picture.dates[place],
            (manages[place], leads[place]),
            textcoords="offset points",
            xytext=(0, 11),
            ha="center",
            color=INK,
            fontsize=12,
        )
    axes.set_xlim(-5, 105)
    axes.set_ylim(-5, 112)
    axes.set_xlabel(picture.manage, color=INK, fontsize=12)
    axes.set_ylabel(picture.lead, color=INK, fontsize=12)
    axes.set_xticks([0, 50, 100])
    axes.set_yticks([0, 50, 100])


DRAWINGS: Mapping[type, tuple[Callable[[Axes, Any], None], float]] = {
    BarsPicture: (_bars, 2.3),
    StripPicture: (_strip, 0.5),
    WeeksPicture: (_weeks, 1.9),
    StreakPicture: (_streak, 2.1),
    PlanePicture: (_plane, 3.6),
}
