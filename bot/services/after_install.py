"""What follows an installation: plans come back, and the installer is welcomed, and nobody else."""

from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import log
from bot.clock import Clock
from bot.domain.installations.installations import Installation
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.installations.lifecycle import Lifecycle
from bot.services.people.onboarding import Onboarding
from bot.slack.codes import DEAD_TOKEN, code_of
from bot.slack.outcomes import Refused, outcome_of
from bot.storage.database import Database

logger = log.get(__name__)
PATIENCE = timedelta(hours=1)  # so long after an installation its welcome is tried again
# What can go wrong while somebody is looked up in Slack.
UNWELCOME = (Problem, SlackApiError, aiohttp.ClientError, OSError, ValueError)


class AfterInstall:
    """Done once the installation is written, and again by `TokenKeeper` where a process died over it or Slack did not
    answer: each part may be done twice, and the welcome still goes out once.
    """

    def __init__(self, database: Database, lifecycle: Lifecycle, onboarding: Onboarding, clock: Clock) -> None:
        self._database = database
        self._lifecycle = lifecycle
        self._onboarding = onboarding
        self._clock = clock

    async def __call__(self, installation: Installation) -> None:
        """Do all of it, and note that it is done. Where the installer could not be looked up for a reason that passes,
        it is left unfinished for an hour, in which it is tried again.
        """
        await self._lifecycle.began(installation.workspace_id)
        if not installation.is_org and installation.installer_id and not await self._is_welcomed(installation):
            return
        async with self._database.installations() as store:
            await store.settle(installation)

    async def _is_welcomed(self, installation: Installation) -> bool:
        """Welcome the installer. Returns whether nothing more is to be tried."""
        try:
            await self._onboarding.opened_home(Who(installation.workspace_id, installation.installer_id))
        except UNWELCOME as error:  # it is installed all the same
            is_over = not _may_pass(error) or self._clock() - installation.installed_at >= PATIENCE
            logger.warning(
                "installer_not_welcomed",
                workspace=installation.workspace_id,
                why=type(error).__name__,
                tried_again=not is_over,
            )
            return is_over
        return True


def _may_pass(error: Exception) -> bool:
    """Whether it may work a moment later: Slack was away or busy, or our token was just replaced by a newer one."""
    if not isinstance(error, SlackApiError):
        return not isinstance(error, Problem)
    return not isinstance(outcome_of(error), Refused) or code_of(error) in DEAD_TOKEN
