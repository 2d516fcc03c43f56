"""Messages stay tidy: what was answered anywhere says so everywhere, and an outdated message is one line or gone."""

from collections.abc import Callable
from datetime import timedelta

from bot.localslack import PostedMessage
from tests.office import Office
from tests.scenarios.reading import of


def texts(office: Office, handle: str) -> list[str]:
    """The texts of somebody's direct messages with us, oldest first."""
    return [of(message) for message in office.as_(handle).dm()]


async def until(office: Office, is_so: Callable[[], bool]) -> None:
    """Settle until something is so: a delivery's follow-up may still be running when the delivery is done."""
    for _ in range(20):
        if is_so():
            return
        await office.settle()
    assert is_so()


def with_button(message: PostedMessage, action: str) -> bool:
    return action in of(message)


async def test_a_prompt_answered_on_home_is_answered_in_its_message(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.wait(hours=1)
    await maria.open_home()
    await maria.press("Done", maria.home)
    assert "One working day so far" in texts(office, "maria")[0]
    assert not with_button(maria.dm()[0], "prompt_done")
    await maria.press("Undo", maria.home)
    assert with_button(maria.dm()[0], "prompt_done")


async def test_not_for_me_leaves_one_line(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.wait(hours=1)
    action = maria.dm()[0].blocks[2]["text"]["text"]
    await maria.press("prompt_not_for_me", maria.dm()[0])
    assert len(maria.dm()[0].blocks) == 1
    assert action not in texts(office, "maria")[0]
    await maria.press("Undo", maria.dm()[0])
    assert action in texts(office, "maria")[0]


async def test_a_prompt_that_comes_again_leaves_a_line_of_the_first_and_none_comes_after_an_answer(
    office: Office,
) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.wait(hours=1)
    await maria.pick("In an hour")
    await office.wait(hours=2)
    again = maria.dm()[1]
    await until(office, lambda: texts(office, "maria")[0].startswith("You put this prompt off."))
    await maria.open_home()
    await maria.press("Done", maria.home)
    assert "One working day so far" in of(maria.dm()[1])
    assert len(maria.dm()) == 2
    assert with_button(again, "prompt_done")


async def test_a_prompt_put_off_comes_again_only_if_it_is_still_open(office: Office) -> None:
    for handle in ("maria", "tom"):
        await office.starts(handle, leader=handle == "maria")
    await office.wait(hours=1)
    for handle in ("maria", "tom"):
        person = office.as_(handle)
        await person.pick("In an hour")
        await person.press("Done", person.dm()[0])
    await office.as_("tom").press("Undo", office.as_("tom").dm()[0])
    await office.wait(hours=2)
    assert len(office.as_("maria").dm()) == 1
    assert len(office.as_("tom").dm()) == 2


async def test_a_check_in_answered_on_home_is_answered_in_its_message_and_is_reminded_of_no_more(
    office: Office,
) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.skip(days=4)
    await office.wait(hours=8)
    asked = maria.dm()[-1]
    assert with_button(asked, "checkin_led")
    await maria.open_home()
    await maria.press("Mostly led", maria.home)
    assert "Mostly led" in of(maria.dm()[-1])
    assert not with_button(maria.dm()[-1], "checkin_led")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        reminder = await transaction.schedules.get(maria.id, "checkin_reminder")
    assert reminder is not None
    assert reminder.next.on.isoformat() == "2026-11-02"  # for the week after


async def test_a_reminder_stands_for_the_check_in_and_becomes_its_answer(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.skip(days=4)
    await office.wait(days=3, hours=5)
    await until(office, lambda: any("asked once more" in text for text in texts(office, "maria")))
    asked = next(message for message in maria.dm() if "asked once more" in of(message))
    reminder = next(message for message in maria.dm() if with_button(message, "checkin_led"))
    await maria.press("checkin_led", reminder)
    assert "Mostly led" in of(next(message for message in maria.dm() if message.ts == reminder.ts))
    assert "asked once more" in of(next(message for message in maria.dm() if message.ts == asked.ts))


async def test_a_check_in_that_nobody_answered_leaves_a_line_and_its_reminder_goes(office: Office) -> None:
    await office.starts("maria", leader=True)
    for past in (timedelta(days=3, hours=2), timedelta(hours=6)):  # the reminder on Monday, the next check-in on Friday
        await office.skip(days=4)
        await office.jump(office.now + past)
    await until(office, lambda: any("left this check-in open" in text for text in texts(office, "maria")))
    open_ones = [message for message in office.as_("maria").dm() if with_button(message, "checkin_led")]
    assert len(open_ones) == 1
    assert sum("left this check-in open" in text for text in texts(office, "maria")) == 1


async def test_an_invitation_to_a_team_that_was_answered_elsewhere_says_so(office: Office) -> None:
    await office.starts("tom")
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("maria", leader=True)
    await office.bot.services.teams.name(office.who("maria"), [tom.id])
    await office.settle()
    invitation = tom.dm()[-1]
    await tom.press("team_decline", invitation)
    assert "team_decline" not in of(tom.dm()[-1])
    await tom.client.press(invitation, "team_accept")  # as his phone showed it a moment before
    await office.settle()
    assert f"<@{maria.id}>" in of(tom.dm()[-1])
    assert "you are on" in of(tom.dm()[-1])


async def test_a_ride_along_leaves_one_message_that_can_be_pressed(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria, tom = office.as_("maria"), office.as_("tom")
    await maria.command("/ridealong @tom Acme today 15:00 for 30m")
    await maria.submit()
    await maria.press("ridealong_change", maria.ephemerals()[-1])
    await maria.submit({"at": "16:00"})
    await until(office, lambda: any("newer message" in text for text in texts(office, "tom")))
    assert sum(with_button(message, "ridealong_confirm") for message in tom.dm()) == 1
    await tom.command("/ridealong list")
    await tom.press("ridealong_confirm", tom.ephemerals()[-1])
    assert sum(with_button(message, "ridealong_confirm") for message in tom.dm()) == 0
    await office.wait(hours=12)
    await until(office, lambda: sum("This call is over." in text for text in texts(office, "tom")) >= 2)
    assert sum(with_button(message, "takeover_none") for message in tom.dm()) == 1


async def test_a_look_back_answered_from_the_history_is_answered_in_its_message(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria = office.as_("maria")
    await maria.command("/ridealong @tom Acme today 15:00 for 30m")
    await maria.submit()
    await office.wait(hours=9)
    await maria.command("/ridealong history @tom")
    await maria.press("Open", maria.ephemerals()[-1])
    await maria.submit({"takeover": "No", "leader_saw": "He waited."})
    [asked] = [message for message in maria.dm() if "How was the call" in of(message)]
    assert "He waited." in of(asked)
    assert not with_button(asked, "takeover_none")
