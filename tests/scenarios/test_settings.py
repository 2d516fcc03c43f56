"""One's settings, in the form and typed after the command."""

from datetime import UTC, datetime, time

import pytest

from bot.domain.budget import Cadence
from bot.domain.people.people import NudgeKind
from tests.office import Office


@pytest.fixture(autouse=True)
async def maria(office: Office) -> None:
    await office.starts("maria", leader=True)


async def test_a_leader_on_a_phone_has_fewer_prompts_and_no_checkin_in_four_taps(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    await maria.submit({"cadence": "weekly", "checkin_on": []})
    person = await office.person("maria")
    assert (person.cadence, person.gets_checkin) == (Cadence.WEEKLY, False)
    assert maria.modal is not None
    assert "Tue 20 Oct" in str(maria.modal.blocks)


async def test_a_time_before_the_working_hours_widens_them_and_says_so(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    await maria.submit({"prompt_at": "07:15"})
    assert maria.modal is not None
    assert "Your working hours are now 07:15 to 18:00" in str(maria.modal.blocks)


async def test_hours_that_leave_the_prompt_out_are_asked_about_at_its_field(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    result = await maria.submit({"hours_from": "09:00"})
    assert result.outcome == "errors"
    assert "is outside the working hours you chose" in str(result)


TYPED = [
    (
        "prompt 9:15",
        "*Daily prompt.* Every working day: Mon–Fri, at 09:15. Next: Mon 19 Oct, 09:15 (Europe/Berlin)",
    ),
    ("three a week", "*Daily prompt.* Three a week: Mon, Wed, Fri, at 08:30. Next: Mon 19 Oct"),
    ("weekly", "*Daily prompt.* Once a week: Tue, at 08:30. Next: Tue 20 Oct"),
    ("prompt off", "*Daily prompt:* off."),
    ("checkin off", "*Weekly check-in:* off."),
    ("checkin thu 14:00", "*Weekly check-in:* Thursday, 14:00. Next: Thu 22 Oct, 14:00"),
    ("letters off", "*The letter about a quarter:* off."),
    ("hours 7-19", "*Working hours:* 07:00 to 19:00."),
    ("days mon-thu", "*Working days:* Mon–Thu."),
    ("zone kolkata", "*Time zone:* Kolkata, India."),
    ("holidays bavaria", "*Public holidays:* Bavaria"),
    ("week starts sunday", "*Weeks begin on:* Sunday."),
    ("prompt 8:30", "It was set like this before"),
    ("pause until fri", "Paused from today, Mon 19 Oct, to Fri 23 Oct"),
    ("banana", "I could not read “banana” as a setting."),
    ("hours 9-17", "08:30 is outside the working hours you chose"),
    ("twice a week", "is not on offer"),
]


async def test_what_is_typed_is_done_and_said_or_asked_about(office: Office) -> None:
    before = await office.person("maria")
    for typed, said in TYPED:
        async with office.bot.database.transaction(office.workspace.id) as transaction:
            await transaction.people.save(before)
        await office.as_("maria").command(f"/secondchair settings {typed}")
        assert said in office.as_("maria").ephemerals()[-1].text, typed


async def test_what_is_typed_without_the_slash_is_understood_too(office: Office) -> None:
    maria = office.as_("maria")
    await maria.client.send("dm", "settings checkin off")
    await office.settle()
    assert NudgeKind.CHECKIN in (await office.person("maria")).turned_off


async def test_a_prompt_by_choice_once_a_week_comes_once_a_week(office: Office) -> None:
    await office.as_("maria").command("/secondchair settings weekly")
    await office.jump(datetime(2026, 11, 9, 6, tzinfo=UTC))
    prompts = [message for message in office.as_("maria").dm() if "prompt" in message.text.lower()]
    assert len(prompts) == 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("checkin off", "*Weekly check-in:* off."),
        ("checkin thu 14:00", "*Weekly check-in:* Thursday, 14:00."),
        ("language german", "Did you mean `/secondchair settings language german`?"),
        ("24h", "Did you mean `/secondchair settings 24h`?"),
        ("three a week", "Did you mean `/secondchair settings three a week`?"),
    ],
)
async def test_a_setting_typed_without_the_word_settings_is_done_or_named(
    office: Office, typed: str, says: str
) -> None:
    maria = office.as_("maria")
    await maria.command(f"/secondchair {typed}")
    assert says in maria.ephemerals()[-1].text


@pytest.mark.parametrize(
    ("chosen", "says"), [({"clock": "12"}, "Fri 23 Oct, 3:00 pm"), ({"language": "de"}, "Gespeichert.")]
)
async def test_what_was_saved_is_written_as_was_just_chosen(office: Office, chosen: dict[str, str], says: str) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    await maria.submit(chosen)
    assert maria.modal is not None
    assert says in str(maria.modal.blocks)


@pytest.mark.parametrize(
    ("typed", "says"), [("12h, checkin thu 14:00", "Thursday, 2:00 pm"), ("language german", "Gespeichert.")]
)
async def test_what_was_typed_is_answered_as_it_says(office: Office, typed: str, says: str) -> None:
    maria = office.as_("maria")
    await maria.command(f"/secondchair settings {typed}")
    assert says in maria.ephemerals()[-1].text


async def test_what_was_written_to_us_is_answered_as_it_says(office: Office) -> None:
    maria = office.as_("maria")
    await maria.client.send("dm", "settings language german")
    await office.settle()
    assert "Gespeichert." in maria.dm()[-1].text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("settings prompt 6", "“prompt 6” could mean 06:00 or 18:00"),
        ("checkin fri 6", "“checkin fri 6” could mean 06:00 or 18:00"),
        ("checkin fri 25:00", "I could not read that as one time of day"),
        ("prompt 6", "/secondchair settings prompt 6"),
    ],
)
async def test_an_unclear_time_is_asked_about_wherever_it_is_typed(office: Office, typed: str, told: str) -> None:
    maria = office.as_("maria")
    before = await office.person("maria")
    await maria.command(f"/secondchair {typed}")
    assert told in maria.ephemerals()[-1].text
    assert await office.person("maria") == before


async def test_a_bare_hour_is_read_by_the_persons_own_hours(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair settings hours 12-20, prompt 13:00")
    await maria.command("/secondchair settings prompt 6")
    assert (await office.person("maria")).prompt_at == time(18)
