"""A salesperson checks their own skills, and says how a deal ended."""

from bot.domain.people.people import Position
from bot.domain.selfchecks.skills import SKILL_THEMES, SkillCheck, facts_of, score_of, skill_focus, weakest_of
from content.library import load_library
from tests.office import MONDAY, Office

ANSWERS = {"skillcheck.wait": 1, "skillcheck.ask": 3, "skillcheck.price": 5}


def test_every_statement_leads_to_a_theme_of_prompts() -> None:
    library = load_library()
    asked = {key for key in library.questions if key.split(".")[0] == "skillcheck"} - {"skillcheck.answer"}
    assert asked == set(SKILL_THEMES)
    assert set(SKILL_THEMES.values()) <= set(library.themes)


def test_what_did_not_come_up_is_left_out_and_the_lowest_answer_is_the_next_step() -> None:
    assert (score_of(ANSWERS), weakest_of(ANSWERS)) == (50, "skillcheck.wait")
    assert (score_of({"skillcheck.price": 5}), weakest_of({"skillcheck.price": 5})) == (None, None)
    on = MONDAY.date()
    checks = [SkillCheck("s1", "U1", on, on, MONDAY, ANSWERS)]
    assert skill_focus(checks, on) == "challenge"
    facts = facts_of(checks)
    assert facts is not None
    assert (facts.score, facts.before, facts.course) == (50, None, ((on, 50),))


async def test_a_salesperson_answers_statements_about_their_own_skills(office: Office) -> None:
    await office.starts("tom")
    assert (await office.person("tom")).position is Position.SALESPERSON
    tom = office.as_("tom")
    await tom.command("/selfcheck")
    assert tom.modal is not None
    assert len(tom.statements) == 4
    assert "*1 of 2.*" in str(tom.modal.blocks)
    await tom.tap_answers(dict.fromkeys(SKILL_THEMES, "most") | {"skillcheck.wait": "few"})
    assert "count to five" in str(tom.modal.blocks)
    await tom.close()
    await tom.open_home()
    await tom.press("Self-check", tom.home)
    shown = str(tom.modal and tom.modal.blocks)
    assert "69" in shown
    assert "Fifteen statements" not in shown
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        export = await transaction.export.of_person(tom.id)
        assert len(export["skillchecks"]) == 1
        await transaction.erasure.of_person(tom.id)
        assert "skillchecks" not in await transaction.export.of_person(tom.id)


async def test_a_deal_that_was_lost_brings_a_prompt_about_it(office: Office) -> None:
    await office.starts("tom")
    tom = office.as_("tom")
    await tom.open_home()
    await tom.press("I lost a deal", tom.home)
    await office.wait(days=1)
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        sent = await transaction.outbox.of(tom.id, ["prompt_person"], since=MONDAY.date())
    assert {delivery.why for delivery in sent} == {"lost_deal"}
