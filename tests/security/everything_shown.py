"""Everything that one person can be told: every use case that tells something, every possible message, every picture.

`tests/security/test_everything_shown.py` fails where a use case is missing here.
"""

import json
import re
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from operator import attrgetter
from typing import Any

from bot.blocks.admin.participation import participation
from bot.blocks.block_kit import Block
from bot.blocks.home.home import home
from bot.blocks.pictures import picture_in
from bot.blocks.prompts.streaks import streaks
from bot.blocks.ridealongs.development import development
from bot.blocks.selfchecks.selfchecks import result
from bot.domain.people.people import Who
from bot.domain.prompts.custom_content import ContentScope
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library

PRIVATE = re.compile(r"[0-9a-f]{32}")  # ids, which are random
OF_ONESELF = (
    "admin.facts", "admin.participation", "admin.unreached", "calendar.facts", "channels.listed", "checkins.facts",
    "development.facts", "integrations.numbers", "feedback.views", "home.facts", "insights.facts", "letters.facts",
    "people.meet", "pressure.calendar", "pressure.facts", "programmes.facts", "prompts.made_to_fit",
    "prompts.today", "ridealongs.form", "ridealongs.upcoming", "selfchecks.last", "selfchecks.latest",
    "selfchecks.start", "sent.of_pause_offers", "settings.facts", "skillchecks.latest", "streaks.facts", "teams.facts",
    "webhooks.facts", "what_works.facts",
)  # fmt: skip
OF_TWO = ("records.record", "records.one_to_one", "records.notes", "ridealongs.history", "sent.of_invitation")
BY_HAND = (
    "feedback.form",
    "custom_content.entry",
    "custom_content.page",
    "custom_files.export",
    "privacy.export",
    "prompts.facts",
)
DRAWN = (
    ("home.facts", home), ("streaks.facts", streaks), ("development.facts", development),
    ("selfchecks.latest", result), ("admin.participation", participation),
)  # fmt: skip


def told_to(services: Services, who: Who, other: str) -> Iterable[tuple[str, Awaitable[Any]]]:
    """What each use case, by its name, tells somebody; about `other` where it involves two people."""
    for name in OF_ONESELF:
        yield name, attrgetter(name)(services)(who)
    for name in OF_TWO:
        yield name, attrgetter(name)(services)(who, other)
    for scope in ContentScope:
        yield f"custom_content.page {scope}", services.custom_content.page(who, scope)
        yield f"custom_files.export {scope}", services.custom_files.export(who, scope)
    yield "prompts.facts", services.prompts.facts(who, "channel")
    yield "privacy.export", _export(services, who)


async def pictures(services: Services, library: Library, who: Who) -> list[tuple[Any, str]]:
    """Each picture that somebody can be shown, with its alternative text."""
    shown = []
    for name, draw in DRAWN:
        with suppress(Problem):
            facts = await attrgetter(name)(services)(who)
            made: Any = draw(library, facts) if facts is not None else {"blocks": ()}
            blocks: Iterable[Block] = made["blocks"] if isinstance(made, dict) else made.blocks
            shown += [(drawn, block["alt_text"]) for block in blocks if (drawn := picture_in(block))]
    return shown


async def _export(services: Services, who: Who) -> dict[str, list[str]]:
    held = json.loads((await services.privacy.export(who)).data)["held"]
    return {table: sorted(PRIVATE.sub("…", repr(row)) for row in rows) for table, rows in held.items()}
