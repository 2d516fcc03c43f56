"""The searchable menus of time zones and of countries, whose public holidays are days off."""

from collections.abc import Mapping

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.domain.people.countries import GUESSED, NO_HOLIDAYS, countries, country_name, parts_of, places_like
from bot.domain.people.people import Person
from bot.domain.time.zone_menu import zone_label, zones_like, zones_of_country
from bot.domain.time.zones import plain
from content.models import Library

PROFILE = "profile"
Groups = Mapping[str, Mapping[str, str]]  # labels by value, under the title of their group


def zone_menu(action_id: str, zone: str | None, library: Library, profile: str = "") -> Block:
    """The menu of zones. `profile` is the zone in the Slack profile, which applies if none is chosen."""
    chosen = (zone, zone_label(zone, library.speech)) if zone else (PROFILE, _as_in_profile(library, profile))
    return block_kit.search_menu(action_id, chosen, library.say("places.zone_example"))


def zones_offered(typed: str, library: Library, person: Person, *, profile: bool) -> Groups:
    """What the menu of zones offers for what was typed; before typing, the person's own country. `profile`: also offer
    to follow the Slack profile.
    """
    own = {PROFILE: _as_in_profile(library, person.profile_zone)} if profile else {}
    if typed.strip():
        return {library.say("places.usual"): _fitting(typed, own)} | {
            library.say("places.zones"): zones_like(typed, library.speech)
        }
    near = zones_of_country((person.guessed_country or "")[:2], library.speech) or {
        person.zone: zone_label(person.zone, library.speech)
    }
    return {library.say("places.usual"): own} | {library.say("places.zones_near"): near}


def zone_chosen(value: str | None) -> str:
    """The zone that was chosen; "" to follow the profile."""
    return "" if value in (None, PROFILE) else str(value)


def country_menu(action_id: str, country: str | None, guess: str, library: Library) -> Block:
    """The menu of countries, and their parts if holidays differ. `guess` says what applies if none is chosen."""
    chosen = (country, country_label(country, library)) if country else (GUESSED, guess)
    return block_kit.search_menu(action_id, chosen, library.say("places.country_example"))


def countries_offered(typed: str, guess: str, library: Library, person: Person, *, none: bool) -> Groups:
    """What the menu of countries offers for what was typed; before typing, the person's own with its parts, then all.
    `none`: also offer to have no public holidays.
    """
    usual = {GUESSED: guess} | ({NO_HOLIDAYS: library.say("places.no_holidays")} if none else {})
    if typed.strip():
        return {library.say("places.usual"): _fitting(typed, usual)} | {
            library.say("places.countries"): places_like(typed, library.speech)
        }
    own = (person.guessed_country or "")[:2]
    near = {own: country_name(own, library.speech)} if own else {}
    near |= {part: country_name(part, library.speech) for part in parts_of(own)}
    everything = countries(library.speech)
    return {
        library.say("places.usual"): usual,
        library.say("places.countries_near"): near,
    } | _by_letters(everything)


def country_label(country: str | None, library: Library) -> str:
    """The label of a chosen country. It also covers "none", and just Christmas and New Year if no country is known."""
    if country is None:
        return library.say("places.no_country")
    return library.say("places.no_holidays") if country == NO_HOLIDAYS else country_name(country, library.speech)


def own_guess(library: Library, person: Person) -> str:
    """What applies to a person who chooses no country."""
    return library.say("settings.form.guess_country", country=country_label(person.guessed_country, library))


def country_chosen(value: str | None) -> str | None:
    """The country that was chosen in the menu; None to guess it."""
    return None if value in (None, "", GUESSED) else value


def _by_letters(choices: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Many labels by value in groups of as many as Slack shows, named by their first and last letters."""
    pairs, most = list(choices.items()), block_kit.MOST_OPTIONS
    pages = [pairs[start : start + most] for start in range(0, len(pairs), most)]
    return {f"{page[0][1][:1]} – {page[-1][1][:1]}": dict(page) for page in pages}


def _fitting(typed: str, choices: Mapping[str, str]) -> dict[str, str]:
    wanted = plain(typed)
    return {value: label for value, label in choices.items() if wanted == value or wanted in plain(label)}


def _as_in_profile(library: Library, zone: str) -> str:
    return library.say("places.profile_zone", zone=zone_label(zone, library.speech))
