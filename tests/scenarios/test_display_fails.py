"""A failure to display is not a failure to act: what was done is done, and nobody reads that it was not."""

import asyncio

import pytest

from tests.office import Office

FAILED = "did not work"
pytestmark = pytest.mark.usefixtures("nora")


@pytest.fixture
async def nora(office: Office) -> None:
    """Nora leads, takes part, and got Monday's prompt; #sales has a prompt too."""
    await office.starts("nora", leader=True)
    await office.as_("nora").command("/secondchair nudge #sales 09:00")
    await office.wait(hours=3)


def fail(office: Office, method: str, how: str) -> None:
    """Let the next call of a method fail in this way."""
    faults = office.slack.faults
    if how.isdigit():
        faults.http(method, int(how))
    elif how == "reset":
        faults.reset(method)
    else:
        faults.fail(method, how)


def told(office: Office, handle: str) -> list[str]:
    """Everything that one of the team reads, alone or with others."""
    actor = office.as_(handle)
    return [message.text for message in (*actor.dm(), *actor.ephemerals())]


@pytest.mark.parametrize("how", ["message_not_found", "edit_window_closed", "cant_update_message", "503", "reset"])
async def test_done_is_kept_where_the_message_cannot_be_redrawn(office: Office, how: str) -> None:
    """Nora's own, and then Tom's in a channel."""
    nora, tom = office.as_("nora"), office.as_("tom")
    for handle, actor, message in (("nora", nora, nora.dm()[-1]), ("tom", tom, tom.messages("sales")[-1])):
        fail(office, "chat.update", how)
        await actor.press("prompt_done", message)
        assert not [text for text in told(office, handle) if FAILED in text], handle
        assert [text for text in told(office, handle) if text.startswith("That worked")], handle
        async with office.bot.database.transaction(office.workspace.id) as transaction:
            assert len(await transaction.answers.of(actor.id)) == 1, handle


@pytest.mark.parametrize("how", ["msg_blocks_too_long", "invalid_blocks"])
async def test_what_slack_does_not_take_in_blocks_is_said_in_words(office: Office, how: str) -> None:
    """Slack takes about 12,000 characters in the blocks of a post; somebody who wrote to us used to get nothing."""
    nora = office.as_("nora")
    fail(office, "chat.postMessage", how)
    await nora.client.send("dm", "map")
    await office.settle()
    assert [len(message.blocks) for message in nora.dm()][-2:] == [0, 1]
    assert nora.dm()[-1].text == nora.dm()[-1].blocks[0]["text"]["text"]


async def test_a_form_that_opens_too_late_is_opened_by_a_button_with_what_was_typed(office: Office) -> None:
    nora = office.as_("nora")
    for how in ("expired_trigger_id", "trigger_exchanged", "503", "reset"):
        fail(office, "views.open", how)
        await nora.command("/ridealong", f"@tom Acme-{how} thu 15:00")
        assert (nora.modal, nora.ephemerals()[-1].text[:21]) == (None, "The form did not open"), how
        await nora.press("Open the form", nora.ephemerals()[-1])
        assert nora.modal is not None, how
        assert f"Acme-{how}" in str(nora.modal.blocks)
        await nora.close(everything=True)


async def test_a_button_whose_form_opens_too_late_says_what_to_press(office: Office) -> None:
    nora = office.as_("nora")
    fail(office, "views.open", "expired_trigger_id")
    await nora.press("prompt_reflect", nora.dm()[-1])
    assert nora.ephemerals()[-1].text.endswith("Press or choose the same thing again.")
    await nora.open_home()
    fail(office, "views.open", "expired_trigger_id")
    await nora.press("settings_open", nora.home)
    assert nora.dm()[-1].text.endswith("Press or choose the same thing again.")
    await nora.press("settings_open", nora.home)
    assert nora.modal is not None


async def test_a_form_that_never_opens_says_that_the_fault_is_ours(office: Office) -> None:
    nora = office.as_("nora")
    fail(office, "views.open", "view_too_large")
    await nora.command("/ridealong @tom Acme thu 15:00")
    assert FAILED in nora.ephemerals()[-1].text


async def test_a_file_that_slack_does_not_take_at_the_moment_is_no_fault_of_ours(office: Office) -> None:
    nora = office.as_("nora")
    for number, how in enumerate(("ratelimited", "internal_error", "503", "reset"), start=1):
        fail(office, "files.getUploadURLExternal", how)
        await nora.command("/secondchair export")
        said = [message.text for message in nora.ephemerals()]
        assert sum(text.startswith("Slack is busy or in trouble at the moment") for text in said) == number, how


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_that_the_workspace_does_not_allow_is_for_its_admins_to_see_to(
    office: Office, method: str
) -> None:
    nora = office.as_("nora")
    fail(office, method, "file_uploads_except_images_disabled")
    await nora.command("/secondchair export")
    assert nora.ephemerals()[-1].text.startswith("This workspace lets no app send such files")


async def test_a_file_that_slack_refuses_says_that_the_fault_is_ours(office: Office) -> None:
    nora = office.as_("nora")
    fail(office, "files.getUploadURLExternal", "invalid_arguments")
    await nora.command("/secondchair export")
    assert FAILED in nora.ephemerals()[-1].text


async def test_the_home_tab_that_cannot_be_drawn_says_nothing_of_a_failure(office: Office) -> None:
    nora = office.as_("nora")
    await nora.open_home()
    fail(office, "views.publish", "hash_conflict")
    await nora.press("prompt_done", nora.home)
    assert not [text for text in told(office, "nora") if FAILED in text]
    await nora.open_home()
    assert "prompt_undo" in str(nora.home and nora.home.blocks)


async def test_a_home_tab_that_slack_gets_too_many_of_is_drawn_later_without_an_opening(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    nora, waited = office.as_("nora"), list[float]()
    free = asyncio.Event()

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        await free.wait()

    monkeypatch.setattr(office.bot.late_homes, "_pause", pause)
    await nora.open_home()
    office.slack.faults.fail("views.publish", "ratelimited", times=99)
    await nora.press("prompt_done", nora.home)
    assert (waited, "prompt_undo" in str(nora.home)) == ([1.0], False)
    office.slack.faults.clear()
    free.set()
    while "prompt_undo" not in str(nora.home):
        await office.settle()
