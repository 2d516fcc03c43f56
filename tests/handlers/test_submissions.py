"""A submitted form is decided once: pressing its button again in the meantime shows the same result."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.domain.home import HomeFacts
from bot.errors import Problem
from bot.services.requests import Begun
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers import errors
from handlers.binding import Binding
from handlers.submissions import Waits
from tests.fakes import NobodyMoved

AT_ONCE = Waits(form=0.0)
PATIENT = Waits(form=3600.0)


class Ledger:
    """The processed requests of all processes together; `away` means that the database answers nobody."""

    def __init__(self) -> None:
        self.begun: dict[str, Begun] = {}
        self.away = False

    async def begin(self, _workspace_id: str, key: str) -> Begun:
        self._ask()
        before = self.begun.setdefault(key, Begun.NOW)
        if before is Begun.NOW:
            self.begun[key] = Begun.UNDECIDED
        return before

    async def done(self, _workspace_id: str, key: str) -> None:
        self._ask()
        self.begun[key] = Begun.DONE

    async def leave(self, _workspace_id: str, key: str) -> None:
        self._ask()
        self.begun.pop(key, None)

    def _ask(self) -> None:
        if self.away:
            raise OSError("the database is away")


class Form:
    """One press of a form's button: what was in the form, and our answer to Slack."""

    def __init__(self, text: str = "", *, has_inputs: bool = True) -> None:
        block = {"type": "input", "block_id": "note"} if has_inputs else {"type": "section", "block_id": "why"}
        view: dict[str, Any] = {"id": "V1", "hash": "1", "type": "modal", "blocks": [block], "private_metadata": "{}"}
        view |= {"state": {"values": {"note": {"note": {"value": text}}}}, "callback_id": "form", "submit": {}}
        self.body = {"type": "view_submission", "view": view, "team": {"id": "T1"}, "user": {"id": "U1"}}
        self.view = view
        self.context: dict[str, Any] = {}
        self.answered: list[dict[str, Any]] = []
        self.is_answered = asyncio.Event()

    async def ack(self, **reply: Any) -> None:
        self.answered.append(reply)
        self.is_answered.set()

    @property
    def errors(self) -> dict[str, str]:
        """The messages at the fields."""
        (reply,) = self.answered
        return dict(reply.get("errors") or {})


class Desk:
    """A process whose one handler waits until told to go on, then saves or raises."""

    def __init__(self, library: Library, ledger: Ledger, waits: Waits = PATIENT) -> None:
        self.saved: list[str] = []
        self.may_go_on = asyncio.Event()
        self.has_begun = asyncio.Event()
        self.raises: Exception | None = None
        services = cast(
            "Services", SimpleNamespace(requests=ledger, home=self, pictures=None, identities=NobodyMoved())
        )
        self._listener = Binding(services, Libraries(only=library), (), waits).bind(self._save)

    async def facts(self, _who: object) -> HomeFacts:
        raise AssertionError("nobody began in the Home tab")

    async def _save(self, view: dict[str, Any]) -> None:
        self.has_begun.set()
        await self.may_go_on.wait()
        if self.raises is not None:
            raise self.raises
        self.saved.append(view["state"]["values"]["note"]["note"]["value"])

    def press(self, form: Form) -> "asyncio.Task[None]":
        """Send the form; the task ends when it is decided."""
        return asyncio.ensure_future(cast("Any", self._listener)(form))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


async def test_a_second_press_waits_for_the_first_and_is_told_the_same(library: Library, ledger: Ledger) -> None:
    desk, first, second = Desk(library, ledger), Form("mine"), Form("mine")
    tasks = [desk.press(first)]
    await desk.has_begun.wait()
    tasks.append(desk.press(second))
    await asyncio.sleep(0)
    assert (first.answered, second.answered) == ([], [])
    desk.may_go_on.set()
    await asyncio.gather(*tasks)
    assert (first.answered, second.answered) == ([{}], [{}])
    assert desk.saved == ["mine"]


async def test_a_second_press_reads_that_the_first_failed_and_a_third_saves(library: Library, ledger: Ledger) -> None:
    desk, first, second, third = Desk(library, ledger), Form("mine"), Form("mine"), Form("mine")
    desk.raises = OSError("the database is away")
    tasks = [desk.press(first)]
    await desk.has_begun.wait()
    tasks.append(desk.press(second))
    desk.may_go_on.set()
    await asyncio.gather(*tasks)
    assert "not saved yet" in first.errors["note"]
    assert second.errors == first.errors
    desk.raises = None
    await desk.press(third)
    assert (third.answered, desk.saved) == ([{}], ["mine"])


async def test_what_was_changed_before_the_second_press_is_saved_after_the_first(
    library: Library, ledger: Ledger
) -> None:
    desk, first, second = Desk(library, ledger), Form("mine"), Form("mine, and more")
    tasks = [desk.press(first)]
    await desk.has_begun.wait()
    tasks.append(desk.press(second))
    desk.has_begun.clear()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not desk.has_begun.is_set()
    desk.may_go_on.set()
    await asyncio.gather(*tasks)
    assert desk.saved == ["mine", "mine, and more"]


async def test_a_form_that_is_not_decided_in_time_stays_open_and_says_so(library: Library, ledger: Ledger) -> None:
    desk, first, second = Desk(library, ledger, AT_ONCE), Form("mine"), Form("mine")
    task = desk.press(first)
    await desk.has_begun.wait()
    await first.is_answered.wait()
    assert "longer than usual" in first.errors["note"]
    desk.may_go_on.set()
    await task
    await desk.press(second)
    assert (second.answered, desk.saved) == ([{}], ["mine"])


async def test_another_process_waits_for_the_outcome_too(library: Library, ledger: Ledger) -> None:
    here, there = Desk(library, ledger), Desk(library, ledger, AT_ONCE)
    first, second, third = Form("mine"), Form("mine"), Form("mine")
    task = here.press(first)
    await here.has_begun.wait()
    await there.press(second)
    assert "longer than usual" in second.errors["note"]
    here.may_go_on.set()
    await task
    await there.press(third)
    assert (third.answered, here.saved, there.saved) == ([{}], ["mine"], [])


async def test_a_database_that_is_away_closes_no_form_and_forgets_nothing(library: Library, ledger: Ledger) -> None:
    desk, first, second = Desk(library, ledger), Form("mine"), Form("mine")
    desk.raises = OSError("the database is away")
    task = desk.press(first)
    await desk.has_begun.wait()
    ledger.away = True
    desk.may_go_on.set()
    await task
    assert "not saved yet" in first.errors["note"]
    ledger.away, desk.raises = False, None
    await desk.press(second)
    assert (second.answered, desk.saved) == ([{}], ["mine"])


async def test_a_form_without_inputs_that_says_that_it_is_still_being_saved_is_not_another_form(
    library: Library, ledger: Ledger
) -> None:
    """Slack gives a view another hash when words are put above it: the form used to be done again, after the first."""
    desk, first = Desk(library, ledger, AT_ONCE), Form("mine", has_inputs=False)
    tasks = [desk.press(first)]
    await first.is_answered.wait()
    (reply,) = first.answered
    second = Form("mine", has_inputs=False)
    second.view |= {"hash": "2", "blocks": reply["view"]["blocks"]}
    tasks.append(desk.press(second))
    await second.is_answered.wait()
    desk.may_go_on.set()
    await asyncio.gather(*tasks)
    third = Form("mine", has_inputs=False)
    third.view |= {"hash": "3", "blocks": second.answered[0]["view"]["blocks"]}
    await desk.press(third)
    assert (third.answered, desk.saved) == ([{}], ["mine"])


@pytest.mark.parametrize("problem", [OSError("away"), Problem("errors.stale")], ids=["a failure", "a problem"])
async def test_a_form_without_inputs_shows_above_it_what_went_wrong(
    library: Library, ledger: Ledger, problem: Exception
) -> None:
    desk, form = Desk(library, ledger), Form(has_inputs=False)
    desk.raises = problem
    desk.may_go_on.set()
    await desk.press(form)
    (reply,) = form.answered
    assert reply["response_action"] == "update"
    said, *others = reply["view"]["blocks"]
    assert said["block_id"] == "problem 1"
    assert others == form.view["blocks"]
    assert reply["view"]["callback_id"] == "form"


@pytest.mark.parametrize(("kind", "says"), [("input", "Your text is still here"), ("section", "whether it is done")])
def test_only_a_form_with_a_text_speaks_of_one(library: Library, kind: str, says: str) -> None:
    view = {"type": "modal", "title": {}, "blocks": [{"type": kind, "block_id": "it"}]}
    assert says in str(errors.undecided(library, view))
