"""An organisation removes the app from one of its teams, or lets it in again."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot import log
from bot.domain.installations.team_access import heard
from bot.nudges.nudge import CUT_OFF
from bot.services.channels import facts
from bot.services.context import Context
from bot.services.planning.kept_back import ASKED
from bot.services.planning.recurring import replan_channel
from bot.slack.codes import NO_ACCESS
from bot.storage.transaction import Transaction

logger = log.get(__name__)


class TeamAccess:
    """Whom in an organisation we may write to. Plans stay: what falls due meanwhile is withheld, then all resumes, and
    what colleagues asked comes.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    async def changed(
        self, organisation_id: str, team_ids: Collection[str], *, granted: bool, at: datetime | None = None
    ) -> None:
        """Slack says that the app is in these teams since `at` (now if None), or no longer. Nothing happens if it says
        so twice, or after newer news.
        """
        now = self._context.clock()
        async with self._context.database.transaction(organisation_id) as transaction:
            workspace = await transaction.workspaces.get()
            access = heard(workspace.access, team_ids, at or now, granted=granted)
            if access == workspace.access:
                return
            await transaction.workspaces.save(replace(workspace, access=access))
            await transaction.people.cut_off(access, try_again=granted)
            if granted:
                await transaction.outbox.make_due_again(ASKED, CUT_OFF, now)
            await self._channels(transaction, now, granted=granted)
        logger.info("team_access", workspace=organisation_id, teams=list(team_ids), granted=granted)

    async def _channels(self, transaction: Transaction, now: datetime, *, granted: bool) -> None:
        """Pause, or later resume, what cut-off people set up, since we do not know which team a channel is in."""
        nudges = await transaction.channels.all()
        people = {
            person.user_id: person for person in await transaction.people.some({nudge.set_by for nudge in nudges})
        }
        for nudge in nudges:
            is_out = nudge.set_by in people and people[nudge.set_by].cut_off
            if is_out and not nudge.paused_for:
                await facts.pause(transaction, nudge, NO_ACCESS, now)
            elif granted and not is_out and nudge.paused_for == NO_ACCESS:
                again = replace(nudge, paused_for=None)
                await transaction.channels.save(again)
                await replan_channel(transaction, again, now)
