"""Bad input as people type it: each gets a sentence that says what to do; nothing is lost, and nobody is notified."""

import json
from datetime import UTC, datetime

import pytest

from bot.localslack import NotThere, SubmitResult
from handlers.errors import refused
from tests.office import Office

TUESDAY = datetime(2026, 10, 20, 7, 0, tzinfo=UTC)


def said(office: Office, handle: str) -> str:
    """The last thing that only this person was told."""
    return office.as_(handle).ephemerals()[-1].text


async def open_reflection(office: Office) -> None:
    """Maria has a prompt, and its form open."""
    await office.starts("maria", leader=True)
    await office.wait(hours=3)
    await office.as_("maria").press("Reflect")


async def test_what_cannot_be_done_is_answered_by_a_sentence(office: Office) -> None:
    await office.starts("nora")
    for typed, sentence in (
        ("/secondchair nudge #nosuch 7", "I cannot find the channel #nosuch"),
        ("/secondchair nudge #sales 25:00", "as a time"),
        ("/secondchair nudge #sales", "At what time"),
        ("/secondchair pause until 31 Feb", "31 Feb"),
        ("/secondchair pasue", "/secondchair pause"),
    ):
        await office.as_("nora").command(typed)
        assert sentence in said(office, "nora")


async def test_a_ride_along_with_nobody_yesterday_at_25_opens_the_form_and_says_what_is_unclear(office: Office) -> None:
    maria = office.as_("maria")
    await office.starts("maria", leader=True)
    await maria.command("/ridealong @nobody yesterday 25:00")
    assert maria.modal is not None
    told = json.dumps(maria.modal.blocks)
    assert "I could not find @nobody" in told
    assert "25:00" in told
    result = await maria.submit()
    assert result.outcome == "errors"
    assert not office.as_("tom").dm()


async def test_ten_thousand_characters_are_refused_at_the_field_and_kept(office: Office) -> None:
    await open_reflection(office)
    maria = office.as_("maria")
    result: SubmitResult = await maria.submit({"text": "x" * 10_000})
    assert (result.outcome, list(result.errors)) == ("errors", ["text"])
    assert maria.modal is not None
    assert maria.modal.values["text"]["text"]["value"] == "x" * 10_000
    await maria.submit({"text": "x" * 3_000})
    assert maria.modal is None


@pytest.mark.parametrize("typed", ["<!channel> look", "<!here>", "<@U123>", "*<!subteam^S1>* & <https://x.example|y>"])
async def test_what_somebody_wrote_rings_nobody_and_reads_as_it_was_written(office: Office, typed: str) -> None:
    await open_reflection(office)
    await office.as_("maria").submit({"text": typed})
    message = office.as_("maria").dm()[-1]
    quoted = [block for block in message.blocks if block["type"] == "rich_text"]
    assert quoted[0]["elements"][0]["elements"] == [{"type": "text", "text": typed}]
    outside = json.dumps([block for block in message.blocks if block["type"] != "rich_text"]) + message.text
    assert "<!" not in outside
    assert "<@U123>" not in outside


async def test_what_could_not_be_read_is_said_as_it_was_typed(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair", "retention A & *b* <x> https://x.example")
    said = maria.ephemerals()[-1]
    assert "“A &amp; ∗b∗ &lt;x&gt; https:\u2060//x.example”" in said.text
    assert said.blocks[0]["text"]["text"] == said.text


@pytest.mark.parametrize(
    ("typed", "given", "meant"),
    [
        ("@tom Acme thu 15:00", "@tom", "/ridealong @tom Acme thu 15:00"),
        pytest.param("selfcheck", "selfcheck", "/selfcheck", id="which is like checkin, too"),
        ("chekin", "chekin", "/secondchair checkin"),
    ],
)
async def test_what_belongs_behind_another_command_is_said_with_it(
    office: Office, typed: str, given: str, meant: str
) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair", typed)
    assert f"“{given}”" in maria.ephemerals()[-1].text
    assert f"`{meant}`" in maria.ephemerals()[-1].text


async def test_a_suggestion_is_not_hidden_by_the_list_of_everything(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair", "puase until fri")
    shown = str(maria.ephemerals()[-1].blocks)
    assert ("pause until fri`?" in shown, "/secondchair pause [until]" in shown, "export" in shown) == (
        True,
        True,
        False,
    )
    await maria.command("/secondchair", "zzzz")
    assert "export" in str(maria.ephemerals()[-1].blocks)


async def test_an_empty_required_field_is_named_by_slack_itself(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/ridealong")
    result = await maria.submit()
    assert (result.outcome, result.sent, "salesperson" in result.errors) == ("errors", False, True)


def test_at_a_field_a_sentence_is_plain_text() -> None:
    form = {"blocks": [{"type": "input", "block_id": "when"}]}
    said = refused(form, {"when": "Use `/ridealong log`, as *What you do* says."})
    assert said["errors"] == {"when": "Use /ridealong log, as What you do says."}


async def test_a_form_submitted_twice_saves_once(office: Office) -> None:
    await open_reflection(office)
    maria = office.as_("maria")
    view = maria.modal
    await maria.submit({"text": "Once."}, view)
    with pytest.raises(NotThere, match="is closed"):
        await maria.submit({"text": "Twice."}, view)
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        notes = await transaction.answers.of(maria.id, datetime(2026, 10, 1, tzinfo=UTC).date())
    assert [note.text for note in notes] == ["Once."]


async def test_a_stale_button_says_what_to_do(office: Office) -> None:
    """A button of a prompt that the database no longer has: an old backup, say."""
    await office.starts("maria", leader=True)
    await office.wait(hours=3)
    maria = office.as_("maria")
    done = next(part for block in maria.dm()[-1].blocks for part in block.get("elements", ()) if part.get("value"))
    done["value"] = "0" * 32
    await maria.press("Done")
    assert said(office, "maria") == office.bot.library.say("errors.stale")
    assert "Home tab" in said(office, "maria"), "a ride-along, a step or a pause is not among what `today` shows"


async def test_a_colleague_who_left_is_sent_nothing_more_and_stops_nobody_else(office: Office) -> None:
    await office.starts("maria", "tom")
    office.slack.change_user(office.workspace, office.as_("tom").id, deleted=True)
    await office.settle()
    await office.jump(TUESDAY)
    assert not office.as_("tom").dm()
    assert office.as_("maria").dm()


@pytest.mark.parametrize("leads", [False, True])
async def test_nobody_sets_up_a_nudge_in_a_channel_that_they_are_not_in(office: Office, leads: bool) -> None:
    await office.starts("tom", leader=leads)
    await office.as_("tom").command("/secondchair nudge #leaders 09:00")
    assert ("lead a team" in said(office, "tom")) is not leads
    assert office.as_("nora").messages("#leaders") == []
    await office.jump(TUESDAY)
    assert office.as_("nora").messages("#leaders") == []


@pytest.mark.parametrize("way", ["command", "message"])
async def test_what_is_far_too_long_to_be_a_command_is_refused_before_it_is_read(office: Office, way: str) -> None:
    """Forty thousand characters took six seconds to read, and nobody else was served in the meantime."""
    await office.starts("maria", leader=True)
    maria, typed = office.as_("maria"), "until <@U1|" * 3_000
    if way == "command":
        await maria.command("/ridealong", typed)
        answers = maria.ephemerals()
    else:
        await maria.send("dm", f"pause {typed}")
        answers = [message for message in maria.dm() if message.user != maria.id]
    assert "Please shorten this to 2,000 characters; it has " in answers[-1].text
    assert maria.modal is None
