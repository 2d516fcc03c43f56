"""Plays and narrates the story's week, and checks that the local Slack received each slot exactly once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.nudges import BY_KEY
from bot.playground.stage import Stage
from bot.playground.stories.evidence import Expected, Receipt, Witness, differences, twice
from bot.playground.stories.narrator import Narrator
from bot.playground.stories.scene import Scene
from bot.playground.stories.schedule import EXPECTED
from bot.playground.stories.story import CHAPTERS, Chapter
from bot.playground.team import BERLIN
from content.library import load_library

END = datetime(2026, 10, 26, 17, 0, tzinfo=UTC)


async def play_week(
    stage: Stage,
    console: Console,
    expected: Sequence[Expected] = EXPECTED,
    chapters: Sequence[Chapter] = CHAPTERS,
) -> int:
    """Play the week on a fresh stage. Returns the exit code: 0 where everything came once and at its minute, else 1."""
    witness = Witness(stage)
    with _progress(console) as progress:
        await _tell(stage, chapters, progress)
    receipts = await witness.receipts()
    wrong = [*twice(receipts), *differences(receipts, expected)]
    wrong += [
        f"Slack would reject what the bot did: {refusal.name}: {refusal.sentence}" for refusal in stage.slack.refusals
    ]
    zones = _zones(stage) | {want.to: want.zone for want in expected}
    console.print(_summary(receipts, zones, wrong))
    for sentence in wrong:
        console.print(sentence, style="red", markup=False, highlight=False)
    if not wrong:
        count = len({receipt.to for receipt in receipts})
        console.print(
            f"{len(receipts)} messages to {count} people and channels: each slot once, each at the right minute."
        )
    return 1 if wrong else 0


async def _tell(stage: Stage, chapters: Sequence[Chapter], progress: Progress) -> None:
    start = stage.now
    task = progress.add_task("the week", total=(END - start).total_seconds())
    narrator = Narrator(stage, progress.console)
    scene = Scene(stage, narrator.home)

    def moved(at: datetime) -> None:
        progress.update(task, completed=(at - start).total_seconds())

    stage.on_moment.append(moved)
    try:
        for chapter in chapters:
            narrator.chapter(chapter.title)
            await chapter.tell(scene)
        await stage.jump(END)
    finally:
        stage.on_moment.remove(moved)
        narrator.end()


def _progress(console: Console) -> Progress:
    columns = (TextColumn("[bold]{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=True)


def _zones(stage: Stage) -> dict[str, str]:
    rooms = {f"#{room.name}": BERLIN for room in stage.team.rooms}
    return rooms | {member.handle: member.zone for member in stage.team.members}


def _summary(receipts: Sequence[Receipt], zones: dict[str, str], wrong: Sequence[str]) -> Table:
    """The summary: a row for each kind of nudge with how many came, to whom, at which local minutes, and whether that
    is right.
    """
    library = load_library()
    table = Table("Kind", "Messages", "When (local time)", "Each slot once", show_lines=True)
    for nudge in BY_KEY:
        came = [receipt for receipt in receipts if receipt.delivery.nudge == nudge]
        if came:
            fits = not any(sentence.startswith(f"{nudge} ") for sentence in wrong)
            right = "[green]yes[/]" if fits else "[red]no[/]"
            name = f"{library.say(f'nudges.{nudge}')}\n[dim]{nudge}"
            table.add_row(name, str(len(came)), _walls(came, zones), right)
    return table


def _walls(came: Sequence[Receipt], zones: dict[str, str]) -> str:
    minutes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for receipt in came:
        day, at = receipt.wall(zones[receipt.to]).rsplit(" ", 1)
        minutes[receipt.to, at].append(day.partition(" ")[0])
    return "\n".join(f"{to} {at} {' '.join(days)}" for (to, at), days in sorted(minutes.items()))
