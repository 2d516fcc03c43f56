"""The buttons of an organisation's own content, and of a leader's for their team."""

from bot.blocks.block_kit import View
from bot.blocks.prompts import custom_content as cards
from bot.blocks.prompts.custom_form import content_form
from bot.blocks.prompts.custom_import import content_import
from bot.domain.codec import ContentPage, ContentTap
from bot.domain.content_mode import ContentMode
from bot.domain.people.allowances import Allowance
from bot.domain.prompts.custom_content import ContentKind, CustomWords
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, in_modal


async def show_view(answer: Answer, body: Body, view: View) -> None:
    """Put a view in place of the modal that was pressed in; pressed anywhere else, open it."""
    await (answer.replace_view(view) if in_modal(body) else answer.open(view))


async def list_(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Show a page of a list; from a button that names none, the first page of one's own list."""
    tap = answer.read(ContentPage) if answer.value else ContentPage(await services.custom_content.scope_of(answer.who))
    await show_view(
        answer, body, cards.content_page(library, await services.custom_content.page(answer.who, tap.scope, tap.page))
    )


async def add_prompt(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the form for a new prompt."""
    await _add(answer, body, services, library, ContentKind.PROMPT)


async def add_question(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the form for a new question."""
    await _add(answer, body, services, library, ContentKind.QUESTION)


async def _add(answer: Answer, body: Body, services: Services, library: Library, kind: ContentKind) -> None:
    tap = answer.read(ContentPage)
    facts = await services.custom_content.page(answer.who, tap.scope, tap.page)
    metadata = answer.carry(scope=tap.scope, kind=kind, page=tap.page)
    await show_view(answer, body, content_form(library, facts, CustomWords(kind, ""), metadata))


async def entry(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Show one entry."""
    tap = answer.read(ContentTap)
    facts = await services.custom_content.entry(answer.who, tap.entry_id)
    await show_view(answer, body, cards.content_entry(library, facts, tap.page))


async def edit(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the form with what was written."""
    tap = answer.read(ContentTap)
    written = (await services.custom_content.entry(answer.who, tap.entry_id)).entry
    facts = await services.custom_content.page(answer.who, written.scope, tap.page)
    metadata = answer.carry(
        scope=written.scope, kind=written.words.kind, page=tap.page, id=written.id, was=written.words.version
    )
    await show_view(answer, body, content_form(library, facts, written.words, metadata))


async def try_(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Send it to the person who pressed, as a message that counts as nothing."""
    tap = answer.read(ContentTap)
    facts = await services.custom_content.entry(answer.who, tap.entry_id)
    await answer.to_them(cards.content_test(library, facts.entry))
    await show_view(answer, body, cards.content_entry(library, facts, tap.page, library.say("custom.tried")))


async def retire(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Stop sending it."""
    tap = answer.read(ContentTap)
    facts = await services.custom_content.retire(answer.who, tap.entry_id)
    await show_view(answer, body, cards.content_entry(library, facts, tap.page, library.say("custom.kept")))


async def again(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Bring it back into use."""
    tap = answer.read(ContentTap)
    facts = await services.custom_content.retire(answer.who, tap.entry_id, again=True)
    await show_view(answer, body, cards.content_entry(library, facts, tap.page, library.say("custom.kept")))


async def mode(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Choose how their own prompts and ours go together."""
    facts = await services.custom_content.set_mode(answer.who, ContentMode(answer.value))
    await show_view(answer, body, cards.content_page(library, facts))


async def import_(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the form that takes a file."""
    tap = answer.read(ContentPage)
    facts = await services.custom_content.page(answer.who, tap.scope, tap.page)
    await show_view(answer, body, content_import(library, facts.scope, answer.carry(scope=tap.scope)))


async def export(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Send the list as files, by direct message."""
    tap = answer.read(ContentPage)
    await services.allowances.use(answer.who, Allowance.FILE)
    files = await services.custom_files.export(answer.who, tap.scope)
    await answer.send_files(files, library.say("custom.export.message"))
    facts = await services.custom_content.page(answer.who, tap.scope, tap.page)
    await show_view(answer, body, cards.content_page(library, facts, library.say("custom.export.sent")))
