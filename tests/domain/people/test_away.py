"""What a Slack status says about being away."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.people.away import last_day_away, says_away


@pytest.mark.parametrize(
    ("status", "away"),
    [
        ("Vacationing", True),
        ("off today", True),
        ("Off until Monday", True),
        ("out until 4 Jan", True),
        ("on hols 🌴", True),
        ("🏖️", True),
        ("Nicht da bis Montag", True),
        ("Außer Haus", True),
        ("Auszeit", True),
        ("en arrêt", True),
        ("Libre hasta el lunes", True),
        ("folga", True),
        ("夏季休業", True),
        ("代休", True),
        ("昼休み", False),
        ("off to lunch", False),
        ("call with Holiday Inn", False),
        ("Mittagspause", False),
        ("PTO until Friday", True),
        ("out of office", True),
        ("Parental leave", True),
        ("holidays", True),
        ("2 days off", True),
        ("In a meeting", False),
        ("Working remotely", False),
        ("Leaving early", False),
        ("", False),
        ("Out sick", True),
        ("AL until Monday", True),
        ("Im Urlaub", True),
        ("Resturlaub bis 4.1.", True),
        ("Krank", True),
        ("In Elternzeit", True),
        ("En vacances", True),
        ("En congé jusqu'au 4", True),
        ("Arrêt maladie", True),
        ("De vacaciones", True),
        ("Día libre", True),
        ("De férias", True),
        ("De licença", True),
        ("In vacanza", True),
        ("In ferie", True),
        ("休暇中", True),
        ("本日お休みです", True),
        ("育休", True),
        ("Travelling to a customer", False),
        ("Back from vacation", False),
        ("Zurück aus dem Urlaub", False),
        ("De retour de vacances", False),
        ("De vuelta de vacaciones", False),
        ("De volta das férias", False),
        ("休暇明け", False),
        ("Holiday sale prep", False),
        ("Urlaubsplanung Q1", False),
        ("Ocupado con Juan al teléfono", False),
    ],
)
def test_some_words_say_it(status: str, away: bool) -> None:
    assert says_away(status) is away


@pytest.mark.parametrize(
    ("expires_at", "zone", "last"),
    [
        (datetime(2026, 10, 23, 21, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 23)),
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 25)),
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), "Asia/Kolkata", date(2026, 10, 26)),
    ],
)
def test_a_status_that_ends_in_the_morning_leaves_that_day_for_work(
    expires_at: datetime, zone: str, last: date
) -> None:
    assert last_day_away(expires_at, zone) == last


@pytest.mark.parametrize(
    ("emoji", "status", "away"),
    [
        (":palm_tree:", "", True),
        (":palm_tree:", "Bis 4. Januar", True),
        (":face_with_thermometer:", "", True),
        (":beach_with_umbrella:", "☀", True),
        (":palm_tree:", "Working remotely", False),
        (":palm_tree:", "Back from Mallorca", False),
        (":spiral_calendar_pad:", "", False),
        ("", "", False),
    ],
)
def test_an_emoji_says_it_where_the_words_do_not_say_otherwise(emoji: str, status: str, away: bool) -> None:
    assert says_away(status, emoji) is away
