"""Somebody whose id Slack exchanged for another stays the same person.

When a workspace moves into an organisation, its people may get other ids: https://docs.slack.dev/enterprise/.
Everything kept about them moves to their current id, and what still comes under the former one is treated as the new
one.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot import log
from bot.domain.people.identities import merged
from bot.domain.people.people import Who
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.services.context import Context
from bot.services.planning.recurring import replan
from bot.slack.codes import PASSING, code_of, meaning_of
from bot.storage.transaction import Transaction

FRESH = 5.0  # seconds for which former ids are cached; another process may learn of one meanwhile
SETTLES = 30.0  # seconds after which nothing begun under a former id is still under way
MOST_KNOWN = 1000  # workspaces whose former ids are remembered

logger = log.get(__name__)


class Identities:
    """The former ids of people, by workspace."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, tuple[float, Mapping[str, str]]] = {}  # until when (the loop's time) each is valid
        self._moved_at: dict[str, float] = {}  # when (the loop's time) something was last found under a former id

    async def former(self, workspace_id: str) -> Mapping[str, str]:
        """The current id for each former one; empty for most workspaces."""
        now = asyncio.get_running_loop().time()
        until, former = self._known.get(workspace_id, (now, {}))
        if now >= until:
            async with self._context.database.reading(workspace_id) as transaction:
                former = await transaction.identities.all()
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[workspace_id] = now + FRESH, former
        return former

    async def learn(self, workspace_id: str, exchanged: Mapping[str, str]) -> None:
        """Record ids that Slack exchanged: the new one for each former one. Those already known stay as they are, and
        anything written under a former id since then moves too.
        """
        changed = 0
        for former_id, user_id in exchanged.items():
            async with self._context.database.transaction(workspace_id) as transaction:
                await transaction.identities.add(former_id, user_id)
                changed += await self._move(transaction, former_id, user_id)
        self._known.pop(workspace_id, None)
        if changed:
            self._moved_at[workspace_id] = asyncio.get_running_loop().time()
            logger.info("ids_exchanged", workspace=workspace_id, people=len(exchanged), rows=changed)

    async def exchange(self, workspace_id: str) -> bool | None:
        """Ask Slack whose ids changed here, and move their data. Returns whether that is done; None if the workspace
        belongs to no organisation. It stays due while the workspace is stopped, and until nothing more turns up under a
        former id: a form that was open meanwhile may still be sent. Raises what Slack raises.
        """
        async with self._context.database.reading(workspace_id) as transaction:
            known = await transaction.identities.known()
            former = await transaction.identities.all()
        exchanged = await self._context.directory.exchanged(workspace_id, [*known, *former])
        if exchanged is None:
            return None
        await self.learn(workspace_id, former | exchanged)
        moved_at = self._moved_at.get(workspace_id)
        is_settled = moved_at is None or asyncio.get_running_loop().time() - moved_at >= SETTLES
        async with self._context.database.transaction(workspace_id) as transaction:
            # Being due, it is also let go on if it waits for its move (`IdExchange.exchange_due`).
            is_settled = is_settled and not (await transaction.workspaces.get()).stopped
            await transaction.identities.mark(exchanged=is_settled)
        if is_settled:
            self._moved_at.pop(workspace_id, None)
        return True

    async def look_back(self, who: Who) -> None:
        """Find out under which id we knew somebody in an organisation whose id is new to us. The first such person
        makes us ask about everybody; later ones only if somebody had their data deleted, since it may be them. Raises
        Problem if Slack does not say now, and the client's error if it cannot be reached: taking them for a stranger
        would lose their data, and what they said no to.
        """
        workspace_id = who.workspace_id
        async with self._context.database.reading(workspace_id) as transaction:
            is_exchanged = (await transaction.workspaces.get()).ids_exchanged
            has_silent = await transaction.safeguards.has_any(SafeguardKind.SILENT)
        try:
            if not is_exchanged and await self.exchange(workspace_id) is None and is_exchanged is False:
                raise Problem("errors.not_recognised")  # it is moving, and Slack does not say more yet
            if has_silent:
                before = await self._context.directory.exchanged(workspace_id, [who.user_id], back=True) or {}
                await self.learn(workspace_id, {former_id: user_id for user_id, former_id in before.items()})
        except SlackApiError as error:  # retried with the next person, and every minute if it is known to be due
            if meaning_of(code_of(error)) in PASSING or not code_of(error):
                raise Problem("errors.not_recognised") from error
            logger.warning("ids_not_exchanged", workspace=workspace_id, why=code_of(error))

    async def look_first(self, workspace_id: str) -> None:
        """Ask about everybody, unless that was done before, since Slack mentions somebody unknown with an
        organisation's id. After that the heartbeat asks, when due.
        """
        async with self._context.database.reading(workspace_id) as transaction:
            if (await transaction.workspaces.get()).ids_exchanged is not None:
                return
        async with self._context.database.transaction(workspace_id) as transaction:
            # Before asking Slack, so that a hundred events ask only once.
            await transaction.identities.mark(exchanged=False)
        try:
            await self.exchange(workspace_id)
        except SlackApiError as error:
            logger.warning("ids_not_exchanged", workspace=workspace_id, why=code_of(error))

    async def _move(self, transaction: Transaction, former_id: str, user_id: str) -> int:
        people = {person.user_id: person for person in await transaction.people.some([former_id, user_id])}
        changed = await transaction.renaming.of_person(former_id, user_id)
        if former_id in people and user_id in people:
            await transaction.people.save(merged(people[former_id], people[user_id]))
        person = await transaction.people.get(user_id)
        if changed and person is not None:
            # What Slack said about the new id before was not about them yet, so look them up again.
            person = replace(person, seen_at=None)
            await transaction.people.save(person)
            await replan(transaction, person, self._context.clock())
        return changed
