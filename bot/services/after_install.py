"""What follows an installation: plans come back, and the installer, and nobody else, is welcomed."""

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
PATIENCE = timedelta(hours=1)  # how long after an installation its welcome is retried
# What can go wrong when looking somebody up in Slack.
UNWELCOME = (Problem, SlackApiError, aiohttp.ClientError, OSError, ValueError)


class AfterInstall:
    """Runs once the installation is written, and again from `TokenKeeper` if a process died during it or Slack did not
    answer. Each part may run twice, and the welcome still goes out once.
    """

    def __init__(self, database: Database, lifecycle: Lifecycle, onboarding: Onboarding, clock: Clock) -> None:
        self._database = database
        self._lifecycle = lifecycle
        self._onboarding = onboarding
        self._clock = clock

    async def __call__(self, installation: Installation) -> None:
        """Do all of it, and record that it is done. If looking up the installer failed for a temporary reason, it stays
        unfinished and is retried for an hour.
        """
        await self._lifecycle.began(installation.workspace_id)
        if not installation.is_org and installation.installer_id and not await self._is_welcomed(installation):
            return
        async with self._database.installations() as store:
            await store.settle(installation)

    async def _is_welcomed(self, installation: Installation) -> bool:
        """Welcome the installer. Returns whether there is nothing left to try."""
        try:
            await self._onboarding.opened_home(Who(installation.workspace_id, installation.installer_id))
        except UNWELCOME as error:  # the app is installed all the same
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
    """Whether it may work a moment later: Slack was down or busy, or our token was just replaced by a newer one."""
    if not isinstance(error, SlackApiError):
        return not isinstance(error, Problem)
    return not isinstance(outcome_of(error), Refused) or code_of(error) in DEAD_TOKEN
