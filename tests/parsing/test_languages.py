"""Typed in one's own language: the day, the time and the length are found, and the customer keeps their name."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.time.localtime import local, week_of
from bot.errors import Problem
from bot.parsing.pauses import read_pause, read_week
from bot.parsing.reading import Asker
from bot.parsing.ridealong import read

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)  # a Monday, 08:00 in Berlin
THU, TUE, WED = date(2026, 10, 22), date(2026, 10, 20), date(2026, 10, 21)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("locale", "text", "customer", "on", "at", "length"),
    [
        ("de-DE", "<@U2> Acme am Donnerstag um 15 Uhr für 45 Minuten", "Acme", THU, time(15), 45 * MINUTE),
        ("de-DE", "<@U2> Mai GmbH morgen 9:30", "Mai GmbH", TUE, time(9, 30), None),
        ("de-DE", "Acme Do 15:00", "Acme", THU, time(15), None),
        ("de-DE", "Acme kommenden Dienstag 15.30 Uhr", "Acme", TUE, time(15, 30), None),
        ("de-DE", "Müller am 3. November 15:00", "Müller", date(2026, 11, 3), time(15), None),
        ("de-DE", "Acme übermorgen um 9", "Acme", WED, time(9), None),
        ("de-DE", "Acme 20.10. 15 Uhr 30 für 2 Std.", "Acme", TUE, time(15, 30), 120 * MINUTE),
        ("fr-FR", "<@U2> Acme jeudi à 15h pendant 45 min", "Acme", THU, time(15), 45 * MINUTE),
        ("fr-FR", "Société Mars demain 15h30", "Société Mars", TUE, time(15, 30), None),
        ("fr-FR", "Acme lundi prochain 9h", "Acme", date(2026, 10, 26), time(9), None),
        (
            "es-ES",
            "Acme el 3 de noviembre a las 15:00 durante 2 horas",
            "Acme",
            date(2026, 11, 3),
            time(15),
            120 * MINUTE,
        ),
        ("it-IT", "Acme domani alle 15:00 per 30 minuti", "Acme", TUE, time(15), 30 * MINUTE),
        ("pt-BR", "Acme amanhã às 15:00 por 30 minutos", "Acme", TUE, time(15), 30 * MINUTE),
        ("nl-NL", "Acme donderdag om 15 uur", "Acme", THU, time(15), None),
        ("pl-PL", "Acme w czwartek 15:00", "Acme", THU, time(15), None),
        ("de-DE", "Acme thu 15:00 for 45m", "Acme", THU, time(15), 45 * MINUTE),
        ("xx-YY", "Acme thu 15:00", "Acme", THU, time(15), None),
        ("../../etc", "Acme thu 15:00", "Acme", THU, time(15), None),
    ],
)
def test_what_is_typed_in_ones_own_language(
    locale: str, text: str, customer: str, on: date, at: time, length: timedelta | None
) -> None:
    found = read(text, NOW, "Europe/Berlin", locale=locale)
    assert (found.customer, found.on, found.at, found.length) == (customer, on, at, length)
    assert found.unclear == ()


def test_what_could_not_be_taken_is_told_in_the_words_that_were_typed() -> None:
    found = read("Acme gestern 15:00", NOW, "Europe/Berlin", locale="de-DE")
    assert [(each.reason, each.given) for each in found.unclear] == [("past", "gestern 15:00")]


@pytest.mark.parametrize(
    ("zone", "locale", "on"),
    [
        ("America/Sao_Paulo", "", date(2026, 12, 3)),
        ("America/Sao_Paulo", "en-US", date(2026, 12, 3)),
        ("America/New_York", "pt-BR", date(2026, 12, 3)),
        ("America/New_York", "en-US", date(2027, 3, 12)),
        ("US/Eastern", "", date(2027, 3, 12)),
        ("Pacific/Honolulu", "en-US", date(2027, 3, 12)),
        ("Pacific/Guam", "", date(2027, 3, 12)),
        ("Asia/Tokyo", "ja-JP", date(2027, 3, 12)),
        ("Europe/Berlin", "de-DE", date(2026, 12, 3)),
        ("America/Toronto", "en-US", None),
    ],
)
def test_day_and_month_stand_in_the_order_of_the_person_everywhere(zone: str, locale: str, on: date | None) -> None:
    assert read("Acme 3/12 15:00", NOW, zone, locale=locale).on == on
    asker = Asker(local(NOW, zone).replace(tzinfo=None), zone, locale)
    if on is None:
        with pytest.raises(Problem, match="which"):
            read_pause("until 3/12", asker)
    else:
        assert read_pause("until 3/12", asker).last == on
        assert read_week("3/12", asker) == week_of(on)
