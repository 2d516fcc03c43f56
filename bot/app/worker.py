"""Joins the parts of a process that sends. It knows nothing of Slack's requests: that comes with `bot.app.bot`."""

from dataclasses import KW_ONLY, dataclass, replace

from bot.calendar.fetch import Fetcher
from bot.clock import Clock, wall_clock
from bot.delivery.build import EngineLimits, build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.metrics import Metrics
from bot.pictures.artist import Artist
from bot.services.admin.admin import Admin
from bot.services.after_delivery import AfterDelivery
from bot.services.after_install import AfterInstall
from bot.services.background import Background
from bot.services.context import Context
from bot.services.home import Home
from bot.services.home_tabs import HomeTabs
from bot.services.installations.id_exchange import IdExchange
from bot.services.installations.installations import Installations
from bot.services.installations.lifecycle import KEEP_HOUSE, Lifecycle, keep_house
from bot.services.installations.token_keeper import TokenKeeper
from bot.services.installations.upgrades import StoredGrants
from bot.services.integrations.webhook_queue import WebhookQueue
from bot.services.people.leavers import Leavers
from bot.services.people.onboarding import Onboarding
from bot.services.people.people import People
from bot.services.people.privacy import Privacy
from bot.services.people.removal_queue import RemovalQueue
from bot.services.pictures import Pictures
from bot.services.ridealongs.calendar_polling import CalendarPoller
from bot.settings import Settings
from bot.slack.clients import Clients, SingleToken
from bot.slack.directory import SlackDirectory
from bot.slack.do_not_disturb import DoNotDisturb
from bot.slack.files import PictureFiles
from bot.slack.grants import AskedGrants
from bot.slack.messenger import Messenger
from bot.slack.oauth import OAuthClient
from bot.slack.remover import Remover
from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from bot.tracing import Tracing, start_tracing
from bot.webhooks.sender import HttpSender
from content.libraries import Libraries


@dataclass(frozen=True, slots=True)
class Worker:
    """Every part that sends, and the work that goes on beside sending; nothing is started or connected yet."""

    settings: Settings
    libraries: Libraries
    database: Database
    clients: Clients
    installs: Installations
    _: KW_ONLY
    context: Context
    people: People
    pictures: Pictures
    engine: Engine
    metrics: Metrics
    after_install: AfterInstall
    keeper: TokenKeeper
    artist: Artist
    tracing: Tracing
    removals: RemovalQueue
    leavers: Leavers
    id_exchange: IdExchange
    calendar_poller: CalendarPoller
    webhooks: WebhookQueue
    house: Background
    wall: Clock = wall_clock


def build_worker(
    settings: Settings,
    clock: Clock = wall_clock,
    limits: EngineLimits | None = None,
    artist: Artist | None = None,
    *,
    in_loop: bool = False,
) -> Worker:
    """Join every part; `in_loop` as for `Database`. Raises SetupError for unusable keys and ContentError for unusable
    content.
    """
    libraries = Libraries()
    tracing = _tracing(settings)
    cipher = Cipher(settings.keys(), libraries.default.say("common.unreadable"))
    database = Database(settings.database_url, cipher, in_loop=in_loop, tracing=tracing)
    metrics = Metrics()
    installs = Installations(database, _oauth(settings), clock, metrics.count_refresh)
    tokens = installs if settings.serves_many else SingleToken(single_token(settings))
    clients = Clients(tokens, settings.slack_api_url, tracing)
    context = _context(settings, clock, libraries, database, clients)
    people, lifecycle, artist = People(context), Lifecycle(context), artist or Artist()
    pictures = Pictures(context, artist, PictureFiles(clients))
    home_tabs = HomeTabs(Home(context, people, Admin(context, people)), pictures, libraries)
    after_install = AfterInstall(database, lifecycle, Onboarding(context, people), clock)
    return Worker(
        settings=settings,
        libraries=libraries,
        database=database,
        clients=clients,
        installs=installs,
        context=context,
        people=people,
        pictures=pictures,
        engine=_engine(context, clients, tracing, metrics, limits or EngineLimits()),
        metrics=metrics,
        after_install=after_install,
        keeper=TokenKeeper(installs, after_install, metrics.tokens_lost.set),
        artist=artist,
        tracing=tracing,
        removals=RemovalQueue(context, Remover(clients), home_tabs.of),
        leavers=Leavers(context, people, Privacy(context)),
        id_exchange=IdExchange(context, people.identities, lifecycle),
        calendar_poller=CalendarPoller(context, Fetcher()),
        webhooks=WebhookQueue(context, HttpSender(), people),
        house=Background(clock, lambda: keep_house(database, clock()), KEEP_HOUSE, "house_not_kept"),
    )


def _context(settings: Settings, clock: Clock, libraries: Libraries, database: Database, clients: Clients) -> Context:
    site, leavers_days = settings.public_url or "", settings.leavers_kept_days
    grants = StoredGrants(database, site) if settings.serves_many else AskedGrants(clients, clock)
    return Context(database, SlackDirectory(clients), libraries, clock, grants, site=site, leavers_days=leavers_days)


def single_token(settings: Settings) -> str:
    """The bot token in the settings; "" if there is none."""
    return settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""


def _tracing(settings: Settings) -> Tracing:
    headers = settings.otel_exporter_otlp_headers
    return start_tracing(
        settings.otel_exporter_otlp_endpoint, headers.get_secret_value() if headers is not None else ""
    )


def _engine(context: Context, clients: Clients, tracing: Tracing, metrics: Metrics, limits: EngineLimits) -> Engine:
    """The delivery engine, with the follow-ups of deliveries."""
    context = replace(context, directory=SlackDirectory(clients, is_patient=False))
    messenger = Messenger(clients, tracing)
    after_delivery = AfterDelivery(context, messenger, metrics.tokens_lost.set)
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


def _oauth(settings: Settings) -> OAuthClient | None:
    if not settings.slack_client_id or not settings.slack_client_secret:
        return None
    return OAuthClient(
        settings.slack_client_id, settings.slack_client_secret.get_secret_value(), settings.slack_api_url
    )
