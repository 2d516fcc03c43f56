"""What follows a delivery: an unanswered prompt makes room for the next, and definite refusals are acted on."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError

from bot import log
from bot.blocks.block_kit import Message
from bot.blocks.messages import outdated_line
from bot.blocks.people.onboarding import status
from bot.blocks.prompts.prompts import replaced
from bot.domain.budget import just_thinned
from bot.domain.deliveries import MOST_ATTEMPTS, Delivery
from bot.domain.people.leavers import as_left
from bot.domain.people.people import Who
from bot.domain.prompts.answers import DuePrompt
from bot.domain.ridealongs.disclosures import in_brief, in_views
from bot.domain.ridealongs.facts import RideFacts
from bot.nudges import PROMPT_LATER, PROMPT_PERSON, RIDEALONG_BRIEF, RIDEALONG_REVEAL, WELCOME
from bot.nudges.nudge import NOT_STARTED, Facts
from bot.services.channels.refusals import pause_refused
from bot.services.context import Context
from bot.services.outdated_messages import RULES, Replacement, outdated_by
from bot.services.people.facts import settings_facts
from bot.services.planning.recurring import replan
from bot.slack.codes import DEAD_TOKEN, TOKEN_IS_OVER
from bot.slack.inactive import Inactive, who_is_inactive
from bot.slack.outcomes import NETWORK
from bot.storage.transaction import Transaction

logger = log.get(__name__)
THEM = (Inactive.PERSON, Inactive.TEAM)
LOOK_BACK = timedelta(days=7)
AGAIN = "reinstall the app; if its token is in our settings, put the new one there and restart"
SHOWN = {RIDEALONG_REVEAL: in_views, RIDEALONG_BRIEF: in_brief}

_Sent = tuple[Delivery, Facts[Any]]


class MessageReplacer(Protocol):
    """What can replace one of our messages."""

    async def collapse(self, workspace_id: str, channel_id: str, ts: str, message: Message) -> None:
        """Replace it; Slack's errors do not raise."""
        ...

    async def remove(self, workspace_id: str, channel_id: str, ts: str) -> None:
        """Delete it; Slack's errors do not raise."""
        ...


class AfterDelivery:
    """The follow-ups of deliveries: the engine calls them after it has written a result."""

    def __init__(
        self, context: Context, messenger: MessageReplacer, lost: Callable[[int], object] = lambda _: None
    ) -> None:
        """`lost` is called with 1 when Slack no longer accepts the token of a workspace."""
        self._context = context
        self._messenger = messenger
        self._lost = lost

    async def after_delivery(self, sent: Sequence[_Sent]) -> None:
        """After prompts to people: collapse the previous one if it is unanswered, and apply an announced cadence."""
        await self._note_disclosures(sent)
        await self._say_how_things_stand(sent)
        await self._shrink_outdated(sent)
        for workspace_id, batch in _by_workspace(sent, {PROMPT_PERSON}):
            old: list[Delivery] = []
            async with self._context.database.transaction(workspace_id) as transaction:
                for delivery, facts in batch:
                    old += await _replaced_by(transaction, delivery)
                    await self._thin_out(transaction, delivery, facts)
            locale_tags = {delivery.recipient: facts.locale_tag for delivery, facts in batch}
            for before in old:
                gone = replaced(self._context.libraries.of(locale_tags[before.recipient]))
                await self._messenger.collapse(workspace_id, before.channel_id, before.ts, gone)

    async def _say_how_things_stand(self, sent: Sequence[_Sent]) -> None:
        """Replace a welcome whose recipient pressed Start elsewhere while it was on its way."""
        for workspace_id, batch in _by_workspace(sent, {WELCOME}):
            stand: list[tuple[Delivery, Message]] = []
            async with self._context.database.reading(workspace_id) as transaction:
                people = await transaction.people.some({welcome.recipient for welcome, _ in batch})
                started = {person.user_id: person for person in people if person.status not in NOT_STARTED}
                for welcome, _ in batch:
                    if (person := started.get(welcome.recipient)) is not None:
                        facts = await settings_facts(self._context, transaction, person)
                        stand.append((welcome, status(self._context.words_for(person), facts)))
            for welcome, card in stand:
                await self._messenger.collapse(workspace_id, welcome.channel_id, welcome.ts, card)

    async def _shrink_outdated(self, sent: Sequence[_Sent]) -> None:
        """Shrink messages that a newer one replaces to a line, and remove outdated reminders."""
        for workspace_id, batch in _by_workspace(sent, RULES):
            async with self._context.database.reading(workspace_id) as transaction:
                outdated = [
                    (before, replacement, self._context.libraries.of(facts.locale_tag))
                    for delivery, facts in batch
                    for before, replacement in await outdated_by(transaction, delivery, facts)
                ]
            for before, replacement, library in outdated:
                if replacement is Replacement.NOTHING:
                    await self._messenger.remove(workspace_id, before.channel_id, before.ts)
                else:
                    line = outdated_line(library, replacement)
                    await self._messenger.collapse(workspace_id, before.channel_id, before.ts, line)

    async def _note_disclosures(self, sent: Sequence[_Sent]) -> None:
        """Record that a recipient was shown what somebody else shared, so that its author can look it up."""
        for delivery, facts in sent:
            ride = facts.payload if isinstance(facts.payload, RideFacts) else None
            disclosures = SHOWN[delivery.nudge](ride) if delivery.nudge in SHOWN and ride else []
            if disclosures:
                async with self._context.database.transaction(delivery.workspace_id) as transaction:
                    await transaction.disclosures.note(disclosures, delivery.sent_at or facts.now)

    async def refused(self, delivery: Delivery, code: str) -> None:
        """Slack refused for certain: pause the channel nudge, or stop the person or workspace concerned. A message that
        met a dead token waits with the rest of its workspace.
        """
        if code in DEAD_TOKEN and await self._waits(delivery):
            return  # several were under way when the token died
        await pause_refused(self._context, delivery, code)
        inactive = await self._inactive(delivery, code)
        async with self._context.database.transaction(delivery.workspace_id) as transaction:
            if inactive is Inactive.WORKSPACE and await transaction.workspaces.mark_stopped(True):
                self._lost(1)
                logger.error("workspace_stopped", workspace=delivery.workspace_id, code=code, do=AGAIN)
            waits = inactive in {None, Inactive.TEAM} and delivery.attempts < MOST_ATTEMPTS
            if inactive is Inactive.WORKSPACE or waits:
                await transaction.outbox.put_back(delivery)
            person = await transaction.people.get(delivery.recipient) if inactive in THEM else None
            if person is not None and inactive is Inactive.TEAM:
                await transaction.people.save(replace(person, cut_off=True))
            elif person is not None:
                person = as_left(person, self._context.clock())
                await transaction.people.save(person)
                await replan(transaction, person, self._context.clock())
            else:  # whatever Slack means, they may have left
                await transaction.people.look_soon(delivery.recipient)

    async def _waits(self, refused: Delivery) -> bool:
        """Whether its workspace is stopped; if so, the delivery is put back until the workspace resumes."""
        async with self._context.database.reading(refused.workspace_id) as transaction:
            is_stopped = (await transaction.workspaces.get()).stopped
        if is_stopped:
            async with self._context.database.transaction(refused.workspace_id) as transaction:
                await transaction.outbox.put_back(refused)
        return is_stopped

    async def _inactive(self, delivery: Delivery, code: str) -> Inactive | None:
        """As `who_is_inactive`; None if the token was refused but may not be dead: Slack cannot be asked now, or
        accepts it, for example because the app was installed again meanwhile.
        """
        try:
            recipient = Who(delivery.workspace_id, delivery.recipient)
            inactive = await who_is_inactive(self._context.directory, recipient, code)
        except (SlackApiError, *NETWORK) as error:
            logger.warning("token_not_asked_about", workspace=delivery.workspace_id, why=type(error).__name__)
            return None
        return None if inactive is Inactive.NEITHER and code in TOKEN_IS_OVER else inactive

    async def _thin_out(self, transaction: Transaction, delivery: Delivery, facts: Facts[Any]) -> None:
        """Replan if this very prompt announced that prompts will come less often."""
        ignored = facts.payload.ignored if isinstance(facts.payload, DuePrompt) else 0
        person = await transaction.people.get(delivery.recipient) if ignored else None
        if person is not None and just_thinned(person.cadence, ignored):
            await replan(transaction, person, self._context.clock())


def _by_workspace(sent: Sequence[_Sent], nudges: Container[str]) -> Iterable[tuple[str, list[_Sent]]]:
    """The deliveries of these nudges, so that each workspace is read and written once, with its id."""
    batches: dict[str, list[_Sent]] = defaultdict(list)
    for delivery, facts in sent:
        if delivery.nudge in nudges:
            batches[delivery.workspace_id].append((delivery, facts))
    return batches.items()


async def _replaced_by(transaction: Transaction, delivery: Delivery) -> list[Delivery]:
    """The messages of the previous prompt if it is unanswered: the prompt, and copies brought back since.

    A copy that somebody asked for today stays.
    """
    kinds = [PROMPT_PERSON, PROMPT_LATER]
    sent = await transaction.outbox.of(delivery.recipient, kinds, since=delivery.on - LOOK_BACK)
    before = next((earlier for earlier in sent if earlier.nudge == PROMPT_PERSON and earlier.on < delivery.on), None)
    if before is None or await transaction.answers.get(delivery.recipient, before.id) is not None:
        return []
    copies = [copy for copy in sent if copy.subject == before.id and copy.on < delivery.on]
    return [message for message in (before, *copies) if message.ts]
