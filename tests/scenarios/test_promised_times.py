"""Every time that is promised holds: prompts that were put off, and what `today` and `resume` say comes next."""

from datetime import UTC, datetime

import pytest

from tests.office import Office
from tests.scenarios.reading import last, said


def private(office: Office, handle: str) -> str:
    """What this person alone was last told."""
    return office.as_(handle).ephemerals()[-1].text


async def test_a_channels_prompt_comes_back_to_somebody_who_never_started(office: Office) -> None:
    await office.as_("nora").command("/secondchair nudge #sales 09:00")
    await office.wait(hours=2)
    tom = office.as_("tom")
    challenge = tom.messages("sales")[-1]
    await tom.choose("prompt_later", "In an hour", challenge)
    assert private(office, "tom").startswith("I will bring it back: Mon 19 Oct, 11:00")
    await office.wait(hours=2)
    assert challenge.blocks[2]["text"]["text"] in said(tom.dm()[-1])


async def test_in_a_pause_a_prompt_comes_back_on_the_first_morning_after_it(office: Office) -> None:
    await office.starts("tom")
    await office.wait(hours=1)
    tom = office.as_("tom")
    prompt = tom.dm()[-1]
    await tom.command("/secondchair pause until wed")
    await tom.choose("prompt_later", "In an hour", prompt)
    assert private(office, "tom").startswith("I will bring it back: Thu 22 Oct, 08:30")
    await office.jump(datetime(2026, 10, 22, 7, 0, tzinfo=UTC))
    assert any("You put this prompt off." in said(message) for message in tom.dm())


@pytest.mark.parametrize(
    ("typed", "says"), [("pause", "You are paused until you type"), ("stop", "You stopped Second Chair")]
)
async def test_nothing_is_promised_to_somebody_to_whom_nothing_comes(office: Office, typed: str, says: str) -> None:
    await office.starts("tom")
    await office.wait(hours=1)
    tom = office.as_("tom")
    prompt = tom.dm()[0]
    await tom.command(f"/secondchair {typed}")
    for when in ("In an hour", "Tomorrow morning"):
        await tom.choose("prompt_later", when, prompt)
        assert private(office, "tom").startswith(says)


async def test_today_says_when_the_prompt_comes_or_how_to_get_one(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await tom.command("/secondchair today")
    assert private(office, "tom") == (
        "There is no prompt for you at the moment. Next: Mon 19 Oct, 08:30 (Europe/Berlin)."
    )
    await tom.command("/secondchair settings prompt off")
    assert "`/secondchair settings prompt 8:30` switches it on again" in private(office, "tom")
    await tom.command("/secondchair today")
    assert private(office, "tom").startswith("The daily prompt is switched off for you.")
    await tom.command("/secondchair settings prompt 8:30")
    await tom.command("/secondchair pause")
    await tom.command("/secondchair today")
    assert private(office, "tom").startswith("You are paused until you type")


async def test_a_pause_on_home_that_begins_later_and_has_no_end_is_told_as_that(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await tom.open_home()
    await tom.press("Away", tom.home)
    await tom.submit({"first": "2026-10-26"})
    assert "You will be paused from Mon 26 Oct on." in said(tom.modal)
    await tom.press("Drop it", tom.modal)
    await office.jump(datetime(2026, 10, 26, 10, 0, tzinfo=UTC))
    assert last(tom.dm(), "Today’s prompt").ts == tom.dm()[-1].ts


async def test_daily_prompts_that_were_brought_back_come(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await office.wait(days=7, hours=3)
    thinned = last(tom.dm(), "Bring back the daily prompts")
    await tom.command("/secondchair settings prompt off")
    await tom.press("Bring back the daily prompts", thinned)
    assert private(office, "tom").startswith("Daily prompts are back. Next: ")
    await tom.command("/secondchair pause")
    await tom.press("Bring back the daily prompts", thinned)
    assert private(office, "tom").startswith("Daily prompts are back as soon as you type")


async def test_somebody_who_stopped_reads_that_they_did_beside_what_they_set(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await tom.command("/secondchair stop")
    await tom.command("/secondchair settings prompt 9:15")
    assert "You stopped Second Chair" in private(office, "tom")
    assert "You have not started" not in private(office, "tom")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("stop until monday", "Paused from today, Mon 19 Oct, to Mon 26 Oct, both included."),
        (
            "resume monday",
            "To be back on Mon, 26 Oct 2026, type the last day of the pause: `/secondchair pause until 25 ",
        ),
        ("resume", "Welcome back. Next: Mon 19 Oct"),
        ("resume now", "Welcome back. Next: Mon 19 Oct"),
        ("stop please", "Stopped: nothing more comes to you."),
        ("stop", "Stopped: nothing more comes to you."),
    ],
)
async def test_days_behind_stop_and_resume_are_not_passed_over(office: Office, typed: str, says: str) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await tom.command("/secondchair pause")
    await tom.command(f"/secondchair {typed}")
    assert says in private(office, "tom")
