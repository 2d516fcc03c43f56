"""Who was shown what somebody shared, as its author reads it."""

from collections.abc import Iterable

from bot.blocks import block_kit
from bot.blocks.when import day
from bot.domain.people.disclosures import Disclosure, days_of
from content.models import Library


def line(library: Library, disclosures: Iterable[Disclosure], subject: str) -> str:
    """Who was shown it and when, a sentence for each person; "" if nobody was."""
    return " ".join(
        library.say(
            f"sights.{'once' if len(days) == 1 else 'again'}",
            who=block_kit.person(viewer_id),
            first=day(days[0]),
            last=day(days[-1]),
            count=len(days),
        )
        for viewer_id, days in days_of(disclosures, subject).items()
    )
