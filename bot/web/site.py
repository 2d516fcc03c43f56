"""What this process serves over HTTP, built from its settings."""

from collections.abc import Callable

from bot.app.bot import Bot
from bot.delivery.build import steady_clock
from bot.web.dispatch import Dispatch
from bot.web.guide import GuideRoutes
from bot.web.install import InstallRoutes
from bot.web.integrations import IntegrationRoutes
from bot.web.pages import Pages
from bot.web.person_rate_limit import PersonRateLimit
from bot.web.server import Serve, Site
from bot.web.slack import SlackRoute
from bot.zone_data import PINNED
from handlers.errors import too_many


def build_dispatch(bot: Bot, steady: Callable[[], float] = steady_clock) -> Dispatch:
    """The way of Slack's requests into Bolt. `steady` is the clock by which each person's allowance of requests
    grows.
    """
    return Dispatch(bot.bolt, PersonRateLimit(steady), too_many(bot.binding.words.last), bot.binding.keep)


def build_site(bot: Bot, dispatch: Dispatch | None = None) -> Site:
    """The site: Slack's route if Slack calls over HTTP, the pages, and installing if any workspace may install."""
    settings, many = bot.settings, bot.settings.serves_many
    pages = Pages(
        bot.libraries,
        can_install=many,
        support_email=settings.support_email,
        leavers_days=settings.leavers_kept_days,
    )
    routes: dict[str, Serve] = dict(pages.routes()) | dict(GuideRoutes(pages).routes())
    if many and settings.public_url is not None:
        install = InstallRoutes(
            bot.installs, bot.library, pages, settings.public_url, settings.trusted_proxies, bot.after_install
        )
        routes |= install.routes()
    if settings.public_url is not None:
        routes |= IntegrationRoutes(
            bot.services.integrations, pages, settings.public_url, settings.trusted_proxies
        ).routes()
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    return Site(
        slack=SlackRoute(dispatch or build_dispatch(bot), secret, bot.wall).serve if secret else None,
        pages=routes,
        metrics=bot.metrics.text,
        zone_data=lambda: PINNED.says(bot.wall()),
        metrics_token=settings.metrics_token.get_secret_value() if settings.metrics_token else "",
        public_url=settings.public_url,
    )
