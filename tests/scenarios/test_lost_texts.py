"""Texts that no key decrypts any more: their owners can go on working, and keep everything else."""

import pytest
from sqlalchemy import update

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.tables import metadata
from tests.office import Office
from tests.scenarios.calls import END, plan
from tests.scenarios.reading import of

LOST = [Cipher([new_key()]).seal("a secret"), "spoilt: é"]
FAILED = "The fault is ours"
ASKED = [
    ("/secondchair", "today"), ("/secondchair", "checkin"), ("/secondchair", "insights"), ("/secondchair", "letter"),
    ("/secondchair", "map"), ("/secondchair", "streak"), ("/ridealong", "list"), ("/ridealong", "history @tom"),
    ("/secondchair", "settings"), ("/secondchair", "export"),
]  # fmt: skip


@pytest.fixture(autouse=True, params=LOST, ids=["another key's", "spoilt"])
async def texts_are_lost(office: Office, request: pytest.FixtureRequest) -> None:
    """A reflection, a step, a note and a planned call, none of whose texts can be decrypted."""
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office, skill="Wait")
    await tom.press("Confirm")
    await office.jump(END)
    await maria.press("No")
    await maria.press("Add what you saw")
    await maria.submit(answers={"leader_saw": "one", "share": "shared"})
    await tom.press("No")
    await tom.press("Add what you saw")
    await tom.submit(answers={"salesperson_went": "well", "if": "they ask", "then": "wait", "share": "shared"})
    await maria.command("/ridealong", "@tom Acme tomorrow 15:00")
    await maria.submit()
    async with office.bot.database.connection() as connection:
        for table in metadata.sorted_tables:
            texts = [column.name for column in table.columns if column.name.endswith("_sealed")]
            if texts and table.name != "installations":
                await connection.execute(update(table).values(dict.fromkeys(texts, request.param)))


async def test_every_question_is_answered_the_export_comes_and_home_is_drawn(office: Office) -> None:
    for handle in ("maria", "tom"):
        person, before = office.as_(handle), len(office.slack.state.files.contents())
        for command, text in ASKED:
            await person.command(command, text.replace("@tom", "@maria") if handle == "tom" else text)
        shown = [of(message) for message in (*person.ephemerals(), *person.dm())]
        assert not [text for text in shown if FAILED in text], handle
        assert len(office.slack.state.files.contents()) == before + 2, handle
        await person.open_home()
        assert FAILED not in of(person.home), handle
        assert "cannot be read" in of(person.home), handle
