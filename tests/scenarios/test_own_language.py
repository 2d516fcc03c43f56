"""`/ridealong` in the language in which somebody reads Slack, and what is said where nothing can be loaded."""

from dataclasses import replace

import pytest

from bot.web import person_rate_limit
from tests.office import Office
from tests.scenarios.reading import of


async def test_typed_in_german_it_shows_what_was_understood(office: Office) -> None:
    maria = office.as_("maria")
    office.workspace.users[maria.id] = replace(maria.user, locale="de-DE")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    assert (await office.person("maria")).locale == "de-DE"
    await maria.command("/ridealong", "@tom Müller & Söhne am Donnerstag um 15 Uhr für 30 Minuten")
    assert "Kunde „Müller &amp; Söhne“ · Donnerstag, 22. Oktober 2026 · 15:00 (Europe/Berlin) · 30 Minuten" in of(
        maria.modal
    )
    assert (await maria.submit()).outcome == "closed"
    assert "Thu 22 Oct, 15:00" in of(office.as_("tom").dm()[-1])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Hilfe", "Was du schreiben kannst"),
        ("heute", "Impuls"),
        ("Pause bis Freitag", "23. Okt"),
        ("Urlaub 24.12.-6.1.", "6. Jan"),
        ("weiter", ""),
        ("Check-in", "geführt oder gemanagt"),
    ],
)
async def test_a_command_is_written_in_ones_own_language(office: Office, typed: str, said: str) -> None:
    maria = office.as_("maria")
    office.workspace.users[maria.id] = replace(maria.user, locale="de-DE")
    await office.starts("maria", leader=True)
    await maria.client.send("dm", typed, "")
    await office.settle()
    answered = of(maria.client.messages("dm")[-1])
    assert said in answered
    assert "ein paar kurze Befehle" not in answered


def away(_workspace_id: str, **_: bool) -> object:
    """A transaction that cannot be opened."""
    raise ConnectionRefusedError


async def test_what_is_said_before_anything_is_loaded_is_in_the_language_of_the_last_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria = office.as_("maria")
    office.workspace.users[maria.id] = replace(maria.user, locale="de-DE")
    await office.starts("maria", leader=True)
    await maria.command("/secondchair streak")
    with monkeypatch.context() as outage:
        for name in ("transaction", "reading"):
            outage.setattr(office.bot.database, name, away)
        await maria.command("/secondchair streak")
    assert "Das hat nicht geklappt." in maria.ephemerals()[-1].text
    monkeypatch.setattr(person_rate_limit, "A_DAY", 0.5)
    await maria.command("/secondchair streak")
    assert "Das war viel auf einmal" in maria.ephemerals()[-1].text


async def test_the_home_tab_is_in_the_language_that_was_just_chosen_there(office: Office) -> None:
    maria = office.as_("maria")
    await office.starts("maria")
    await maria.open_home()
    assert "Settings" in of(maria.home)
    await maria.press("Settings", maria.home)
    await maria.submit({"language": "de"})
    assert "Einstellungen" in of(maria.home)
