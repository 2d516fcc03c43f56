"""The time zone rules are the pinned ones in every process, and an operator can read which they are."""

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tzdata

from bot.calendar.reader import read_meetings
from bot.doctor.machine import zone_finding
from bot.zone_data import PINNED, ZoneData, use_pinned
from tests.calendar.feeds import pieces_of

VANCOUVER = "America/Vancouver"
OLD_RULES = "America/Los_Angeles"  # how Vancouver's clocks ran until the rules of 2026b
WINTER = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)  # 09:00 there by the old rules, 10:00 by the new ones


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder like /usr/share/zoneinfo, on a machine with old rules."""
    rules = Path(tzdata.__file__).parent / "zoneinfo" / OLD_RULES
    (tmp_path / "America").mkdir()
    (tmp_path / "America" / "Vancouver").write_bytes(rules.read_bytes())
    return tmp_path


def test_a_command_uses_the_pinned_rules_on_a_machine_with_old_ones(machine: Path) -> None:
    asks = (
        "import sys, zoneinfo; from bot import cli; sys.argv = ['bot', 'new-key']\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        f"from bot.domain.time.localtime import local; from datetime import datetime, UTC\n"
        f"print(zoneinfo.TZPATH, local(datetime(2026, 12, 1, 17, tzinfo=UTC), '{VANCOUVER}').hour)"
    )
    environment = os.environ | {"PYTHONTZPATH": str(machine)}
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "() 10"


async def test_the_reader_of_calendars_uses_them_too() -> None:
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Ride-along Acme\r\n"
        f"DTSTART;TZID={VANCOUVER}:20261201T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    first, last = datetime(2026, 11, 30, tzinfo=UTC), datetime(2026, 12, 10, tzinfo=UTC)
    found = await read_meetings(pieces_of(event.encode()), ["ride-along"], first, last, VANCOUVER)
    assert [meeting.starts_at for meeting in found.meetings] == [datetime(2026, 12, 1, 16, 0, tzinfo=UTC)]


def test_what_somebody_put_before_the_pinned_rules_is_taken_away(machine: Path) -> None:
    zoneinfo.reset_tzpath((str(machine),))
    zoneinfo.ZoneInfo.clear_cache()
    assert WINTER.astimezone(zoneinfo.ZoneInfo(VANCOUVER)).hour == 9
    use_pinned()
    assert WINTER.astimezone(zoneinfo.ZoneInfo(VANCOUVER)).hour == 10


@pytest.mark.parametrize(
    ("version", "now", "is_old"),
    [
        ("2026f", datetime(2027, 6, 30, tzinfo=UTC), False),
        ("2026f", datetime(2027, 7, 1, tzinfo=UTC), True),
        ("2025b", datetime(2026, 11, 28, tzinfo=UTC), True),
        ("2027a", datetime(2027, 12, 31, tzinfo=UTC), False),
    ],
)
def test_rules_are_old_half_a_year_after_their_year(version: str, now: datetime, is_old: bool) -> None:
    assert ZoneData(version).is_old(now) is is_old
    assert ("out of date. " in ZoneData(version).says(now)) is is_old


def test_the_doctor_names_them_and_those_of_the_machine() -> None:
    finding = zone_finding(ZoneData("2026f"), "2025b", datetime(2026, 11, 28, tzinfo=UTC))
    assert (finding.right, finding.says) == (True, "2026f. This machine's own rules (2025b) are not used.")
    alike = zone_finding(ZoneData("2026f"), "2026f", datetime(2026, 11, 28, tzinfo=UTC))
    assert alike.says == "2026f."


def test_the_doctor_warns_of_old_ones() -> None:
    finding = zone_finding(ZoneData("2025b"), "", datetime(2026, 11, 28, tzinfo=UTC))
    assert not finding.right
    assert finding.says.startswith("2025b, out of date. Time zones may have changed since")


def test_the_pinned_ones_are_a_release_of_iana() -> None:
    assert PINNED.version[:4].isdigit()
    assert PINNED.version[4:].isalpha()
