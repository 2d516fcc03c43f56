"""Forms of statements, in pages: what a form asks, what was tapped in it so far, and its next page."""

import json
from dataclasses import dataclass
from datetime import date

from bot.blocks.block_kit import View
from bot.blocks.ids import Modal
from bot.blocks.selfchecks import feedback, pages, selfchecks, skills
from bot.blocks.selfchecks.pages import Statements
from bot.domain.selfchecks.pages import first_open, pages_of
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form of statements on its page `number`, counted from 0; its unfinished answers are kept under `key`."""

    asked: Statements
    key: str
    number: int

    @property
    def ids(self) -> list[list[str]]:
        """The statements of each page."""
        return pages_of(self.asked.texts)


async def open_form(answer: Answer, services: Services, library: Library, asked: Statements, metadata: str) -> None:
    """Open a form on the page where it was left, or else on its first. `metadata` carries its key as `form`."""
    tapped = await services.drafts.answers(answer.who, json.loads(metadata)["form"])
    given = {**asked.given, **tapped}
    number = first_open(pages_of(asked.texts), given) if tapped else 0
    await answer.open(pages.page(library, asked, given, number, _on_page(json.loads(metadata), number)))


async def open_pages(answer: Answer, services: Services, library: Library) -> OpenForm:
    """The form that a button was pressed in, or that was submitted. Raises Problem for a form from before there were
    pages, and as `Feedback.form` does.
    """
    place = answer.carried
    if "form" not in place:
        raise Problem("errors.stale_form")
    return OpenForm(await _asked(answer, services, library), place["form"], place["page"])


async def _asked(answer: Answer, services: Services, library: Library) -> Statements:
    place = answer.carried
    if answer.callback_id == Modal.SKILLCHECK:
        return skills.statements(library, date.fromisoformat(place["week"]))
    if answer.callback_id == Modal.FEEDBACK_REQUEST:
        return feedback.statements(library, await services.feedback.form(answer.who, place["id"]))
    return selfchecks.statements(library, selfcheck_form(answer), place["last"])


def selfcheck_form(answer: Answer) -> SelfCheckForm:
    """The self-check that a form carries."""
    place = answer.carried
    return SelfCheckForm(place["id"], date.fromisoformat(place["week"]), tuple(place["team"]))


def view_of(
    answer: Answer, library: Library, form: OpenForm, answers: dict[str, str], number: int, *, names_open: bool = False
) -> View:
    """Another page of an open form, or the same one with what changed."""
    metadata = _on_page(dict(answer.carried), number)
    return pages.page(library, form.asked, answers, number, metadata, names_open=names_open)


def _on_page(place: dict[str, object], number: int) -> str:
    return json.dumps(place | {"page": number})
