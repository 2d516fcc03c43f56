"""What this process serves over HTTP, from its settings."""

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import log
from bot.app import Bot
from bot.domain.installs import Installation
from bot.domain.people import Who
from bot.errors import Problem
from bot.web.install import InstallRoutes
from bot.web.pages import Pages
from bot.web.server import Serve, Site
from bot.web.slack import SlackRoute

logger = log.get(__name__)
# What can go wrong while somebody is looked up in Slack.
UNWELCOME = (Problem, SlackApiError, aiohttp.ClientError, OSError, ValueError)


def build_site(bot: Bot) -> Site:
    """The site: Slack's route where Slack calls over HTTP, pages, and installing where any workspace may."""
    settings, many = bot.settings, bot.settings.serves_many
    pages = Pages(bot.library, can_install=many, support_email=settings.support_email)
    routes: dict[str, Serve] = dict(pages.routes())
    if many and settings.public_url is not None:
        install = InstallRoutes(
            bot.installs, bot.library, pages, settings.public_url, settings.trusted_proxies, _Welcomes(bot)
        )
        routes |= install.routes()
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    return Site(
        slack=SlackRoute(bot.bolt, secret, bot.wall).serve if secret else None,
        pages=routes,
        metrics=bot.metrics.text,
        metrics_token=settings.metrics_token.get_secret_value() if settings.metrics_token else "",
        public_url=settings.public_url,
    )


class _Welcomes:
    """What follows an installation: plans come back, and the installer is welcomed, and nobody else."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def __call__(self, installation: Installation) -> None:
        await self._bot.services.lifecycle.began(installation.workspace_id)
        if installation.is_org or not installation.installer_id:
            return
        try:
            await self._bot.services.onboarding.opened_home(Who(installation.workspace_id, installation.installer_id))
        except UNWELCOME as error:  # it is installed all the same
            logger.warning("installer_not_welcomed", workspace=installation.workspace_id, why=type(error).__name__)
