"""What follows an installation: plans come back, and the installer is welcomed, and nobody else."""

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import log
from bot.domain.installations.installations import Installation
from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services.services import Services
from bot.storage.database import Database

logger = log.get(__name__)
# What can go wrong while somebody is looked up in Slack.
UNWELCOME = (Problem, SlackApiError, aiohttp.ClientError, OSError, ValueError)


class AfterInstall:
    """Done once the installation is written, and again by `TokenKeeper` where a process died over it: each part may
    be done twice, and the welcome still goes out once.
    """

    def __init__(self, database: Database, services: Services) -> None:
        self._database = database
        self._services = services

    async def __call__(self, installation: Installation) -> None:
        """Do all of it, and note that it is done."""
        await self._services.lifecycle.began(installation.workspace_id)
        if not installation.is_org and installation.installer_id:
            await self._welcome(installation)
        async with self._database.installations() as store:
            await store.settle(installation)

    async def _welcome(self, installation: Installation) -> None:
        try:
            await self._services.onboarding.opened_home(Who(installation.workspace_id, installation.installer_id))
        except UNWELCOME as error:  # it is installed all the same
            logger.warning("installer_not_welcomed", workspace=installation.workspace_id, why=type(error).__name__)
