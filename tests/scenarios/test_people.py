"""Welcome, team, settings and pauses on the local Slack."""

from datetime import UTC, datetime

import pytest

from bot.domain.people.people import PersonStatus
from bot.localslack import NotThere
from tests.office import Office


def last(office: Office, handle: str) -> str:
    """All blocks of the newest direct message, as one string."""
    message = office.as_(handle).dm()[-1]
    return f"{message.text} {message.blocks}"


def answer(office: Office, handle: str) -> str:
    """The last answer that this person alone got."""
    return office.as_(handle).ephemerals()[-1].text


def front(office: Office, handle: str) -> str:
    """The modal in front."""
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


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
    with pytest.raises(NotThere, match="offers no choices"):
        await maria.choose("zone", "Factory")
    await maria.submit({"zone": "Berlin", "country": "Bavaria", "prompt_at": "10:15"})
    assert "Next: Mon 19 Oct, 10:15 (Europe/Berlin)" in front(office, "maria")
    person = await office.person("maria")
    assert (person.own_zone, person.country) == ("Europe/Berlin", "DE-BY")


async def test_on_a_public_holiday_nothing_comes_though_no_country_was_filled_in(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await office.sleep(datetime(2026, 12, 24, 6, tzinfo=UTC))
    await office.jump(datetime(2026, 12, 24, 20, tzinfo=UTC))
    before = len(maria.dm())
    assert any("Today’s prompt" in message.text for message in maria.dm())
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
    offer = "Your Slack status says you are away until Fri 23 Oct"
    for handle in ("maria", "james"):
        await vacation(office, handle)
    assert offer in last(office, "maria")
    await office.as_("maria").press("Pause until Fri 23 Oct")
    assert "Paused from today, Mon 19 Oct, to Fri 23 Oct" in last(office, "maria")
    assert office.as_("james").dm() == [], "it is two in the morning in New York"
    await office.wait(hours=6)
    assert "you are away until Fri, Oct 23" in last(office, "james")
    await office.as_("james").press("No")
    assert "Everything comes as usual" in last(office, "james")


@pytest.mark.parametrize("how", ["resumed", "resumed by hand", "paused anew"])
async def test_a_pause_that_is_no_more_is_nowhere_still_said_to_be(office: Office, how: str) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await vacation(office, "maria")
    await maria.press("Pause until Fri 23 Oct")
    if how == "resumed":
        await maria.command("/secondchair resume")
        assert "Welcome back" in last(office, "maria")
    elif how == "resumed by hand":
        await maria.open_home()
        await maria.press("Resume now", maria.home)
        assert "Welcome back" in last(office, "maria")
    else:
        await maria.open_home()
        await maria.press("Away", maria.home)
        await maria.submit({"last": "2026-10-30"})
        assert "to Fri 30 Oct" in last(office, "maria")
    assert "Fri 23 Oct" not in last(office, "maria")
