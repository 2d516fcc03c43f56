"""The check-in on the local Slack: asked, answered, filled in, carried over, reminded of, counted."""

from datetime import UTC, date, datetime

from bot.domain.checkins.commitments import Commitment
from bot.localslack import PostedMessage
from bot.services.checkins.commitments import plan_follow_up
from content.library import load_library
from tests.office import Office

FRIDAY = datetime(2026, 10, 23, 13, 5, tzinfo=UTC)  # 15:05 in Berlin
MONDAY = datetime(2026, 10, 26, 8, 5, tzinfo=UTC)  # 09:05 in Berlin, after the end of summer time


def checkins(office: Office, handle: str) -> list[PostedMessage]:
    """The check-ins and reminders in somebody's direct messages, by what they say."""
    asked = "Did you lead or manage this week?"
    return [message for message in office.as_(handle).dm() if asked in str(message.blocks[:1])]


def shown(message: PostedMessage) -> str:
    return str(message.blocks)


async def test_a_tap_answers_details_follow_and_the_plan_comes_back(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.jump(FRIDAY)
    await maria.press("Mostly led", checkins(office, "maria")[0])
    assert "One weekly check-in so far." in shown(checkins(office, "maria")[0])
    await maria.press("Add details", checkins(office, "maria")[0])
    refused = await maria.submit({"if": "a deal slips"})
    assert list(refused.errors) == ["then"]
    await maria.submit({"if": "a deal slips <!channel>", "then": "ask the rep first", "takeovers": "1"})
    assert "If a deal slips <!channel>, then I will ask the rep first" in shown(checkins(office, "maria")[0])
    await maria.press("Change", checkins(office, "maria")[0])
    await maria.press("Both", checkins(office, "maria")[0])
    assert "You answered: *Both*." in shown(checkins(office, "maria")[0])
    await office.jump(MONDAY)
    assert len(checkins(office, "maria")) == 1
    await office.skip(days=4)
    await office.wait(hours=7)
    second = checkins(office, "maria")[1]
    assert "ask the rep first" in shown(second)
    await maria.press("Kept", second)
    assert "*Kept.*" in shown(checkins(office, "maria")[1])


async def test_one_reminder_answers_the_week_before_and_is_never_repeated(office: Office) -> None:
    await office.starts("maria", "ben", leader=True)
    await office.skip(days=4)
    await office.jump(MONDAY)
    reminder = checkins(office, "maria")[-1]
    wordings = load_library().wordings["checkin.reminder"]
    assert any(text in shown(reminder) for text in wordings)
    assert "Mon 19 Oct" in shown(reminder)
    await office.as_("maria").press("Mostly rescued deals", reminder)
    await office.wait(days=2)
    assert len(checkins(office, "maria")) == 1  # the first message is only a line by now
    assert [message for message in office.as_("maria").dm() if "asked once more" in shown(message)]
    await office.as_("maria").command("/secondchair checkin")
    assert "Mon 26 Oct" in shown(office.as_("maria").ephemerals()[-1])


async def test_the_command_is_answered_and_changed_in_place(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair checkin")
    await maria.press("Mostly managed", maria.ephemerals()[-1])
    assert "You answered: *Mostly managed*." in shown(maria.ephemerals()[-1])
    await maria.press("Add details", maria.ephemerals()[-1])
    await maria.submit({"pulled": "A deal at risk"})
    assert "What pulled you away the most: A deal at risk." in shown(maria.ephemerals()[-1])
    await maria.command("/secondchair streak")
    assert "one weekly check-in so far" in shown(maria.ephemerals()[-1])
    await office.jump(FRIDAY)
    assert checkins(office, "maria") == []


async def test_the_digest_shows_last_week_from_three_answers_up(office: Office) -> None:
    await office.as_("nora").command("/secondchair nudge digest #sales mon 10:00")
    await office.starts("tom", leader=True)  # asked as well, so that three answers are not everybody's
    for handle, tap in (("maria", "Mostly led"), ("ben", "Both"), ("nora", "Mostly led")):
        await office.starts(handle, leader=True)
        await office.as_(handle).command("/secondchair checkin")
        await office.as_(handle).press(tap, office.as_(handle).ephemerals()[-1])
    await office.skip(days=4)
    await office.jump(datetime(2026, 10, 26, 9, 5, tzinfo=UTC))
    (digest,) = [one for one in office.as_("tom").messages("sales") if "How last week went" in one.text]
    assert "3 people answered" in shown(digest)
    assert "Mostly led           ████████████ 2–3" in shown(digest)
    assert "it is not shown whether all of you gave the same answer" in shown(digest)


async def test_a_week_after_a_ride_along_its_step_is_asked_about(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    step = Commitment("C1", tom.id, "ridealong:R1", "asked about price", "count to three", made_on=date(2026, 10, 19))
    owner = await office.person("tom")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        await transaction.commitments.save(step)
        await plan_follow_up(transaction, step, owner, office.now)
    await office.skip(days=6)
    await office.wait(days=1, hours=2)
    (asked,) = [one for one in tom.dm() if "How did it go?" in one.text]
    await tom.press("Not yet", asked)
    await tom.press("Make the step smaller")
    await tom.submit({"if": "asked about price", "then": "breathe out"})
    (saved,) = [one for one in tom.dm() if "This is your step now" in one.text]
    assert "then I will breathe out" in shown(saved)
    assert "Kept" not in shown(saved)  # it is asked about in a week, not at once
    await tom.command("/secondchair pause 2 nov - 2 nov")  # the day when it is due; it comes on the one after
    await office.skip(days=6)
    await office.wait(days=1, hours=2)
    assert not [one for one in tom.dm() if "How did it go?" in one.text]
    await office.wait(days=1)
    (asked,) = [one for one in tom.dm() if "How did it go?" in one.text]
    assert "then I will breathe out" in shown(asked)
    await tom.press("Kept", asked)
    assert "*Kept.*" in shown([one for one in tom.dm() if "How did it go?" in one.text][-1])
