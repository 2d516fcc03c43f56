"""The words in which settings are typed, as patterns over lower-case text. Pure."""

import re

from bot.domain.budget import Cadence
from bot.domain.people.people import NudgeKind

AS_USUAL = frozenset({
    "slack", "as in slack", "like slack", "same as slack", "auto", "default", "usual", "as usual", "profile",
    "my profile", "wie slack", "wie in slack",
})  # fmt: skip
ON = frozenset({"on", "yes", "enable", "start", "resume", "an", "ein"})
OFF = frozenset({"off", "no", "none", "never", "disable", "stop", "without", "aus", "keine", "ohne"})
TURN = re.compile(r"\b(?:turn|switch|please|my|the|set|change|send|me|to|at|for|come|comes|bitte|um|auf)\b")
SEPARATORS = re.compile(r"\s*(?:;|,|\band\b|\bund\b)\s*")


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern written with one line for each part; a space in it matches any white space, and none is needed around
    signs.
    """
    return re.compile(re.sub(r"\s*\n\s*", "", pattern.strip()).replace(" ", r"\s+"))


PAUSE = _words(
    r"^(?:pause|snooze|(?P<leave>vacations?|urlaub|ferien|holidays? from|away|ooo))\b(?! offer)\s*(?P<days>.*)$"
)
LANGUAGE = _words(r"^(?:language|locale|lang|sprache|langue|idioma)\b\s*:?\s*(.*)$")
CLOCK = _words(
    r"""^(?:(?:clock|times?|time format) )?
    (12|24)\s*-?\s*(?:h|hrs?|hours?|std|stunden)
    (?:\s*(?:clock|times?|format))?$"""
)
AM_PM = _words(r"^(?:(?:clock|times?|time format) )?(?:am\s*/?\s*pm|12)$")
CLOCK_AS_USUAL = _words(r"^(?:clock|time format) (.*)$")
WEEK = _words(
    r"""^(?:
    (?:my )?weeks? (?:starts?|begins?)(?: (?:on|with))?
    |first (?:week\s*)?day(?: of (?:the )?week)?(?: is)?
    ) (.*)$"""
)
ZONE = _words(r"^(?:time\s*zone|zeitzone|zone|tz) (.*)$")
COUNTRY = _words(r"^(?:no holidays|keine feiertage|(?:public )?holidays?|feiertage|country|land)\b\s*(.*)$")
HOURS = _words(r"^(?:(?:(?:my )?work(?:ing)? )?hours|arbeitszeit(?:en)?) (.*)$")
DAYS = _words(r"^(?:(?:work(?:ing)?\s*)?days?|arbeitstage?) (.*)$")
CHECKIN = _words(r"\b(?:weekly )?check\s*-?\s*ins?\b")
PROMPT = _words(r"\b(?:daily )?prompts?\b|\b(?:tages)?impulse?\b")
EACH = r"(?:a|per|each|every|/|pro|die)"
TIMES = r"(?:x|times?|mal)"
CADENCES = (
    (
        _words(
            rf"""\b(?:three|drei|3)\s*{TIMES}?\s*{EACH}\s*(?:week(?:ly)?|woche)\b
            |\b(?:thrice|3x)(?: (?:a|per) week| weekly)?"""
        ),
        Cadence.THRICE,
    ),
    (
        _words(
            rf"""\b(?:once|one|ein|1)\s*{TIMES}?\s*{EACH}\s*(?:week|woche)\b
            |\bweekly\b|\bwöchentlich\b|\b(?:every week|jede woche)\b"""
        ),
        Cadence.WEEKLY,
    ),
    (
        _words(
            rf"""\bdaily\b|\btäglich\b|\b(?:every|each) (?:work(?:ing)?\s*)?day\b|\bjeden (?:arbeits)?tag\b
            |\b(?:five|fünf|5)\s*{TIMES}?\s*{EACH}\s*(?:week|woche)\b"""
        ),
        Cadence.DAILY,
    ),
)
OTHER_CADENCE = _words(
    rf"""\b(?:two|twice|four|six|seven|zwei|vier|2|4|6|7)\s*{TIMES}?\s*{EACH} (?:week|day|woche)\b
    |\bmonthly\b|\bhourly\b"""
)
KINDS: tuple[tuple[re.Pattern[str], NudgeKind], ...] = (
    (_words(r"\b(?:check\s*-?\s*in )?(?:reminders?|erinnerungen)\b"), NudgeKind.REMINDERS),
    (re.compile(r"\b(?:quarterly\s+)?(?:letters?|reports?)\b"), NudgeKind.LETTERS),
    (re.compile(r"\b(?:ride\s*-?\s*along\s+)?briefs?\b"), NudgeKind.BRIEFS),
    (re.compile(r"\b(?:ride\s*-?\s*along\s+)?(?:reflections?|questions)\b"), NudgeKind.REFLECTIONS),
    (re.compile(r"\b(?:ride\s*-?\s*along\s+)?follow\s*-?\s*ups?\b"), NudgeKind.FOLLOW_UPS),
    (re.compile(r"\bpause\s+offers?\b"), NudgeKind.PAUSE_OFFERS),
)  # fmt: skip
