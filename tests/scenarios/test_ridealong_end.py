"""How a ride-along ends on the local Slack: declared over, reminded of once, closed; and the brief for the next."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.office import Office
from tests.scenarios.calls import END, deletes, is_over, plan
from tests.scenarios.reading import labels, last, said

START = END - timedelta(minutes=45)


@pytest.fixture(autouse=True)
async def team(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")


def heard(office: Office, handle: str, words: str) -> int:
    return len([message for message in office.as_(handle).dm() if words in said(message) + message.text])


async def test_a_call_that_ends_early_is_asked_about_at_once_and_not_again(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Confirm")
    await office.jump(START + timedelta(minutes=20))
    brief = last(maria.dm(), "about to start")
    await tom.press("It’s over", where=last(tom.dm(), "about to start"))
    assert heard(office, "tom", "This call is over.") >= 1
    assert [heard(office, handle, "How was the call?") for handle in ("maria", "tom")] == [1, 1]
    await maria.press("No")
    await maria.client.press(brief, "It’s over")  # as her phone showed it a moment before
    await office.jump(END + timedelta(hours=2))
    assert heard(office, "tom", "How was the call?") == 1


async def test_a_call_is_not_over_before_it_began(office: Office) -> None:
    tom = office.as_("tom")
    await plan(office)
    await office.jump(START - timedelta(minutes=10))
    await tom.press("It’s over")
    assert "has not started yet" in tom.ephemerals()[-1].text
    assert heard(office, "tom", "How was the call?") == 0


async def test_somebody_who_says_nothing_is_reminded_once_and_then_it_closes_by_itself(office: Office) -> None:
    await plan(office)
    await office.jump(datetime(2026, 10, 20, 8, 0, tzinfo=UTC))
    reminders = [heard(office, handle, "This is the only reminder") for handle in ("maria", "tom")]
    assert reminders == [1, 1]
    await office.jump(END + timedelta(days=10))
    for handle in ("maria", "tom"):
        assert heard(office, handle, "I have closed it") == 1
        assert heard(office, handle, "This is the only reminder") == 0  # the call is over, so the reminder went
    tom = office.as_("tom")
    await tom.press("Add what you saw", where=last(tom.dm(), "I have closed it"))
    assert (await tom.submit({"takeover": "none"})).outcome == "closed"


async def test_somebody_who_answered_is_not_reminded_and_one_answer_keeps_it_from_closing(office: Office) -> None:
    await plan(office)
    await office.jump(END)
    await office.as_("tom").press("No")
    await office.jump(END + timedelta(days=10))
    assert [heard(office, handle, "This is the only reminder") for handle in ("maria", "tom")] == [1, 0]
    assert [heard(office, handle, "I have closed it") for handle in ("maria", "tom")] == [0, 0]


async def test_a_cancelled_call_reminds_nobody(office: Office) -> None:
    await plan(office)
    await office.as_("tom").press("Cancel")
    await office.jump(END + timedelta(days=10))
    assert heard(office, "tom", "only reminder") + heard(office, "maria", "I have closed it") == 0


async def test_the_next_brief_asks_how_the_step_went_and_only_its_owner_sees_the_answer(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await office.jump(END)
    await tom.press("No")
    await tom.press("Add what you saw")
    await tom.submit({"if": "they ask for a discount", "then": "ask what for", "share": "shared"})
    await office.wait(days=2)
    await plan(office, "@tom Acme today 17:00 for 30m")
    await office.jump(datetime(2026, 10, 21, 14, 45, tzinfo=UTC))
    brief = last(tom.dm(), "How has it gone since?")
    assert "they ask for a discount" in said(brief)
    assert "How has it gone since?" not in said(last(maria.dm(), "about to start"))
    await tom.press("Kept", where=brief)
    brief = last(tom.dm(), "Noted. Only you see your answer")
    assert "about to start" in said(brief)
    assert "It’s over" in labels(brief)
    assert "Kept" not in said(maria.dm()[-1])
    await office.wait(days=8)
    assert heard(office, "tom", "How did it go? If") == 0


async def test_a_late_change_or_no_leaves_no_brief_that_says_otherwise(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await office.jump(START - timedelta(minutes=20))
    assert heard(office, "maria", "is about to start") == 1
    await tom.press("Confirm", where=last(tom.dm(), "about to start"))
    for person in (maria, tom):
        brief = last(person.dm(), "about to start")
        assert "It’s over" in labels(brief)
    assert "Both of you said yes." in said(last(tom.dm(), "about to start"))
    await tom.command("/ridealong list")
    await tom.press("Cancel", where=tom.ephemerals()[-1])
    await office.settle()
    assert [heard(office, handle, "is about to start") for handle in ("maria", "tom")] == [0, 0]


async def test_no_questions_are_promised_to_somebody_who_turned_them_off(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Confirm")
    for person in (maria, tom):
        await person.command("/secondchair settings reflections off")
    await office.jump(START + timedelta(minutes=20))
    await tom.press("It’s over", where=last(tom.dm(), "about to start"))
    assert "To look back on it, type `/ridealong history @name`" in said(tom.dm()[-1]) + tom.dm()[-1].text
    await maria.command("/ridealong log @tom Beta yesterday 15:00")
    await maria.submit()
    assert "gets no message about it" in maria.ephemerals()[-1].text


async def test_a_customer_who_did_not_come_leaves_no_call(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await tom.press("Confirm")
    await office.jump(END)
    await tom.press("There was no call", where=last(tom.dm(), "How was the call?"))
    assert heard(office, "tom", "How was the call?") == 0
    await office.settle()
    assert heard(office, "maria", "did not take place") == 1
    assert heard(office, "maria", "How was the call?") == 0
    await office.jump(END + timedelta(days=10))
    assert heard(office, "maria", "only reminder") + heard(office, "tom", "I have closed it") == 0
    await maria.command("/ridealong history @tom")
    assert "Cancelled." in said(maria.ephemerals()[-1])


async def test_a_call_that_one_of_the_two_looked_back_on_took_place(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await plan(office)
    await office.jump(END)
    await maria.press("No")
    await tom.press("There was no call")
    assert "it stays in your history" in tom.ephemerals()[-1].text
    await tom.press("No")


async def test_a_form_about_a_call_that_is_gone_meanwhile_says_that_of_the_form(office: Office) -> None:
    tom = office.as_("tom")
    await plan(office)
    await is_over(office)
    await tom.press("Add what you saw")
    await deletes(office, "maria")
    result = await tom.submit({"salesperson_went": "Well."})
    assert "What this form is about no longer exists, so it is not saved." in str(result.errors)
    assert tom.modal is not None
    assert "Well." in str(tom.modal.values)
