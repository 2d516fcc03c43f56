"""The buttons of the admin's page, and the answer to an admin's invitation."""

from bot.blocks.admin import admin as cards
from bot.blocks.admin.participation import participation as participation_page
from bot.blocks.admin.unreached import unreached as unreached_page
from bot.blocks.people import invitations
from bot.domain.people.allowances import Allowance
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer

FILE = "second-chair-participation.csv"


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Show the page."""
    await answer.show(cards.page(library, await services.admin.facts(answer.who)))


async def invite(answer: Answer, services: Services, library: Library) -> None:
    """Open the form for inviting leaders."""
    await services.leader_invitations.may_invite(answer.who)
    await answer.open(invitations.invite_form(library, answer.carry(shows="admin")))


async def decline(answer: Answer, services: Services, library: Library) -> None:
    """No to an invitation, for good."""
    await services.leader_invitations.decline(answer.who)
    await answer.reply(invitations.declined(library))


async def participation(answer: Answer, services: Services, library: Library) -> None:
    """Show how many answered, week by week."""
    await answer.show(participation_page(library, await services.admin.participation(answer.who)))


async def participation_file(answer: Answer, services: Services, library: Library) -> None:
    """Send the same as a file by direct message."""
    await services.allowances.use(answer.who, Allowance.FILE)
    facts = await services.admin.participation(answer.who)
    files = [{"filename": FILE, "content": facts.as_csv()}]
    await answer.send_files(files, library.say("admin.participation.message"))
    await answer.show(participation_page(library, facts, is_sent=True))


async def unreached(answer: Answer, services: Services, library: Library) -> None:
    """Show a page of those who cannot be reached."""
    number = int(answer.value) if answer.value.isdecimal() else 0
    await answer.show(unreached_page(library, await services.admin.unreached(answer.who, number)))


async def roles(answer: Answer, services: Services, library: Library) -> None:
    """Show who may see the page, and how long texts are kept."""
    await answer.show(cards.roles(library, await services.admin.facts(answer.who)))


async def retention(answer: Answer, services: Services, library: Library) -> None:
    """Keep texts for as long as was chosen."""
    await services.retention.set_typed(answer.who, answer.value)
    await answer.show(cards.roles(library, await services.admin.facts(answer.who)))
