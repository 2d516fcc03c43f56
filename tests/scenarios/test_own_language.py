"""`/ridealong` in the language in which somebody reads Slack."""

from dataclasses import replace

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
