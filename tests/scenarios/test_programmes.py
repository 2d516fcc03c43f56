"""Four weeks on one habit, in the daily prompts, from the choice to the summary."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.selfchecks.selfchecks import SelfCheckForm
from content.models import Library
from tests.office import Office

MONDAY = datetime(2026, 10, 19, 7, 0, tzinfo=UTC)


async def test_a_programme_from_the_choice_to_the_summary(office: Office, library: Library) -> None:
    maria = office.as_("maria")
    await office.starts("maria", leader=True)
    programme = library.programmes["second_chair"]
    ours = {prompt.action: prompt.id for week in programme.weeks for prompt in week.prompts}

    # She chooses one, and is offered a self-check for later comparison.
    await maria.command("/secondchair programme")
    choice = maria.ephemerals()[-1].blocks
    spoken = [block["accessory"]["accessibility_label"] for block in choice if "accessory" in block]
    assert spoken == [f"Start the programme {one.title}"[:75] for one in library.programmes.values()]
    await maria.press("second_chair")
    told = str(maria.ephemerals()[-1].blocks)
    assert "Week 1 of 4" in told
    assert "Do the self-check" in told
    first, last = (SelfCheckForm(key, date(2026, 10, 12)) for key in ("s1", "s2"))
    await office.bot.services.selfchecks.save(office.who("maria"), first, dict.fromkeys(library.items, "some"))

    # Three of the five daily prompts of each week are from it, one message a day as before.
    seen: list[str] = []
    for day in range(26):
        before = len(maria.dm())
        await office.jump(MONDAY + timedelta(days=day, hours=1))
        fresh = maria.dm()[before:]
        assert len(fresh) <= 2
        for message in fresh:
            seen += [prompt_id for action, prompt_id in ours.items() if action in message.text]
            if any(action in message.text for action in ours):
                await maria.press("Done", message)
    assert seen == list(ours.values())

    # The Tuesday after, on which no reminder may come: one summary.
    await office.bot.services.selfchecks.save(office.who("maria"), last, dict.fromkeys(library.items, "all"))
    await office.jump(MONDAY + timedelta(days=29, hours=1))
    (summary,) = [message for message in maria.dm() if "is over" in message.text]
    assert "You did 12 of the 12 prompts that came." in str(summary.blocks)
    assert "Self-check" in str(summary.blocks)
    assert " → " in str(summary.blocks)
    await maria.command("/secondchair programme")
    assert "The middle of the team" in str(maria.ephemerals()[-1].blocks)


async def test_a_programme_is_stopped_with_one_tap_and_the_prompts_go_on(office: Office) -> None:
    maria = office.as_("maria")
    await office.starts("maria", leader=True)
    await maria.open_home()
    await maria.press("Programmes", maria.home)
    await maria.press("quarter_end")
    modal = maria.modal
    assert modal is not None
    assert "Week 1 of 4" in str(modal.blocks)
    await maria.press("Stop this programme")
    assert maria.modal is not None
    assert "“Quarter end without rescue” is stopped" in str(maria.modal.blocks[0])
    assert "A few weeks on one habit" in str(maria.modal.blocks)
    await office.jump(MONDAY + timedelta(days=1))
    assert maria.dm()
    await office.jump(MONDAY + timedelta(days=30))
    assert [message for message in maria.dm() if "is over" in message.text] == []


async def test_one_programme_at_a_time_and_only_with_daily_prompts(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.starts("maria", leader=True)
    await office.starts("tom")
    await maria.command("/secondchair programme")
    choice = maria.ephemerals()[-1]
    await maria.press("ask_first", choice)
    await maria.press("second_chair", choice)
    assert "“Ask first” is still running" in maria.ephemerals()[-1].text
    await tom.command("/secondchair programme")
    assert "Leaders and admins can do this" in tom.ephemerals()[-1].text
