"""The submitted form of an organisation's own prompt or question."""

from datetime import date
from typing import Any

from bot.blocks.prompts import custom_content as cards
from bot.blocks.prompts.custom_form import ANY_DAY, content_form
from bot.blocks.prompts.custom_import import FILE, TriedImport, content_import
from bot.domain.prompts.custom_content import CHANGED, ContentKind, ContentScope, CustomWords
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def content(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep it, and show it in place of the form. Where somebody else changed it meanwhile, show the form with theirs
    above: saved again, it replaces that.
    """
    place, values = answer.carried, typed(view)
    scope, kind = ContentScope(place["scope"]), ContentKind(place["kind"])
    words, entry_id = _words(kind, values), place.get("id", "")
    try:
        facts = await services.custom_content.save(answer.who, scope, words, entry_id, was=place.get("was"))
    except Problem as problem:
        if problem.key != CHANGED:
            raise
        theirs = await services.custom_content.entry(answer.who, entry_id)
        page = await services.custom_content.page(answer.who, scope, place["page"])
        metadata = answer.carry(**{**place, "was": theirs.entry.words.version})
        await answer.replace_view(content_form(library, page, words, metadata, theirs))
        return
    await answer.replace_view(cards.content_entry(library, facts, place["page"], library.say("custom.kept")))


async def file(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Import it and show the list. Where it has a fault, import nothing and show the form with all faults by line."""
    place, values = answer.carried, typed(view)
    scope, pasted = ContentScope(place["scope"]), values.get("pasted") or ""
    uploaded: list[Body] = next((files for name, files in values.items() if name.startswith(FILE) and files), [])
    if bool(uploaded) == bool(pasted.strip()):
        raise Problem("custom.import.one_of_both", "file")
    if uploaded:
        result = await services.custom_files.import_uploaded(answer.who, scope, uploaded[0]["id"])
    else:
        result = await services.custom_files.import_data(answer.who, scope, pasted.encode())
    if result.faults:
        tried = TriedImport(place.get("times", 0) + 1, result.faults, pasted)
        await answer.replace_view(content_import(library, scope, answer.carry(scope=scope, times=tried.times), tried))
        return
    said = library.say("custom.import.done", added=result.added, changed=result.changed, same=result.same)
    await answer.replace_view(cards.content_page(library, await services.custom_content.page(answer.who, scope), said))


def _words(kind: ContentKind, values: dict[str, Any]) -> CustomWords:
    """What the form holds. Raises Problem where the minutes are not a number."""
    blank, occasion = CustomWords(kind, ""), values.get("occasion")
    return CustomWords(
        kind,
        values.get("text") or "",
        values.get("why") or "",
        values.get("audience") or blank.audience,
        values.get("theme") or blank.theme,
        minutes=_minutes(values.get("minutes"), blank.minutes),
        occasion=None if occasion in (None, ANY_DAY) else occasion,
        first=_day(values.get("first")),
        last=_day(values.get("last")),
        choices=tuple((values.get("choices") or "").splitlines()),
    )


def _minutes(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text else otherwise
    except ValueError:
        raise Problem("custom.problems.minutes", "minutes", most=10) from None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
