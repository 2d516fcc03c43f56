"""Joins the parts of a worker with the part that receives Slack's requests. `bot.process` starts it and lets it
finish.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, fields

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app.worker import Worker, build_worker, single_token
from bot.clock import Clock, wall_clock
from bot.delivery.build import EngineLimits
from bot.pictures.artist import Artist
from bot.services.home_tabs import HomeTabs
from bot.services.installations.installations import Installations
from bot.services.late_homes import LateHomes
from bot.services.services import Services
from bot.settings import Settings
from bot.slack.authorize import SingleAuthorize, StoredAuthorize
from bot.slack.rate_limit_retries import HeedsRetryAfter
from bot.slack.remover import Remover
from content.models import Library
from handlers import register
from handlers.binding import Binding
from handlers.commands import COMMANDS
from handlers.updates import MessageUpdates


@dataclass(frozen=True, slots=True)
class Bot(Worker):
    """Every part, joined; nothing is started or connected yet."""

    _: KW_ONLY
    services: Services
    bolt: AsyncApp
    binding: Binding
    late_homes: LateHomes

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
    """Join every part. Takes the arguments of `build_worker`, and raises what it raises."""
    worker = build_worker(settings, clock, limits, artist, in_loop=in_loop)
    services = Services(worker.context, worker.pictures, worker.people)
    home_tabs = HomeTabs(services.home, worker.pictures, worker.libraries)
    late_homes = LateHomes(home_tabs.of, Remover(worker.clients).home)
    updates = MessageUpdates(late_homes.refused)
    binding = Binding(services, worker.libraries, COMMANDS, tracing=worker.tracing, updates=updates)
    bolt = _bolt(settings, worker.installs)
    register(bolt, binding)
    parts = {part.name: getattr(worker, part.name) for part in fields(worker)}
    return Bot(**parts, services=services, bolt=bolt, binding=binding, late_homes=late_homes)


def _bolt(settings: Settings, installs: Installations) -> AsyncApp:
    """Bolt, for a single workspace or for all that installed the app. Signatures are checked before it, in `bot.web`,
    and again by Bolt. It would answer `ssl_check` before checking, so that is off.
    """
    secret, token = settings.slack_signing_secret, None if settings.serves_many else single_token(settings)
    with _without_environment():
        return AsyncApp(
            name="second-chair",  # without a name, Bolt searches all imported modules for its caller's file
            logger=logging.getLogger("slack_bolt"),  # Bolt's own message would be about stores that we do not use
            client=AsyncWebClient(None, base_url=settings.slack_api_url, retry_handlers=[HeedsRetryAfter()]),
            authorize=StoredAuthorize(installs, installs.clock) if token is None else SingleAuthorize(token),
            raise_error_for_unhandled_request=True,
            signing_secret=secret.get_secret_value() if secret else None,
            request_verification_enabled=secret is not None,
            ssl_check_enabled=False,
        )


@contextmanager
def _without_environment() -> Iterator[None]:
    """Hide tokens and secrets in the environment from Bolt. It would read them on its own, warn about a token that it
    does not need, and start an OAuth flow with files of its own.
    """
    hidden = {name: os.environ.pop(name) for name in tuple(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
