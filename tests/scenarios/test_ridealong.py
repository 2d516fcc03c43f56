"""A ride-along on the local Slack: from the command to both views side by side."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.office import Office
from tests.scenarios.calls import END, plan
from tests.scenarios.reading import labels, last, said

BRIEF = datetime(2026, 10, 19, 12, 30, tzinfo=UTC)
PLAN = {"customer": "Acme", "when": "2026-10-19", "at": "15:00", "minutes": "45"}


@pytest.fixture(autouse=True)
async def team(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")


async def test_from_the_command_to_both_views(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office, skill="Wait <!channel>")
    assert labels(maria.ephemerals()[-1]) == ["Change", "Cancel", "Add to calendar"]
    assert labels(tom.dm()[-1]) == ["Confirm", "Change", "Cancel", "Add to calendar"]
    await tom.press("Confirm")
    assert labels(tom.dm()[-1]) == ["Change", "Cancel", "Add to calendar"]
    assert "said yes" in said(maria.dm()[-1])
    await office.jump(BRIEF)
    assert all("about to start" in said(one.dm()[-1]) for one in (maria, tom))
    await office.jump(END)
    await tom.press("No")
    await maria.press("Yes, and nobody asked for it")
    assert "nobody asked" not in said(tom.dm()[-1])
    await tom.press("Add what you saw")
    await tom.submit(
        answers={"salesperson_went": "The pause <!channel>", "if": "they ask", "then": "wait", "share": "shared"}
    )
    await maria.press("Add what you saw")
    refused = await maria.submit(answers={"leader_saw": "one\ntwo\nthree", "share": "shared"})
    assert list(refused.errors) == ["leader_saw"]
    await maria.submit(answers={"leader_saw": "one\ntwo", "share": "shared"})
    for one in (maria, tom):
        both = [message for message in one.dm() if "both views are open" in message.text]
        assert len(both) == 1
        assert "The pause" in said(both[0])
    await maria.press("Open and edit")
    await maria.submit(answers={"leader_saw": "one"})
    assert "both views are open" in maria.dm()[-1].text
    await maria.command("/ridealong", "history @tom")
    assert "a take-over that nobody asked for" in said(maria.ephemerals()[-1])
    await maria.press("Open", where=maria.ephemerals()[-1])
    assert "The pause" in said(maria.modal)
    await maria.submit()
    assert "Noted:" in said(maria.ephemerals()[-1])


async def test_what_cannot_be_read_is_said_in_the_form(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/ridealong", "@nobody yesterday 25:00")
    text = said(maria.modal)
    assert all(
        words in text
        for words in ("@nobody", "I could not read “yesterday 25:00” as a time", "“yesterday 25:00” has passed")
    )
    assert (await maria.submit()).outcome == "errors"
    assert (await maria.submit(answers=PLAN | {"salesperson": office.as_("tom").id})).errors == {}
    assert "Acme" in said(office.as_("tom").dm()[-1])


async def test_a_past_moment_is_refused_at_its_field(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/ridealong")
    refused = await maria.submit(answers=PLAN | {"salesperson": office.as_("tom").id, "when": "2026-10-12"})
    assert "That time has passed" in refused.errors["when"]


async def test_a_change_asks_the_other_and_a_former_yes_is_stale(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    former = tom.dm()[0]
    await maria.press("Change")
    await maria.submit(answers={"at": "16:00"})
    assert "Changed." in said(maria.ephemerals()[-1])
    assert "Does it still suit you?" in said(tom.dm()[-1])
    await tom.client.press(former, "Confirm")  # as his phone showed it a moment before
    await office.settle()
    assert "was changed after you opened it" in tom.ephemerals()[-1].text
    await tom.press("Confirm", where=tom.dm()[-1])
    await maria.press("Change", where=maria.dm()[-1])
    await maria.submit()
    assert "Nothing changed" in said(maria.dm()[-1])


async def test_a_cancelled_call_is_told_and_never_comes(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Cancel")
    assert "cancelled your ride-along" in said(maria.dm()[-1])
    await office.jump(END)
    assert not [message for message in tom.dm() + maria.dm() if "about to start" in said(message)]
    await maria.command("/ridealong", "list")
    assert "No ride-along is planned" in maria.ephemerals()[-1].text


async def test_a_stranger_can_confirm_and_then_hears_about_this_call(office: Office) -> None:
    lea = office.as_("lea")
    await plan(office, "@lea Acme today 15:00 for 45m")
    assert "Second Chair is an app" in said(lea.dm()[-1])
    await lea.press("Confirm")
    await office.jump(END)
    assert len([message for message in lea.dm() if "How was the call?" in said(message)]) == 1


async def test_a_stranger_who_says_nothing_hears_nothing_more(office: Office) -> None:
    await plan(office, "@lea Acme today 15:00 for 45m")
    await office.jump(END)
    assert len(office.as_("lea").dm()) == 1


async def test_a_logged_call_asks_both_at_once_and_nobody_else(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await maria.command("/ridealong", "log @tom Acme yesterday 15:00")
    assert (await maria.submit()).outcome == "closed"
    assert "Logged." in said(maria.ephemerals()[-1])
    assert all("How was the call?" in said(last(one.dm(), "How was")) for one in (maria, tom))
    assert office.as_("nora").dm() == []
    assert office.as_("lea").dm() == []


async def test_the_list_has_its_buttons_and_history_asks_for_a_name(office: Office) -> None:
    maria = office.as_("maria")
    await plan(office)
    await maria.command("/ridealong", "list")
    assert labels(maria.ephemerals()[-1]) == ["Change", "Cancel", "Add to calendar"]
    await maria.command("/ridealong", "history")
    assert "history @name" in maria.ephemerals()[-1].text
    await maria.command("/ridealong", "help")
    assert "/ridealong log" in said(maria.ephemerals()[-1])


async def test_after_a_day_the_one_who_wrote_nothing_reads_what_was_shared(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await office.jump(END)
    await tom.press("No")
    await tom.press("Add what you saw")
    await tom.submit(answers={"salesperson_went": "The pause", "share": "shared"})
    await office.jump(END + timedelta(hours=23, minutes=59))
    assert not [message for message in maria.dm() if "shared their view" in message.text]
    await office.wait(minutes=1)
    assert "The pause" in said(last(maria.dm(), "shared their view"))
    assert not [message for message in tom.dm() if "shared their view" in message.text]


async def test_a_call_with_somebody_who_left_slack_is_not_announced(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Confirm")
    office.slack.change_user(office.workspace, maria.id, deleted=True)
    await office.settle()
    await tom.open_home()
    await tom.command("/ridealong", "list")
    left = f"<@{maria.id}> has left Slack, so I will not remind you of this call."
    assert left in str(tom.home and tom.home.blocks)
    assert left in said(tom.ephemerals()[-1])
    await office.jump(BRIEF)
    assert not [message for message in tom.dm() if "about to start" in said(message)]


@pytest.mark.parametrize(("leaves_at", "is_asked"), [(BRIEF, False), (END, True)], ids=["before the call", "after it"])
async def test_nobody_is_asked_about_a_call_that_the_other_was_not_in(
    office: Office, leaves_at: datetime, is_asked: bool
) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Confirm")
    await office.jump(leaves_at - timedelta(minutes=5))
    office.slack.change_user(office.workspace, maria.id, deleted=True)
    await office.settle()
    await office.wait(days=5)
    asked = [message for message in tom.dm() if "How was the call" in said(message) or "over" in message.text]
    assert bool(asked) is is_asked
