"""A workspace's webhook: set up and viewed by admins; events are queued in the transaction that caused them."""

from dataclasses import replace
from secrets import token_bytes

from bot.domain.integrations.webhooks import Webhook, WebhookFacts, WebhookKind, new_secret
from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people import allowances
from bot.services.people.people import People
from bot.services.planning.announcements import announce
from bot.webhooks.sender import checked_address, host_of


class Webhooks:
    """One webhook per workspace."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> WebhookFacts | None:
        """The state of the webhook; None if there is none. Raises Problem for somebody who is not an admin."""
        await self._people.permitted(who, Permission.SEE_ADMIN)
        async with self._context.database.reading(who.workspace_id) as transaction:
            webhook = await transaction.webhooks.get()
            waiting = await transaction.webhooks.waiting()
            admins = await transaction.people.admins()
        if webhook is None:
            return None
        return WebhookFacts(host_of(webhook.address), webhook, waiting, has_admin=webhook.made_by in admins)

    async def set_up(self, who: Who, address: str) -> WebhookFacts:
        """Send events to `address` from now on, replacing any former address, starting with a test event. Raises
        Problem for an address that is not public and https, and for somebody who is not an admin.
        """
        person = await self._people.permitted(who, Permission.CHANGE_WORKSPACE)
        checked = checked_address(address)
        if checked is None:
            raise Problem("integrations.problems.webhook_address")
        now = self._context.clock()
        webhook = Webhook(checked, new_secret(token_bytes(32)), who.user_id, now)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            await allowances.use(self._context, transaction, person, Allowance.WEBHOOK)
            await transaction.webhooks.remove()
            await transaction.webhooks.save(webhook)
            await announce(transaction, WebhookKind.TEST, {}, now)
        return WebhookFacts(host_of(checked), webhook, 1, webhook.secret)

    async def keep(self, who: Who) -> WebhookFacts | None:
        """Hand it over to another admin, unchanged; None if there is none. Raises Problem as `facts`."""
        await self._people.permitted(who, Permission.CHANGE_WORKSPACE)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            webhook = await transaction.webhooks.get()
            if webhook is not None:
                await transaction.webhooks.save(replace(webhook, made_by=who.user_id, trouble="", failures=0))
        return await self.facts(who)

    async def remove(self, who: Who) -> bool:
        """Remove the webhook; returns whether there was one. Raises Problem for somebody who is not an admin."""
        await self._people.permitted(who, Permission.CHANGE_WORKSPACE)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            return await transaction.webhooks.remove()
