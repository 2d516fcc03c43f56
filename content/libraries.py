"""The words in every language that we have, each loaded when somebody first needs it."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from content import pseudo
from content.formats import CLOCK, WORLD, spoken
from content.library import DEFAULT_PATH, load_library
from content.models import Library
from content.problems import ContentError
from content.texts import BASE

MOST_KEPT = 200  # ways of writing: a language, combined with each place and clock


class Libraries:
    """The library for each reader. Raises ContentError at once where the English one cannot be used."""

    def __init__(self, path: Path = DEFAULT_PATH, *, only: Library | None = None) -> None:
        """`only` is given to everybody, whatever they read."""
        self._path = path
        self._only = only
        self.default = only or load_library(path)
        self._of = lru_cache(MOST_KEPT)(self._found)

    def of(self, locale_tag: str) -> Library:
        """The library of somebody who reads in the locale `locale_tag`, such as "de-CH", "en-US-u-hc-h12" or "".

        English where we lack their language. Dates and numbers of a locale we lack are written as Unicode has them.
        """
        return self._of(locale_tag)

    def languages(self) -> list[str]:
        """The locales that have a folder: languages and, as "en-US", their variants."""
        return sorted(place.name for place in self._path.iterdir() if (place / "words").is_dir())

    def _found(self, locale_tag: str) -> Library:
        if self._only is not None:
            return self._only
        locale, mark, clock = locale_tag.partition(CLOCK)
        language = locale.partition("-")[0]
        if locale == pseudo.LOCALE:
            return replace(load_library(self._path, locale), writes=f"{pseudo.WRITES}{mark}{clock}")
        have = self.languages()
        words = next((tag for tag in (locale, language) if tag in have), BASE)
        try:
            library = load_library(self._path, words)
        except ContentError:  # `content --strict` and `doctor` say what is wrong with it
            library = self.default
        own = locale if library.locale.partition("-")[0] == language else ""
        written = own if own not in {"", BASE} and spoken(own).language == language else WORLD
        return replace(library, writes=f"{written}{mark}{clock}")
