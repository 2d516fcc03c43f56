"""Lets an act's statements fail one after another, and checks what the person read against what is stored."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from structlog.testing import capture_logs

from bot.localslack import PersonError
from tests.failing.acts import Act
from tests.failing.course import Course
from tests.failing.faults import Faults
from tests.failing.reading import REFERENCE, Said, said_in
from tests.failing.rows import Rows
from tests.failing.world import World

Do = Callable[[Act], Awaitable[tuple[str, Any]]]  # does an act; returns the words read, and what Slack's window says


@dataclass(frozen=True, slots=True)
class Judge:
    """Tries an act with all faults that `picks` takes. `answers` counts what was read."""

    world: World
    faults: Faults
    do: Do
    picks: Callable[[object], bool]
    answers: Counter[str]

    async def try_(self, act: Act, course: Course) -> list[str]:
        """Everything that is wrong, one line each."""
        wrong = []
        for number, stays in filter(self.picks, course.faults()):
            self.world.back_to(course.before)
            what = f"{act.key} by {act.handle}, {number} of {len(course.asked)}{' and all after' if stays else ''}"
            wrong += [f"{what}: {sentence}" async for sentence in self._once(act, course, number, stays=stays)]
        return wrong

    async def _once(self, act: Act, course: Course, number: int, *, stays: bool) -> Any:
        before = self.faults.answers_asked
        with capture_logs() as lines, self.faults.failing(number, stays=stays) as fault:
            words, shown = await self.do(act)
        if not fault.is_met:
            return
        said, rows = said_in(words), self.world.rows()
        self.answers[said] += 1
        if self.faults.answers_asked > before:
            yield "the answer asked the database"
        if said is Said.DONE:
            if rows != course.end:
                yield f"reads as done, but {_differs(rows, course.end)}"
            return
        if not any(line.get("reference") in REFERENCE.findall(words) and line.get("exc_info") for line in lines):
            yield "the reference is not in the log with its traceback"
        if said is Said.FAILED and rows != course.start:
            yield f"reads as failed, but {_differs(rows, course.start)}"
        if act.is_form and shown.outcome not in {"errors", "updated"}:
            yield f"the form is {shown.outcome}"
        async for sentence in self._again(act, course):
            yield sentence

    async def _again(self, act: Act, course: Course) -> Any:
        """With nothing failing any more, do the same again: it must be there exactly once."""
        try:
            words, _ = await self.do(act)
        except PersonError as error:
            yield f"cannot be done again: {error}"
            return
        if said_in(words) is not Said.DONE:
            yield f"does not work afterwards: {words[:300]}"
        if (rows := self.world.rows()) != course.end:
            yield f"done again, {_differs(rows, course.end)}"


def _differs(rows: Rows, wanted: Rows) -> str:
    return f"too many: {[*(rows - wanted)][:3]}, too few: {[*(wanted - rows)][:3]}"
