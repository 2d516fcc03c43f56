"""Channel nudges on the local Slack: set up, announced, sent, listed, stopped; and what can be typed wrong."""

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges import PROMPT_CHANNEL
from tests.office import Office


def answer(office: Office, handle: str) -> str:
    """The last answer that this person alone got."""
    return office.as_(handle).ephemerals()[-1].text


def texts(office: Office, channel: str) -> list[str]:
    return [message.text for message in office.as_("nora").messages(channel)]


async def test_a_nudge_is_set_up_told_sent_and_stopped(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00")
    assert "Next: Mon 19 Oct, 09:00 (Europe/Berlin)" in answer(office, "nora")
    (told,) = texts(office, "sales")
    assert told.startswith(f"<@{nora.id}> set this up for the channel: Daily prompt, Mon–Fri at 09:00")
    await office.wait(hours=2)
    assert texts(office, "sales")[1].startswith("Today’s challenge for the team")
    await nora.command("/secondchair nudge off #sales")
    assert answer(office, "nora").startswith("Stopped: Daily prompt")
    await office.wait(days=3)
    assert len(texts(office, "sales")) == 2


async def test_a_change_in_the_middle_of_the_day_doubles_nothing(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00")
    await office.wait(hours=2)
    await nora.command("/secondchair nudge #sales 11:00")
    assert "Next: Tue 20 Oct, 11:00" in answer(office, "nora")
    await office.wait(days=1, hours=4)
    prompts = [text for text in texts(office, "sales") if text.startswith("Today’s challenge")]
    assert len(prompts) == 2


BAD_INPUT = [
    ("nora", "nudge #nosuch 7", "turns blue"),
    ("nora", "nudge #sales", "At what time?"),
    ("nora", "nudge #sales 25:00", "I could not read “25:00” as a time"),
    ("nora", "nudge #sales 9:00 someday", "I could not read “someday” as days"),
    ("nora", "nudge #sales 9:00 Mars/Olympus", "I do not know the time zone"),
    ("nora", "nudge #sales 9:00 holidays Narnia", "I do not know the holidays of “Narnia”"),
    ("nora", "nudge #sales 9:00 holidays Georgia", "could be Georgia (GE) / Georgia, United States (US-GA)"),
    ("nora", "nudge 09:00", "Which channel?"),
    ("nora", "nudge off", "Which channel?"),
    ("nora", "nudge off #sales", "no nudge of this kind"),
    ("nora", "nudge list", "There are no channel nudges"),
    ("tom", "nudge #sales 09:00", "Leaders and admins can do this"),
]


async def test_bad_input_is_answered_with_what_to_do(office: Office) -> None:
    for handle, typed, says in BAD_INPUT:
        await office.as_(handle).command(f"/secondchair {typed}")
        assert says in answer(office, handle)


async def test_a_channel_that_is_shared_with_another_company_is_refused(office: Office) -> None:
    nora = office.as_("nora")
    with_bot = (nora.id, office.workspace.users[office.installation.bot_user].id)
    office.workspace.add_channel("with-acme", with_bot, is_ext_shared=True)
    await nora.command("/secondchair nudge #with-acme 09:00")
    assert "shared with another company" in answer(office, "nora")


async def test_a_channel_that_is_shared_later_gets_nothing_more(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00")
    sales = office.workspace.channel("sales")
    assert sales is not None
    office.slack.share(office.workspace, sales.id)
    await office.wait(hours=3)
    (told,) = texts(office, "sales")
    assert told.startswith(f"<@{nora.id}> set this up for the channel"), "no prompt came"
    assert "shared with another company now" in nora.dm()[-1].text
    await nora.command("/secondchair nudge list")
    await nora.press("Resume", nora.ephemerals()[-1])
    assert "whose people would read along" in answer(office, "nora")


async def test_a_leader_who_is_not_in_the_channel_is_told_to_join_it(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.as_("maria").command("/secondchair nudge #americas 09:00")
    assert "You are not in that channel" in answer(office, "maria")
    assert texts(office, "americas") == []


async def test_the_list_has_a_button_that_stops(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00 mon,wed")
    await nora.command("/secondchair nudge list")
    await nora.press("channel_stop", nora.ephemerals()[-1])
    assert answer(office, "nora").startswith("Stopped: Daily prompt")
    assert "There are no channel nudges" in str(nora.ephemerals()[-1].blocks)


def sales(office: Office) -> str:
    return next(channel.id for channel in office.workspace.channels.values() if channel.name == "sales")


async def test_a_modal_sets_one_up_and_the_page_below_it_shows_that(office: Office) -> None:
    nora = office.as_("nora")
    await nora.open_home()
    await nora.press("See how your workspace stands", nora.home)
    await nora.press("Channel nudges (0)", nora.modal)
    await nora.press("channel_new", nora.modal)
    asked = {"at": "10:15", "days": ["0", "1"], "zone": "america/new_york", "country": "ontario"}
    await nora.submit({"channel": sales(office), **asked})
    assert "Channel nudges (1)" in str(nora.modal.blocks if nora.modal else "")
    await nora.press("Channel nudges (1)", nora.modal)
    shown = str(nora.modal.blocks if nora.modal else "")
    assert "Mon, Tue at 10:15, America/New_York" in shown
    assert "No prompt on public holidays: Ontario, Canada." in shown
    await nora.press("channel_stop", nora.modal)
    assert "America/New_York" not in str(nora.modal.blocks if nora.modal else "")


async def test_a_change_of_the_channel_moves_it(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #leaders 09:00 mon,wed")
    await nora.command("/secondchair nudge list")
    await nora.press("Change")
    assert "initial_conversation" in str(nora.modal.blocks if nora.modal else "")
    await nora.submit({"channel": sales(office)})
    shown = str(nora.ephemerals()[-1].blocks)
    assert shown.count("Mon, Wed at 09:00") == 1
    assert f"<#{sales(office)}>" in shown


async def test_a_mistake_in_the_modal_is_said_at_its_field_and_nothing_is_lost(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge list")
    await nora.press("channel_new")
    result = await nora.submit({"channel": sales(office), "kind": "digest", "days": ["0", "1"]})
    assert "one day" in result.errors["days"]
    assert nora.modal is not None


async def test_a_changed_time_keeps_the_holidays_that_were_said(office: Office) -> None:
    nora = office.as_("nora")
    for typed, holidays in (
        ("09:00 holidays Bavaria", "No prompt on public holidays: Bavaria, Germany."),
        ("09:30", "No prompt on public holidays: Bavaria, Germany."),
        ("09:30 no holidays", "Prompts on public holidays, too."),
        ("10:00", "Prompts on public holidays, too."),
        ("10:00 holidays auto", "No prompt on public holidays: Germany."),
    ):
        await nora.command(f"/secondchair nudge #sales {typed}")
        assert answer(office, "nora").endswith(holidays), typed


async def test_the_digest_is_guessed_in_any_order_and_comes_once_a_week(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge 09:30 digest #leaders")
    assert "Weekly digest in <#" in answer(office, "nora")
    assert "Mon at 09:30. Next: Mon 19 Oct, 09:30" in answer(office, "nora")
    await nora.command("/secondchair nudge digest #leaders 09:30 mon-fri")
    assert "give one day" in answer(office, "nora")


async def test_the_list_says_why_slack_could_not_be_asked_whether_one_arrived(office: Office) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00")
    slot = (office.workspace.id, sales(office), PROMPT_CHANNEL, "", office.now.date(), office.now)
    lost = Delivery.of_slot(*slot, status=DeliveryStatus.UNCONFIRMED, reason="not_in_channel")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        await transaction.outbox.add(lost)
    await nora.command("/secondchair nudge list")
    assert "Slack did not let us look. I am not in the channel any more" in str(nora.ephemerals()[-1].blocks)
