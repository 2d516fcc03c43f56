"""The languages that people can read us in: those that have words of their own."""

from collections.abc import Mapping
from pathlib import Path

from content.formats import spoken

HERE = Path(__file__).parent
ENGLISH = "en"


def languages(reader: str = ENGLISH, path: Path = HERE) -> Mapping[str, tuple[str, ...]]:
    """By locale ("de") the names of each language: its own first, then in English and in the locale `reader`.

    All are in small letters; English is always among them.
    """
    locales = {ENGLISH, *(folder.parent.name for folder in path.glob("*/words") if folder.is_dir())}
    return {locale: _names(locale, reader) for locale in sorted(locales)}


def own_name(locale: str) -> str:
    """What a language calls itself: "Deutsch"."""
    name = str(spoken(locale).get_display_name() or locale)
    return name[:1].upper() + name[1:]


def _names(locale: str, reader: str) -> tuple[str, ...]:
    names = [
        own_name(locale),
        *(str(spoken(locale).get_display_name(spoken(other)) or "") for other in (ENGLISH, reader)),
    ]
    return tuple(dict.fromkeys(name.casefold() for name in names if name))
