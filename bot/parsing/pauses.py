"""The days that somebody types behind "pause", and the week behind "pressure". Pure."""

from datetime import date, timedelta

from bot.domain.time.localtime import WEEK, week_of
from bot.domain.time.schedule import Pause
from bot.errors import Problem
from bot.parsing.reading import Asker, whole_stretch
from bot.parsing.text import tokens_of
from bot.parsing.values import Stretch

FAR = timedelta(days=300)
YEAR_DIGITS = 4


def read_pause(text: str, asker: Asker) -> Pause:
    """The days in `text`, both ends included: "until fri", "20 dec - 4 jan", "next week", "2w"; open-ended where empty.

    It begins today where no beginning was said. A length counts today: "1 week" on a Monday ends on Sunday.
    Raises Problem for what is no stretch of days or could be several, has passed, or is most of a year away without
    its year.
    """
    today = asker.now.date()
    given = " ".join(text.split())
    if not given:
        return Pause(today)
    said = whole_stretch(given, asker)
    if said is not None and said.is_open:
        return Pause(today)
    first, last = _ends(said, given, today, "pauses")
    return Pause(max(first or today, today), last)


def read_week(text: str, asker: Asker) -> date | None:
    """The Monday of the week in `text`: "next week", "week of 14 dec", "14 dec"; None where nothing was typed.

    Raises Problem for what is no week or several, is over, or is most of a year away without its year.
    """
    today = asker.now.date()
    given = " ".join(text.split())
    if not given:
        return None
    said = whole_stretch(
        "this week" if given.lower() == "this" else "next week" if given.lower() == "next" else given, asker
    )
    if said is not None and (said.is_open or said.is_length):
        raise Problem("pressure.problems.unclear", given=given)
    if said is not None and said.is_certain and said.reason == "which":
        said = Stretch(None, said.last)  # "in 2 weeks": the week that day lies in
    first, last = _ends(said, given, week_of(today), "pressure")
    begin = first or (today if last - today < WEEK and week_of(last) == week_of(today) else last)
    if week_of(begin) != week_of(last):
        raise Problem("pressure.problems.unclear", given=given)
    return week_of(last)


def _ends(said: Stretch | None, given: str, today: date, words: str) -> tuple[date | None, date]:
    """Both ends of what was read. Raises Problem as the readers do; `words` is where its sentences stand."""
    if said is None or (said.reason in {"date", "far"} and not said.options):
        raise Problem(f"{words}.problems.unclear", given=given)
    if said.reason == "far":
        raise Problem(f"{words}.problems.far", day=shown(said.options[0]), example=_plain(said.options[0]))
    if said.reason == "mismatch":
        raise Problem(
            f"{words}.problems.mismatch", given=given, day=shown(said.options[0]), example=_plain(said.options[0])
        )
    if said.reason == "which" and said.options:
        days = " / ".join(shown(on) for on in said.options)
        raise Problem(f"{words}.problems.which", given=given, days=days, example=_plain(said.options[-1]))
    if said.reason or said.last is None:
        raise Problem(
            f"{words}.problems.reversed" if said.reason == "reversed" else f"{words}.problems.unclear", given=given
        )
    if said.last < today:
        raise Problem(f"{words}.problems.past", day=shown(said.last), example=_plain(today + WEEK))
    if said.last - today > FAR and not _has_year(given):
        raise Problem(f"{words}.problems.far", day=shown(said.last), example=_plain(said.last))
    return said.first, said.last


def _has_year(given: str) -> bool:
    return any(token.plain.isdigit() and len(token.plain) == YEAR_DIGITS for token in tokens_of(given))


def shown(on: date) -> str:
    """ "Fri 24 Dec 2027"."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def _plain(on: date) -> str:
    return f"{on.day} {on:%b %Y}".lower()
