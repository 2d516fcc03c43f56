"""`/secondchair numbers`, `api` and `webhook`: an admin's numbers for other tools."""

from bot.blocks.integrations import webhook_state
from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people.allowances import Allowance
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, is_off, rest
from handlers.parse import Body


async def numbers(answer: Answer, services: Services, library: Library) -> None:
    """Send them as a file by direct message, and say so."""
    await services.allowances.use(answer.who, Allowance.FILE)
    content = (await services.integrations.numbers(answer.who)).as_csv()
    name = "second-chair-numbers.csv"
    files = [{"filename": name, "content": content}]
    await answer.send_files(files, library.say("integrations.numbers.message"))
    await answer.privately(library.say("integrations.numbers.sent"))


async def api(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Give a program access, or end it."""
    if is_off(command):
        closed = await services.integrations.revoke(answer.who, AccessKeyKind.API)
        await answer.privately(library.say("integrations.api.closed" if closed else "integrations.api.none"))
        return
    address, secret = await services.integrations.issue(answer.who, AccessKeyKind.API)
    site = address.removesuffix("/api/v1/numbers")
    await answer.privately(library.say("integrations.api.opened", address=address, secret=secret, site=site))


async def webhook(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Say how it is doing, set it up at the address that was typed, resume it in one's own name, or stop it."""
    typed = rest(command["text"])
    if typed.lower() == "keep":
        await answer.privately(webhook_state(library, await services.webhooks.keep(answer.who)))
        return
    if typed.lower() == "off":
        removed = await services.webhooks.remove(answer.who)
        await answer.privately(library.say("integrations.webhook.removed" if removed else "integrations.webhook.none"))
        return
    facts = await (services.webhooks.set_up(answer.who, typed) if typed else services.webhooks.facts(answer.who))
    await answer.privately(webhook_state(library, facts))


NUMBERS = Command("numbers", numbers)
API = Command("api", api, usage="[off]")
WEBHOOK = Command("webhook", webhook, usage="[https://… | keep | off]", effect=Effect.READS_BARE)
