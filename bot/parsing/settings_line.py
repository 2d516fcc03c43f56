"""Settings as people type them: "prompt 8:30", "checkin off", "three a week", "24h", "language german". Pure.

Each clause changes one thing. Anything that cannot be read is asked about, never skipped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time

from bot.domain.channels.channels import read_zone
from bot.domain.people.people import NudgeKind
from bot.domain.people.settings import GUESSED, SettingsForm
from bot.errors import Problem
from bot.parsing.countries import take_holidays
from bot.parsing.reading import Asker
from bot.parsing.settings_words import (
    AM_PM,
    AS_USUAL,
    CADENCES,
    CHECKIN,
    CLOCK,
    CLOCK_AS_USUAL,
    COUNTRY,
    DAYS,
    HOURS,
    KINDS,
    LANGUAGE,
    OFF,
    ON,
    OTHER_CADENCE,
    PAUSE,
    PROMPT,
    SEPARATORS,
    TURN,
    WEEK,
    ZONE,
)
from bot.parsing.times_and_days import Parts, read_hours, read_parts, sure_half


@dataclass(frozen=True, slots=True)
class SettingsLine:
    """The result: settings to change, or the days of a pause as typed, None if no pause was meant.

    `is_leave`: it was called a leave, so a single day means only that day.
    """

    form: SettingsForm = field(default_factory=SettingsForm)
    pause: str | None = None
    is_leave: bool = False


Clause = Callable[[str, Asker, Mapping[str, Sequence[str]]], SettingsForm | None]


def read_settings(text: str, asker: Asker, languages: Mapping[str, Sequence[str]]) -> SettingsLine:
    """What a line changes. `languages` are those that we speak: their names, in lower case, by locale.

    Raises Problem if a part of it cannot be read, or could mean several things.
    """
    typed = " ".join(text.lower().replace("’", "'").split()).strip(" .!?`\"'")
    if pause := PAUSE.match(typed):
        return SettingsLine(pause=pause["days"], is_leave=pause["leave"] is not None)
    form, problem = _tried(typed, asker, languages)
    if form is not None:
        return SettingsLine(form)
    clauses = [clause for clause in SEPARATORS.split(typed) if clause]
    tried = [_tried(clause, asker, languages) for clause in clauses] if len(clauses) > 1 else []
    forms = [form for form, _ in tried if form is not None]
    if not forms or len(forms) < len(tried):
        problems = [problem, *(fault for _, fault in tried)]
        raise next((fault for fault in problems if fault), Problem("settings.problems.unclear", given=text))
    return SettingsLine(_joined(forms))


def _tried(
    clause: str, asker: Asker, languages: Mapping[str, Sequence[str]]
) -> tuple[SettingsForm | None, Problem | None]:
    """What a clause changes, or the problem with it; a comma can separate two clauses as well as two days."""
    try:
        return _clause(clause, asker, languages), None
    except Problem as problem:
        return None, problem


def _joined(forms: Sequence[SettingsForm]) -> SettingsForm:
    joined = SettingsForm()
    for form in forms:
        said = {name: value for name in form.__dataclass_fields__ if (value := getattr(form, name)) not in (None, ())}
        joined = replace(joined, **said | {"wanted": (*joined.wanted, *form.wanted)})
    return joined


def _clause(clause: str, asker: Asker, languages: Mapping[str, Sequence[str]]) -> SettingsForm | None:
    """What one clause changes; None if it is not a clause. The first reading that knows its words decides."""
    return next((form for read in READINGS if (form := read(clause, asker, languages)) is not None), None)


def _language(clause: str, _asker: Asker, languages: Mapping[str, Sequence[str]]) -> SettingsForm | None:
    match = LANGUAGE.match(clause)
    if match is None:
        return None
    name = match[1].removeprefix("to ").removeprefix("is ").removeprefix("auf ").strip()
    if name in AS_USUAL:
        return SettingsForm(locale="")
    locale = next((locale for locale, names in languages.items() if name in (locale.lower(), *names)), None)
    if locale is None:
        raise Problem(
            "settings.problems.language",
            given=name or clause,
            languages=[names[0].title() for names in languages.values()],
        )
    return SettingsForm(locale=locale)


def _clock(clause: str, _asker: Asker, _languages: object) -> SettingsForm | None:
    if match := CLOCK.match(clause):
        return SettingsForm(hour_clock=int(match[1]))
    if AM_PM.match(clause):
        return SettingsForm(hour_clock=12)
    usual = CLOCK_AS_USUAL.match(clause)
    return SettingsForm(hour_clock=GUESSED) if usual and usual[1] in AS_USUAL else None


def _week(clause: str, asker: Asker, _languages: object) -> SettingsForm | None:
    match = WEEK.match(clause)
    if match is None:
        return None
    if match[1] in AS_USUAL:
        return SettingsForm(first_day=GUESSED)
    parts = read_parts(match[1], asker)
    if parts.clocks or parts.unknown or len(parts.days) != 1:
        return None
    return SettingsForm(first_day=min(parts.days))


def _zone(clause: str, _asker: Asker, _languages: object) -> SettingsForm | None:
    match = ZONE.match(clause)
    if match is None:
        return None
    return SettingsForm(zone="" if match[1] in AS_USUAL else read_zone(match[1]))


def _country(clause: str, _asker: Asker, _languages: object) -> SettingsForm | None:
    match = COUNTRY.match(clause)
    if match is None:
        return None
    if match[1] in AS_USUAL:
        return SettingsForm(country="")
    if clause.startswith(("no ", "keine ")):
        return SettingsForm(country="none")
    country, left = take_holidays(["holidays", *match[1].split()]) if match[1] else (None, [])
    if country is None or left:
        return None
    return SettingsForm(country="" if country == "guess" else country)


def _hours(clause: str, asker: Asker, _languages: object) -> SettingsForm | None:
    match = HOURS.match(clause)
    hours = read_hours(match[1], asker) if match else None
    return SettingsForm(hours=hours) if hours else None


def _kind(clause: str, _asker: Asker, _languages: object) -> SettingsForm | None:
    for pattern, kind in KINDS:
        if pattern.search(clause):
            is_on = _switch(pattern.sub(" ", clause))
            return None if is_on is None else SettingsForm(wanted=((kind, is_on),))
    return None


def _switch(rest: str) -> bool | None:
    """Whether the remaining words say on or off; None if they say something else."""
    words = set(TURN.sub(" ", rest).split())
    if len(words) != 1:
        return None
    return True if words <= ON else False if words <= OFF else None


def _checkin(clause: str, asker: Asker, _languages: object) -> SettingsForm | None:
    if not CHECKIN.search(clause):
        return None
    rest = CHECKIN.sub(" ", clause)
    is_on = _switch(rest)
    if is_on is not None:
        return SettingsForm(wanted=((NudgeKind.CHECKIN, is_on),))
    parts = read_parts(TURN.sub(" ", rest), asker)
    if parts.unknown or len(parts.days) > 1 or not (parts.days or parts.clocks):
        return None
    at = _one_time(parts, asker, clause)
    day = min(parts.days) if parts.days else None
    return SettingsForm(checkin_day=day, checkin_at=at, wanted=((NudgeKind.CHECKIN, True),))


def _prompt(clause: str, asker: Asker, _languages: object) -> SettingsForm | None:
    named = PROMPT.search(clause) is not None
    rest = PROMPT.sub(" ", clause)
    if named and (is_on := _switch(rest)) is not None:
        return SettingsForm(prompt_on=is_on)
    if OTHER_CADENCE.search(rest):
        raise Problem("settings.problems.how_often", given=clause)
    cadence = next((cadence for pattern, cadence in CADENCES if pattern.search(rest)), None)
    for pattern, _ in CADENCES:
        rest = pattern.sub(" ", rest)
    if not named and cadence is None:
        return None
    parts = read_parts(TURN.sub(" ", rest), asker)
    if parts.days:
        raise Problem("settings.problems.prompt_days", given=clause)
    if parts.unknown or (cadence is None and not parts.clocks):
        return None
    return SettingsForm(cadence=cadence, prompt_at=_one_time(parts, asker, clause), prompt_on=True)


def _one_time(parts: Parts, asker: Asker, clause: str) -> time | None:
    """The one time among the parts, None if there is none. Raises Problem if it is not a time, if there are several,
    or if it could be in either half of the day.
    """
    if not parts.clocks and not parts.has_digits:
        return None
    if len(parts.clocks) != 1 or parts.clocks[0].reason:
        raise Problem("settings.problems.time")
    return sure_half(parts.clocks[0], asker.hours, clause)


def _days(clause: str, asker: Asker, _languages: object) -> SettingsForm | None:
    match = DAYS.match(clause)
    parts = read_parts(match[1], asker) if match else None
    if parts is None or parts.clocks or parts.unknown or not parts.days:
        return None
    return SettingsForm(working_days=frozenset(parts.days))


READINGS: tuple[Clause, ...] = (
    _language, _clock, _week, _zone, _country, _hours, _kind, _checkin, _days, _prompt,
)  # fmt: skip
