"""The composition root: joins every part of a Second Chair. `bot.process` starts it and lets it finish."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, replace

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.calendar.fetch import Fetcher
from bot.clock import Clock, wall_clock
from bot.delivery.build import EngineLimits, build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.metrics import Metrics
from bot.pictures.artist import Artist
from bot.services.after_delivery import AfterDelivery
from bot.services.after_install import AfterInstall
from bot.services.context import Context
from bot.services.doors.webhook_queue import WebhookQueue
from bot.services.home_tabs import HomeTabs
from bot.services.installations.installations import Installations
from bot.services.installations.token_keeper import TokenKeeper
from bot.services.installations.upgrades import StoredGrants
from bot.services.people.leavers import Leavers
from bot.services.people.removal_queue import RemovalQueue
from bot.services.pictures import Pictures
from bot.services.ridealongs.calendar_looks import CalendarLooks
from bot.services.services import Services, build_services
from bot.settings import Settings
from bot.slack.authorize import SingleAuthorize, StoredAuthorize
from bot.slack.clients import Clients, SingleToken
from bot.slack.directory import SlackDirectory
from bot.slack.do_not_disturb import DoNotDisturb
from bot.slack.files import PictureFiles
from bot.slack.grants import ALL_GRANTED, AskedGrants, Grants
from bot.slack.messenger import Messenger
from bot.slack.oauth import OAuthClient
from bot.slack.patience import HeedsRetryAfter
from bot.slack.remover import Remover
from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from bot.tracing import Tracing, start_tracing
from bot.webhooks.sender import HttpSender
from content.libraries import Libraries
from content.models import Library
from handlers import register
from handlers.binding import Binding
from handlers.commands import COMMANDS


@dataclass(frozen=True, slots=True)
class Bot:
    """Every part, joined; nothing is started or connected yet."""

    settings: Settings
    libraries: Libraries
    database: Database
    clients: Clients
    installs: Installations
    _: KW_ONLY
    services: Services
    bolt: AsyncApp
    binding: Binding
    engine: Engine
    metrics: Metrics
    after_install: AfterInstall
    keeper: TokenKeeper
    artist: Artist
    tracing: Tracing
    removals: RemovalQueue
    leavers: Leavers
    grants: Grants = ALL_GRANTED
    wall: Clock = wall_clock
    looks: CalendarLooks | None = None
    webhooks: WebhookQueue | None = None

    @property
    def library(self) -> Library:
        """The English library."""
        return self.libraries.default


def build(
    settings: Settings,
    clock: Clock = wall_clock,
    limits: EngineLimits | None = None,
    artist: Artist | None = None,
    *,
    in_loop: bool = False,
) -> Bot:
    """Join every part; `in_loop` as for `Database`. Raises SetupError for unusable keys and ContentError for unusable
    content.
    """
    libraries = Libraries()
    tracing = _tracing(settings)
    cipher = Cipher(settings.keys(), libraries.default.say("common.unreadable"))
    database = Database(settings.database_url, cipher, in_loop=in_loop, tracing=tracing)
    metrics = Metrics()
    installs = Installations(database, _oauth(settings), clock, metrics.count_refresh)
    tokens = installs if settings.serves_many else SingleToken(_token(settings))
    clients = Clients(tokens, settings.slack_api_url, tracing)
    site, leavers_days = settings.public_url or "", settings.leavers_kept_days
    grants = StoredGrants(database, site) if settings.serves_many else AskedGrants(clients, clock)
    directory, artist = SlackDirectory(clients), artist or Artist()
    context = Context(database, directory, libraries, clock, grants, site=site, leavers_days=leavers_days)
    services = build_services(context, Pictures(context, artist, PictureFiles(clients)))
    binding = Binding(services, libraries, COMMANDS, tracing=tracing)
    bolt = _bolt(settings, installs)
    register(bolt, binding, libraries.default)
    after_install = AfterInstall(database, services, clock)
    return Bot(
        settings=settings,
        libraries=libraries,
        database=database,
        clients=clients,
        installs=installs,
        services=services,
        bolt=bolt,
        binding=binding,
        engine=_engine(context, clients, tracing, metrics, limits or EngineLimits()),
        metrics=metrics,
        after_install=after_install,
        keeper=TokenKeeper(installs, after_install, metrics.tokens_lost.set),
        grants=grants,
        artist=artist,
        tracing=tracing,
        removals=RemovalQueue(context, Remover(clients), HomeTabs(services, libraries).of),
        leavers=Leavers(context, services.people, services.privacy),
        looks=CalendarLooks(context, Fetcher()),
        webhooks=WebhookQueue(context, HttpSender(), services.people),
    )


def _tracing(settings: Settings) -> Tracing:
    headers = settings.otel_exporter_otlp_headers
    return start_tracing(
        settings.otel_exporter_otlp_endpoint, headers.get_secret_value() if headers is not None else ""
    )


def _engine(context: Context, clients: Clients, tracing: Tracing, metrics: Metrics, limits: EngineLimits) -> Engine:
    """The delivery engine, with the follow-ups of deliveries."""
    context = replace(context, directory=SlackDirectory(clients, is_patient=False))
    messenger = Messenger(clients, tracing)
    after_delivery = AfterDelivery(context, messenger)
    return build_engine(
        context.database,
        messenger,
        MessageParts(context.libraries, quiet=DoNotDisturb(clients).windows),
        clock=context.clock,
        wall=context.clock,
        limits=limits,
        metrics=metrics,
        after_delivery=after_delivery.after_delivery,
        on_refused=after_delivery.refused,
    )


def _bolt(settings: Settings, installs: Installations) -> AsyncApp:
    """Bolt, for a single workspace or for all that installed the app. Signatures are checked before it, in `bot.web`,
    and once more by it. Its answer to `ssl_check` would come before that, so it is off.
    """
    secret, token = settings.slack_signing_secret, None if settings.serves_many else _token(settings)
    with _without_environment():
        return AsyncApp(
            name="second-chair",  # without one, Bolt looks for the file of its caller through all that is imported
            logger=logging.getLogger("slack_bolt"),  # its own message would speak of stores that we do not use
            client=AsyncWebClient(None, base_url=settings.slack_api_url, retry_handlers=[HeedsRetryAfter()]),
            authorize=StoredAuthorize(installs, installs.clock) if token is None else SingleAuthorize(token),
            raise_error_for_unhandled_request=True,
            signing_secret=secret.get_secret_value() if secret else None,
            request_verification_enabled=secret is not None,
            ssl_check_enabled=False,
        )


@contextmanager
def _without_environment() -> Iterator[None]:
    """Hide tokens and secrets in the environment from Bolt. It would read them by itself, warn about a token that it
    does not need, and start an OAuth flow with files of its own.
    """
    hidden = {name: os.environ.pop(name) for name in tuple(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _token(settings: Settings) -> str:
    return settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""


def _oauth(settings: Settings) -> OAuthClient | None:
    if not settings.slack_client_id or not settings.slack_client_secret:
        return None
    return OAuthClient(
        settings.slack_client_id, settings.slack_client_secret.get_secret_value(), settings.slack_api_url
    )
