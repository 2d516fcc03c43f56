"""An organisation's own prompts and questions, from the admin who writes them to the people who get them."""

import json
from typing import Any

import pytest

from bot.domain.people.people import Membership, TeamMember
from bot.localslack import PostedMessage, View
from tests.office import Office

HOSTILE = "<!channel> *bold* <https://evil|click> & &amp; مرحبا :tada:"
UNFORMATTED = "&lt;!channel&gt; ∗bold∗ &lt;https:\u2060//evil|click&gt; &amp; &amp;amp; مرحبا :tada:"
OWN = {"text": HOSTILE, "why": "*why* <@U1>", "audience": "For salespeople"}


@pytest.fixture(autouse=True)
async def team(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom", "nora")


def shows(place: PostedMessage | View | None) -> str:
    """Everything in a message or modal, as JSON."""
    assert place is not None
    return json.dumps(list(place.blocks), ensure_ascii=False)


async def add(office: Office, handle: str, **answers: Any) -> None:
    """Somebody adds a prompt to the open list."""
    result = await office.as_(handle).submit(answers)
    assert result.outcome == "updated", result.errors


async def accepts(office: Office, handle: str, leader: str) -> None:
    """Somebody accepts being on a leader's team."""
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        member = TeamMember(office.as_(leader).id, office.as_(handle).id, Membership.ACCEPTED)
        await transaction.teams.save(member)


async def test_an_admins_prompt_is_tried_sent_and_retired_and_stays_readable(office: Office) -> None:
    nora, tom = office.as_("nora"), office.as_("tom")
    await nora.command("/secondchair content")
    await nora.press("Add a prompt")
    assert "before every other prompt" in shows(nora.modal)
    await add(office, "nora", **OWN)
    await nora.press("Send it to me")
    assert nora.dm()[-1].text == "A test, for you alone"
    assert json.dumps(HOSTILE, ensure_ascii=False) in shows(nora.dm()[-1])
    await nora.press("Back to the list")
    await nora.choose("content_mode", "preferred")
    await office.wait(hours=2)
    prompt = tom.dm()[-1]
    assert prompt.text == f"Today’s prompt: {UNFORMATTED}"
    assert json.dumps(HOSTILE, ensure_ascii=False) in shows(prompt)
    assert "From your organisation" in shows(prompt)
    assert "mrkdwn" not in shows(prompt).split("*why*")[0][-80:]
    await nora.press("Open")
    await nora.press("Retire")
    assert "Use it again" in shows(nora.modal)
    await tom.press("Done", prompt)
    assert "Done. " in shows(tom.dm()[-1])
    await tom.open_home()
    assert HOSTILE.split(" ", maxsplit=1)[0] in shows(tom.home)
    await office.wait(days=1)
    assert UNFORMATTED not in tom.dm()[-1].text


async def test_a_leaders_prompt_reaches_those_alone_who_said_yes(office: Office) -> None:
    maria, tom, nora = office.as_("maria"), office.as_("tom"), office.as_("nora")
    await accepts(office, "tom", "maria")
    await maria.command("/secondchair content")
    await maria.press("Add a prompt")
    await add(office, "maria", text="Call Acme before noon.")
    before = len(tom.dm())
    await office.wait(days=1)
    assert len(tom.dm()) == before + 1
    assert tom.dm()[-1].text == "Today’s prompt: Call Acme before noon."
    assert f"From <@{maria.id}>, your manager" in shows(tom.dm()[-1])
    await tom.press("Why this one", tom.dm()[-1])
    assert tom.client.ephemerals()[-1].text.startswith("Your manager wrote it for their team")
    assert "Call Acme" not in nora.dm()[-1].text


async def test_others_may_change_nothing(office: Office) -> None:
    tom, maria, nora = office.as_("tom"), office.as_("maria"), office.as_("nora")
    await tom.command("/secondchair content")
    assert tom.modal is None
    assert tom.client.ephemerals()[-1].text.startswith("Leaders and admins can do this")
    await nora.command("/secondchair content")
    await nora.press("Add a prompt")
    await add(office, "nora", **OWN)
    await maria.command("/secondchair content")
    assert HOSTILE not in shows(maria.modal)


async def test_a_question_is_asked_in_the_details_and_read_back_by_its_author(office: Office) -> None:
    nora, maria = office.as_("nora"), office.as_("maria")
    await nora.command("/secondchair content")
    await nora.press("Add a question")
    assert "before every other prompt" not in shows(nora.modal)
    await add(office, "nora", text=f"Did it help? {HOSTILE}", choices="Yes\nNo *at all*")
    await maria.command("/secondchair checkin")
    card = maria.client.ephemerals()[-1] if maria.client.ephemerals() else maria.dm()[-1]
    await maria.press("Mostly led", card)
    await maria.press("Add details")
    assert "never who" in shows(maria.modal)
    field = next(name for name in maria.fields if name.startswith("own_"))
    await maria.submit({field: "No *at all*"})
    card = maria.client.ephemerals()[-1] if maria.client.ephemerals() else maria.dm()[-1]
    assert "No *at all*" in shows(card)
    await nora.press("Back to the list")
    await nora.press("Open")
    assert "once 5 have" in shows(nora.modal)


BAD = "\ufefftext;for;minutes\r\nGood;leaders;5\r\n;leaders;5\r\nBad;nobody;5\r\nLong;leaders;99\r\n"


async def test_a_file_goes_out_and_comes_back_and_one_with_faults_changes_nothing(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair content")
    await nora.press("Add a prompt")
    await add(office, "nora", **OWN)
    await nora.press("Back to the list")
    await nora.press("Export")
    csv, toml = office.slack.state.files.contents()[-2:]
    for name, data in (("a.csv", csv), ("a.toml", toml)):
        await nora.press("Import a file")
        await nora.submit({"file": [(name, data)]})
        assert "Imported: 0 new, 0 changed, 1 the same as before." in shows(nora.modal)
    await nora.press("Import a file")
    await nora.submit({"file": [("bad.csv", BAD.encode())]})
    for said in ("Nothing was imported", "Line 3, text: ", "Line 4, for: ", "Line 5, minutes: "):
        assert said in shows(nora.modal)
    await nora.submit({"file1": [("good.csv", BAD.encode().splitlines(keepends=True)[0] + b"Good;leaders;5\r\n")]})
    assert "Imported: 1 new, 0 changed, 0 the same as before." in shows(nora.modal)
    await nora.press("Import a file")
    await nora.submit({"pasted": "text,for\nGood,leaders\nOther,heads"})
    assert "Imported: 1 new, 0 changed, 1 the same as before." in shows(nora.modal)
    await nora.press("Import a file")
    result = await nora.submit({})
    assert result.errors == {"file": "Please give either a file or its content."}


async def test_whoever_saves_second_reads_what_somebody_else_wrote_meanwhile(office: Office) -> None:
    nora, james = office.as_("nora"), office.as_("james")
    office.slack.change_user(office.workspace, james.id, is_admin=True)
    await nora.command("/secondchair content")
    await nora.press("Add a prompt")
    await add(office, "nora", text="Ask one customer.", audience="For salespeople")
    await james.command("/secondchair content")
    await james.press("Open")
    for admin in (james, nora):
        await admin.press("Edit")
    await add(office, "nora", text="Ask two customers.")
    await james.submit({"text": "Call one customer.", "why": "They wait."})
    assert "Somebody else changed this" in shows(james.modal)
    for said in ("Ask two customers.", "Call one customer.", "They wait."):
        assert said in shows(james.modal)
    await nora.press("Edit")
    assert "Ask two customers." in shows(nora.modal)
    await james.submit()
    assert "Kept." in shows(james.modal)
    assert "Call one customer." in shows(james.modal)
    await nora.submit()
    assert "Call one customer." in shows(nora.modal)
