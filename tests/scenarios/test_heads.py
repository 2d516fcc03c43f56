"""A head of sales: asked about leading leaders, counted nowhere, and shown none of the leaders' answers."""

from datetime import date

from tests.office import Office, audience_of


async def test_a_head_of_sales_has_prompts_and_a_check_in_about_leading_leaders(office: Office) -> None:
    nora = office.as_("nora")
    await nora.open_home()
    await nora.press("Start")
    await nora.press("I lead leaders")
    await office.wait(days=1)
    assert audience_of(nora.dm()[-1]) == "head"
    await office.skip(days=3)
    await office.wait(days=1)
    await nora.press("Mostly stepped in for them")
    person = await office.person("nora")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        (checkin,) = await transaction.checkins.since([person.user_id], date.min)
        assert (checkin.answer, checkin.about_leaders) == ("rescued", True)
        assert await transaction.checkins.in_week(checkin.week) == []
    await nora.open_home()
    shown = str(nora.home and nora.home.blocks)
    assert "Did you develop your leaders this week" in shown
    assert "Fifteen statements" not in shown


async def test_no_prompt_is_promised_where_none_is_switched_on(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await tom.command("/secondchair settings")
    await tom.submit({"prompt_on": []})
    await tom.open_home()
    assert "no prompt for you yet" not in str(tom.home and tom.home.blocks)
