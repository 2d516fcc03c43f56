"""Welcome, team, settings and pauses on the local Slack."""

from datetime import UTC, datetime

import pytest

from bot.domain.people.people import PersonStatus
from bot.localslack import NotThere
from tests.office import Office


def last(office: Office, handle: str) -> str:
    """The newest direct message, all its blocks in one string."""
    message = office.as_(handle).dm()[-1]
    return f"{message.text} {message.blocks}"


def answer(office: Office, handle: str) -> str:
    """What was answered last, to this person alone."""
    return office.as_(handle).ephemerals()[-1].text


def front(office: Office, handle: str) -> str:
    """The modal in front."""
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


async def test_somebody_who_opens_the_home_tab_is_welcomed_once_and_starts_with_one_tap(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.open_home()
    assert len(maria.dm()) == 1
    await maria.press("Start", maria.dm()[0])
    welcome, prompt = maria.dm()
    assert welcome.text == "Started. Your first prompt is in Messages."
    assert "Next prompt: Tue 20 Oct, 08:30 (Europe/Berlin)" in str(welcome.blocks)
    assert "For leaders" in str(prompt.blocks)
    assert (await office.person("maria")).is_leader
    await office.wait(hours=12)
    assert len(maria.dm()) == 2
    await office.wait(days=1)
    assert len(maria.dm()) == 3


async def test_a_first_prompt_for_other_work_becomes_one_for_what_somebody_says_they_do(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Start", maria.dm()[0])
    await maria.press("I sell")
    welcome, prompt = maria.dm()
    assert "Name my salespeople" not in str(welcome.blocks)
    assert ("For leaders" in str(prompt.blocks), "For salespeople" in str(prompt.blocks)) == (False, True)
    assert not (await office.person("maria")).is_leader
    await maria.press("Done", prompt)
    await maria.press("I lead salespeople")
    assert "For salespeople" in str(maria.dm()[1].blocks)


@pytest.mark.parametrize("where", ["the Home tab", "a command"])
async def test_a_welcome_says_how_things_stand_wherever_somebody_started_or_stopped(office: Office, where: str) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    old = maria.dm()[0]
    if where == "the Home tab":
        await maria.press("Start", maria.home)
    else:
        await maria.command("/secondchair stop")
        await maria.press("Start", maria.ephemerals()[-1])
    assert maria.dm()[0].text.startswith("Started.")
    await maria.client.press(old, "Not for me")
    assert (await office.person("maria")).status is PersonStatus.ACTIVE
    await maria.command("/secondchair stop")
    assert maria.dm()[0].text.startswith("Stopped")


async def test_not_for_me_is_kept_and_can_be_taken_back(office: Office) -> None:
    tom = office.as_("tom")
    await tom.open_home()
    await tom.press("Not for me")
    assert "nothing more comes to you" in last(office, "tom")
    await office.wait(days=2)
    assert len(tom.dm()) == 1
    await tom.press("Start", tom.dm()[0])
    await tom.press("I sell")
    assert (await office.person("tom")).status is PersonStatus.ACTIVE


async def test_a_leader_names_two_of_whom_one_says_yes_and_one_says_no(office: Office) -> None:
    maria, tom, lea = office.as_("maria"), office.as_("tom"), office.as_("lea")
    await maria.open_home()
    await maria.press("Start", maria.dm()[0])
    await maria.press("I lead salespeople")
    await maria.press("Name my salespeople")
    await maria.submit({"people": [tom.id, lea.id]})
    assert "asked, no answer yet" in front(office, "maria")
    await maria.close()
    assert f"<@{maria.id}> named you" in last(office, "tom")
    await tom.press("Fine with me")
    await lea.press("No, thanks")
    assert "Nothing more comes to you because of it" in last(office, "lea")
    await tom.press("Send me the daily prompt too")
    assert "Next: Tue 20 Oct, 08:30" in str(tom.dm()[0].blocks)
    assert tom.dm()[1].text.startswith("Today’s prompt")
    await maria.press("Name my salespeople", maria.dm()[0])
    assert f"<@{lea.id}>: said no" in front(office, "maria")
    await maria.submit({"people": [tom.id, lea.id]})
    assert "I did not ask again" in front(office, "maria")
    assert len(lea.dm()) == 1


async def test_what_is_wrong_with_a_team_stands_at_its_field(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("Start", maria.dm()[0])
    await maria.press("I lead salespeople")
    await maria.press("Name my salespeople", maria.dm()[0])
    result = await maria.submit({"people": [maria.id]})
    assert "You are on your own list" in result.errors["people"]


async def test_an_unanswered_prompt_makes_room_for_the_next_and_an_answered_one_stays(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await office.wait(days=1, hours=1)
    first, second = tom.dm()
    assert "replaced by a newer one" in first.text
    await tom.press("Done", second)
    await office.wait(days=1)
    assert [message.text.startswith("Today’s prompt") for message in tom.dm()] == [False, True, True]


async def test_five_left_in_a_row_make_them_come_on_tuesdays_and_thursdays(office: Office) -> None:
    await office.starts("tom")
    await office.wait(days=7, hours=2)
    assert "come on Tuesdays and Thursdays only" in last(office, "tom")
    await office.as_("tom").command("/secondchair resume")
    assert "Next: Tue 27 Oct, 08:30" in answer(office, "tom")
    await office.wait(days=2)
    await office.as_("tom").command("/secondchair resume")
    assert "Next: Thu 29 Oct, 08:30" in answer(office, "tom")


async def test_who_left_slack_is_sent_nothing_more(office: Office) -> None:
    await office.starts("maria", leader=True)
    office.slack.change_user(office.workspace, office.as_("maria").id, deleted=True)
    await office.settle()
    assert (await office.person("maria")).status is PersonStatus.GONE
    await office.wait(days=1)
    assert office.as_("maria").dm() == []


async def test_settings_are_changed_in_one_form_that_says_what_is_wrong(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    assert "Now: Europe/Berlin, from your Slack profile" in front(office, "maria")
    assert "By my time zone: Germany" in front(office, "maria")
    refused = await maria.submit({"zone": "EST", "prompt_at": ""})
    assert "Choose a time" in refused.errors["prompt_at"]
    with pytest.raises(NotThere, match="offers nothing"):
        await maria.choose("zone", "Factory")
    await maria.submit({"zone": "Berlin", "country": "Bavaria", "prompt_at": "10:15"})
    assert "Next: Mon 19 Oct, 10:15 (Europe/Berlin)" in front(office, "maria")
    person = await office.person("maria")
    assert (person.own_zone, person.country) == ("Europe/Berlin", "DE-BY")


async def test_start_asks_when_and_whose_holidays_with_a_guess_filled_in(office: Office) -> None:
    maria = office.as_("maria")
    await maria.open_home()
    await maria.press("start", maria.dm()[0])
    assert "By my time zone: Germany" in str(maria.dm()[0].blocks)
    await maria.choose("my_prompt_time", "09:45", maria.dm()[0])
    assert "Next prompt: Tue 20 Oct, 09:45 (Europe/Berlin)" in str(maria.dm()[0].blocks)
    await maria.choose("country", "england", maria.dm()[0])
    assert "England, United Kingdom" in str(maria.dm()[0].blocks)
    person = await office.person("maria")
    assert (f"{person.prompt_at:%H:%M}", person.country) == ("09:45", "GB-ENG")
    await maria.choose("country", "guess", maria.dm()[0])
    assert (await office.person("maria")).country is None


async def test_who_starts_on_the_home_tab_is_asked_in_a_modal(office: Office) -> None:
    tom = office.as_("tom")
    await tom.open_home()
    await tom.press("start", tom.home)
    assert "Set to “I sell”" in front(office, "tom")
    await tom.press("I lead salespeople", tom.modal)
    await tom.choose("country", "no public holidays", tom.modal)
    assert (await office.person("tom")).country == "none"
    assert "Set to “I lead salespeople”" in front(office, "tom")
    await tom.press("Stop", tom.modal)
    assert "nothing more comes to you" in front(office, "tom")


async def test_on_a_public_holiday_nothing_comes_though_no_country_was_filled_in(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.jump(datetime(2026, 12, 24, 20, tzinfo=UTC))
    before = len(maria.dm())
    await office.jump(datetime(2026, 12, 25, 20, tzinfo=UTC))
    assert maria.dm()[before:] == []


async def test_somebody_who_works_on_holidays_says_so(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    await maria.choose("country", "No public holidays")
    await maria.submit({})
    assert (await office.person("maria")).country == "none"


async def test_paused_until_friday_nothing_comes_and_monday_goes_on(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair pause until fri")
    days = "Paused from today, Mon 19 Oct, to Fri 23 Oct, both included."
    expected = f"{days} Next: Mon 26 Oct, 08:30 (Europe/Berlin). Your streak waits."
    assert answer(office, "maria") == expected
    await office.wait(days=6)
    assert maria.dm() == []
    await office.wait(days=1, hours=3)
    assert len(maria.dm()) == 1


async def test_a_pause_is_ended_by_a_button_or_by_typing(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair pause")
    assert "until you type" in answer(office, "maria")
    await maria.press("Resume now")
    assert (await office.person("maria")).pauses == ()
    await maria.command("/secondchair resume")
    assert answer(office, "maria").startswith("You are not paused. Next: Mon 19 Oct, 08:30")


@pytest.mark.parametrize(
    ("typed", "says"),
    [("until 31 Feb", "I could not read “until 31 Feb” as days"), ("until yesterday", "has passed")],
)
async def test_a_day_that_cannot_be_gets_a_sentence(office: Office, typed: str, says: str) -> None:
    await office.starts("maria", leader=True)
    await office.as_("maria").command(f"/secondchair pause {typed}")
    assert says in answer(office, "maria")


async def vacation(office: Office, handle: str) -> None:
    until = int(datetime(2026, 10, 23, 21, 59, tzinfo=UTC).timestamp())
    facts = {"status_text": "Vacationing", "status_expiration": until}
    office.slack.change_user(office.workspace, office.as_(handle).id, **facts)
    await office.settle()


async def test_a_vacation_status_is_offered_as_a_pause(office: Office) -> None:
    await office.starts("maria", "james", leader=True)
    for handle in ("maria", "james"):
        await vacation(office, handle)
        assert "Your Slack status says you are away until Fri 23 Oct" in last(office, handle)
    await office.as_("maria").press("Pause until Fri 23 Oct")
    assert "Paused from today, Mon 19 Oct, to Fri 23 Oct" in last(office, "maria")
    await office.as_("james").press("No")
    assert "Everything comes as usual" in last(office, "james")
