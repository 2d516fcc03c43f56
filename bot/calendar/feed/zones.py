"""Finds the time zone that a name in a feed means. An unknown name gives None, never a fallback zone."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from tzlocal.windows_tz import win_tz

from bot.calendar.feed.components import CalendarPart
from bot.calendar.feed.lines import decoded

NO_ZONES = frozenset({"factory", "localtime", "posixrules"})
UTC_NAMES = frozenset({"z", "utc", "gmt", "zulu", "coordinated_universal_time", "etc/utc", "universal"})
OFFSET = re.compile(r"(?:utc|gmt|z)?_?([+\-−])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
DISPLAY = re.compile(r"\(?(?:utc|gmt)\s*(?:([+\-−])(\d{1,2})[:.]?(\d{2}))?\)?\s*(.*)", re.IGNORECASE)
# Windows' display names of zones that contain no city (comments in CLDR's windowsZones).
SHOWN = {
    "eastern time (us & canada)": "America/New_York", "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver", "pacific time (us & canada)": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax", "newfoundland": "America/St_Johns", "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu", "arizona": "America/Phoenix", "indiana (east)": "America/Indiana/Indianapolis",
    "saskatchewan": "America/Regina", "central america": "America/Guatemala", "yukon": "America/Whitehorse",
    "baja california": "America/Tijuana", "easter island": "Pacific/Easter", "haiti": "America/Port-au-Prince",
    "aleutian islands": "America/Adak", "marquesas islands": "Pacific/Marquesas", "greenland": "America/Nuuk",
    "city of buenos aires": "America/Argentina/Buenos_Aires", "brasilia": "America/Sao_Paulo",
    "turks and caicos": "America/Grand_Turk", "saint pierre and miquelon": "America/Miquelon",
    "cabo verde is.": "Atlantic/Cape_Verde", "cape verde is.": "Atlantic/Cape_Verde",
    "west central africa": "Africa/Lagos", "sao tome": "Africa/Sao_Tome", "harare, pretoria": "Africa/Johannesburg",
    "bern": "Europe/Zurich", "abu dhabi, muscat": "Asia/Dubai", "islamabad, karachi": "Asia/Karachi",
    "chennai, kolkata, mumbai, new delhi": "Asia/Kolkata", "sri jayawardenepura": "Asia/Colombo",
    "astana": "Asia/Almaty", "bangkok, hanoi, jakarta": "Asia/Bangkok", "kuala lumpur, singapore": "Asia/Singapore",
    "beijing, chongqing, hong kong, urumqi": "Asia/Shanghai", "osaka, sapporo, tokyo": "Asia/Tokyo",
    "canberra, melbourne, sydney": "Australia/Sydney", "guam, port moresby": "Pacific/Port_Moresby",
    "solomon is., new caledonia": "Pacific/Guadalcanal", "lord howe island": "Australia/Lord_Howe",
    "norfolk island": "Pacific/Norfolk", "bougainville island": "Pacific/Bougainville",
    "auckland, wellington": "Pacific/Auckland", "chatham islands": "Pacific/Chatham",
    "kiritimati island": "Pacific/Kiritimati", "samoa": "Pacific/Apia", "fiji": "Pacific/Fiji",
    "nuku'alofa": "Pacific/Tongatapu", "midway island, samoa": "Pacific/Pago_Pago",
    "sarajevo, skopje, warsaw, zagreb": "Europe/Warsaw", "eastern europe": "Europe/Chisinau",
    "e. europe": "Europe/Chisinau", "moscow, st. petersburg": "Europe/Moscow", "izhevsk, samara": "Europe/Samara",
    "volgograd": "Europe/Volgograd", "dublin, edinburgh, lisbon, london": "Europe/London",
    "georgetown, la paz, manaus, san juan": "America/La_Paz", "bogota, lima, quito, rio branco": "America/Bogota",
    "greenwich mean time : dublin, edinburgh, lisbon, london": "Europe/London",
}  # fmt: skip


class Zones:
    """The zones that the names in one feed mean; `reader` is the zone of the person who reads it (IANA)."""

    def __init__(self, calendars: Iterable[CalendarPart], reader: str) -> None:
        self._calendars = list(calendars)
        self.reader = ZoneInfo(reader)
        self._known: dict[tuple[int, str], tzinfo | None] = {}

    def floating(self, calendar: CalendarPart) -> tzinfo | None:
        """The zone for times that name none: the calendar's own, else the reader's; None if the calendar's is
        unknown.
        """
        name = calendar.properties.get("X-WR-TIMEZONE", "")
        return self.named(name, calendar) if name else self.reader

    def named(self, name: str, calendar: CalendarPart) -> tzinfo | None:
        """The zone that `name` means in this calendar, or None.

        An IANA name comes first, because its rules are current; then the feed's own definition; then other programs'
        names.
        """
        key = (id(calendar), name)
        if key not in self._known:
            clean = name.strip().strip('"').strip()
            self._known[key] = iana(clean) or self._defined(clean, calendar) or named_elsewhere(clean)
        return self._known[key]

    def _defined(self, name: str, calendar: CalendarPart) -> tzinfo | None:
        for part in [calendar, *self._calendars]:
            lines = part.zones.get(name)
            if lines and (zone := _from_definition(lines)):
                return zone
        return None


def _from_definition(lines: list[bytes]) -> tzinfo | None:
    """The zone that a VTIMEZONE defines, or None if it cannot be read."""
    texts = [decoded(line) for line in lines]
    for text in texts:
        if text.upper().startswith("X-LIC-LOCATION") and (zone := iana(text.partition(":")[2].strip())):
            return zone
    plain = [_plain(text) for text in texts if not text.upper().startswith(("TZID", "X-LIC-LOCATION"))]
    whole = "\n".join(["BEGIN:VTIMEZONE", "TZID:it", *plain, "END:VTIMEZONE", ""])
    try:
        defined: tzinfo | None = tzical(StringIO(whole)).get()
        datetime(2026, 1, 1, tzinfo=defined).utcoffset()
    except (ValueError, TypeError, IndexError, KeyError, OverflowError):
        return None
    return defined


def _plain(text: str) -> str:
    """A line without its parameters, which dateutil does not accept."""
    head, _, value = text.partition(":")
    return f"{head.partition(';')[0].upper()}:{value.strip()}"


def named_elsewhere(name: str) -> tzinfo | None:
    """The zone that Windows, Exchange, Lotus, Zimbra or another program means by a name; None if it is unknown."""
    for candidate in _suffixes(name):
        zone = iana(candidate) or _windows(candidate) or _offset(candidate)
        if zone is not None:
            return zone
    return _shown(name)


def _suffixes(name: str) -> Iterator[str]:
    """The name, then the parts after each slash, the longest first."""
    yield name
    while "/" in name:
        name = name.partition("/")[2]
        if name:
            yield name


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if not name.startswith(("posix/", "right/"))}


@cache
def _cities() -> dict[str, list[str]]:
    """The zones by city, in lower case."""
    cities: dict[str, list[str]] = {}
    for name in sorted(_names().values()):
        area, _, city = name.rpartition("/")
        if area and area not in {"Etc", "SystemV"}:
            cities.setdefault(city.lower().replace("_", " "), []).append(name)
    return cities


@cache
def _windows_names() -> dict[str, str]:
    return {name.lower(): zone for name, zone in win_tz.items()}


def iana(name: str) -> tzinfo | None:
    """The IANA zone of that name, in any spelling; UTC also by its other names."""
    key = name.lower().replace(" ", "_")
    if key in UTC_NAMES:
        return UTC
    for spelling in (key, key.replace("-", "/", 1)):
        if spelling in _names() and spelling not in NO_ZONES:
            return ZoneInfo(_names()[spelling])
    return None


def _windows(name: str) -> tzinfo | None:
    """A Windows zone, also by its summer name, or with the number that programs append to a second zone of that
    name.
    """
    key = re.sub(r"\s+\d+$", "", name.lower()).replace("daylight time", "standard time").replace("_", " ")
    zone = _windows_names().get(key)
    return ZoneInfo(zone) if zone else None


def _offset(name: str) -> tzinfo | None:
    match = OFFSET.fullmatch(name.strip("()").replace(" ", "_"))
    return _fixed(match[1], match[2], match[3]) if match else None


def _fixed(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14):
        return None
    return timezone(offset if sign == "+" else -offset)


def _shown(name: str) -> tzinfo | None:
    """A zone by the name that Windows displays, such as "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"."""
    match = DISPLAY.fullmatch(name)
    offset = _fixed(match[1], match[2], match[3]) if match and match[1] else None
    places = " ".join((match[4] if match else name).lower().split())
    if places.startswith("coordinated universal time"):
        return offset or UTC
    if places in SHOWN:
        return ZoneInfo(SHOWN[places])
    for place in re.split(r"\s*[,/;]\s*", places):
        for zone in [SHOWN.get(place), *_cities().get(place, [])]:
            if zone and (offset is None or _keeps(ZoneInfo(zone), offset)):
                return ZoneInfo(zone)
    if places:
        return None
    return offset or (UTC if match else None)


def _keeps(zone: tzinfo, offset: tzinfo) -> bool:
    """Whether a zone has that offset at some time of the year; the name gives the one in winter, and sometimes an
    outdated one.
    """
    return any(moment.replace(tzinfo=zone).utcoffset() == offset.utcoffset(None) for moment in _SEASONS)


_SEASONS = (datetime(2026, 1, 15, 12), datetime(2026, 7, 15, 12))  # noqa: DTZ001 - the zone is set later
