"""Derives from a person's locale and zone how they write dates. Pure."""

from bot.domain.time.weeks import region

# CLDR 46: regions that put the month first in figures ("Md"), and those that write both.
MONTH_FIRST = frozenset(
    {"US", "PR", "GU", "VI", "AS", "MP", "UM", "PH", "FM", "MH", "PW", "JP", "KR", "KP", "CN", "TW", "HU", "MN", "LT"}
)
BOTH = frozenset({"CA"})
HALF_BEFORE = frozenset({"de", "nl", "sv", "da", "nb", "no", "fi", "cs", "sk", "pl", "ru", "hu", "et", "sl", "hr"})


def month_first(zone: str, locale: str) -> bool | None:
    """Whether 3/4 is the fourth of March; None if people write both."""
    where = region(zone, locale)
    if where in BOTH and not locale.startswith("fr"):
        return None
    return where in MONTH_FIRST or (not where and locale.partition("-")[0] in {"ja", "ko", "zh", "hu"})


def half_is_before(locale: str) -> bool:
    """Whether "half four" is half past three in their language."""
    return locale.partition("-")[0] in HALF_BEFORE
