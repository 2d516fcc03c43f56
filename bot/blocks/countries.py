"""The menu of countries, whose public holidays are days off."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.domain.people.countries import NO_HOLIDAYS, countries
from content.models import Library

GUESS = "guess"


def country_menu(
    guess: str, library: Library, locale: str, chosen: str = GUESS, action_id: str = "country", *, none: bool = True
) -> Block:
    """Every country by its name in the language of `locale`, searched as one types. `guess` says what holds where none
    is chosen; `none` offers to have no holidays.
    """
    first = {GUESS: guess} | ({NO_HOLIDAYS: library.say("settings.form.no_holidays")} if none else {})
    return block_kit.long_menu(action_id, countries(locale), chosen, first)


def country_chosen(value: str | None) -> str | None:
    """What was chosen in the menu; None where it is to be guessed."""
    return None if value in (None, "", GUESS) else value
