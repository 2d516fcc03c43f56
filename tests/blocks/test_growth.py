"""Insights, the map, letters, pressure weeks and programmes as Slack would show them, within its limits."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.blocks.checkins.insights import insights, sentence
from bot.blocks.checkins.letters import letter, markdown, report
from bot.blocks.checkins.pressure_weeks import fiscal_form, pressure_weeks
from bot.blocks.ids import Action
from bot.blocks.pictures import with_files
from bot.blocks.prompts.programmes import programmes, summary
from bot.blocks.ridealongs.development import development
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Commitment
from bot.domain.checkins.insights import Insight, InsightFacts
from bot.domain.checkins.letters import LetterFacts, ReportFacts
from bot.domain.people.people import Workspace
from bot.domain.pictures import StripPicture
from bot.domain.prompts.programmes import ProgrammeFacts, ProgrammeRun
from bot.domain.ridealongs.development import DevelopmentFacts, DevelopmentPage, longest_left_out_first
from bot.domain.selfchecks.path import SelfCheckPoint
from bot.domain.selfchecks.selfchecks import Scores
from bot.domain.time.fiscal import Pressure, PressureFacts, Quarter, QuarterPattern
from bot.localslack.validate import validate
from bot.playground.gallery.sample_insights import COUNTS, EVERY
from content.models import Library

TODAY = date(2026, 10, 19)
NASTY = "<!channel> *bold* & _more_ " + "x" * 280
STEP = Commitment("c", "U2", "ridealong:r", NASTY, NASTY, made_on=TODAY)
POINTS = (SelfCheckPoint(date(2026, 7, 1), Scores(40, 60, 50)), SelfCheckPoint(date(2026, 9, 28), Scores(55, 60, 30)))
QUARTER = Quarter(3, date(2026, 7, 1), date(2026, 9, 30))
LETTER = LetterFacts(QUARTER, 12, EVERY, *POINTS, rides=3, names={"U2": "Tom Weber & Sons"})
CAUSES = re.compile(r"\b(because|due to|leads? to|caused|thanks to|so that|therefore|makes you)\b", re.IGNORECASE)


def facts_of(library: Library, number: int, **more: Any) -> ProgrammeFacts:
    programme = library.programmes["ask_first"]
    run = ProgrammeRun("r", "U1", "ask_first", TODAY)
    return ProgrammeFacts(
        tuple(library.programmes.values()), run, programme, number, 12, practised=9, kept=2, plans=4, **more
    )


def messages(library: Library) -> dict[str, Message]:
    """Every message that this surface has, each at its longest."""
    full = DevelopmentPage(
        "U2",
        4,
        TODAY,
        TODAY,
        (NASTY, "price"),
        steps=(STEP,) * 5,
        last_moment=date(2026, 9, 1),
        last_named=date(2026, 10, 12),
    )
    pages = (DevelopmentPage("U9"), *([full] * 20))
    weeks = ((TODAY, Pressure.MARKED), (date(2026, 10, 26), None), (date(2026, 12, 21), Pressure.QUARTER_END))
    return {
        "insights": insights(library, InsightFacts(EVERY, 12, TODAY)),
        "counts": insights(library, InsightFacts(COUNTS[:1], 5, TODAY)),
        "no insights": insights(library, InsightFacts((), 2, TODAY)),
        "map": development(library, DevelopmentFacts("U1", TODAY, pages, (full,) * 3, (STEP,) * 3)),
        "nobody": development(library, DevelopmentFacts("U1", TODAY)),
        "pressure": pressure_weeks(library, PressureFacts(TODAY, weeks)),
        "letter": letter(library, LETTER, "2026-07-01 2026-09-30"),
        "short letter": letter(library, LetterFacts(QUARTER, 4), "2026-07-01 2026-09-30"),
        "report": report(library, ReportFacts(QUARTER, 5, dict.fromkeys(CheckInAnswer, 3))),
        "programmes": programmes(library, ProgrammeFacts(tuple(library.programmes.values()))),
        "stopped": programmes(library, ProgrammeFacts((), stopped=facts_of(library, 2).programme)),
        "before it begins": programmes(library, facts_of(library, 0)),
        "running": programmes(library, facts_of(library, 2)),
        "over": programmes(library, facts_of(library, 5, before=POINTS[0], after=POINTS[1])),
        "summary": summary(library, facts_of(library, 5)),
        "summary without a first": summary(library, facts_of(library, 5, after=POINTS[1])),
    }


@pytest.mark.parametrize("name", ["insights", "map", "pressure", "letter", "report", "programmes", "running", "over"])
def test_slack_takes_it(library: Library, name: str) -> None:
    assert validate(list(messages(library)[name].blocks), "message") == []


def test_slack_takes_all_of_it_and_rings_nobody(library: Library) -> None:
    for name, message in messages(library).items():
        assert validate(list(message.blocks), "message") == [], name
        shown = [block for block in message.blocks if block["type"] != "rich_text"]
        assert "<!" not in str(shown), name
        assert message.text, name


@pytest.mark.parametrize("pattern", QuarterPattern)
def test_slack_takes_the_fiscal_form(library: Library, pattern: QuarterPattern) -> None:
    workspace = Workspace("T1", fiscal_start_month=2, fiscal_pattern=pattern, country="CA")
    assert validate(fiscal_form(library, workspace, "{}"), "modal") == []


@pytest.mark.parametrize("one", EVERY, ids=lambda one: f"{one.key}")
def test_each_insight_says_its_weeks_and_its_span_and_names_no_cause(library: Library, one: Insight) -> None:
    said = sentence(library, one)
    assert f"({one.weeks} weeks, Mon 27 Jul to Mon 12 Oct)" in said
    assert re.search(r"\d", said.partition("(")[0]) or one.key in {"takeovers", "developed"}
    assert not CAUSES.search(said)
    assert "{" not in said


def test_a_letter_to_keep_is_markdown_with_names(library: Library) -> None:
    text = markdown(library, LETTER)
    assert text.startswith("# Your quarter, 1 Jul 2026 to 30 Sept 2026\n\n")
    assert "**Tom Weber & Sons is in none of your last 9 check-ins" in text
    assert "<@" not in text
    assert "&amp;" not in text
    assert "lead 40 → 55" in text


def test_the_map_says_who_comes_first_and_how_long_ago(library: Library) -> None:
    pages = (
        DevelopmentPage("U9"),
        DevelopmentPage("U3", last_named=date(2026, 10, 12)),
        DevelopmentPage("U4", last_ride=TODAY),
    )
    said = str(development(library, DevelopmentFacts("U1", TODAY, pages)).blocks)
    assert "<@U9>: nothing noted yet" in said
    assert "<@U3>: a week ago" in said
    assert "<@U4>: within the last seven days" in said


def test_who_left_slack_comes_last_with_what_there_was(library: Library) -> None:
    pages = longest_left_out_first([DevelopmentPage("U3", has_left=True), DevelopmentPage("U4", last_ride=TODAY)])
    blocks = development(library, DevelopmentFacts("U1", TODAY, pages)).blocks
    text, buttons = blocks[-3], blocks[-2]["elements"]
    assert (text["text"]["text"], len(buttons)) == ("<@U3> has left Slack.", 1)
    assert buttons[0]["action_id"] == Action.RIDEALONG_HISTORY


def test_the_map_draws_the_half_year_with_words_that_say_the_same(library: Library) -> None:
    last_week = TODAY - timedelta(weeks=1)
    pages = (
        DevelopmentPage("U9", name="Lea Vogt"),
        DevelopmentPage("U3", name="Tom Weber", done_on=(last_week, last_week, TODAY - timedelta(weeks=40), TODAY)),
    )
    blocks, pictures = with_files(development(library, DevelopmentFacts("U1", TODAY, pages)).blocks)
    assert validate(blocks, "message") == []
    [drawn] = pictures.values()
    assert isinstance(drawn, StripPicture)
    assert drawn.rows == ("Lea Vogt", "Tom Weber")
    assert drawn.days[1] == (*(0,) * 24, 1, 1)
    assert "with each of your salespeople: Lea Vogt 0 and Tom Weber 2." in str(blocks)
    nothing = with_files(development(library, DevelopmentFacts("U1", TODAY, pages[:1])).blocks)[1]
    assert nothing == {}


def test_before_anything_is_counted_no_rule_of_counting_is_explained(library: Library) -> None:
    shown = str(insights(library, InsightFacts((), 2, TODAY)).blocks)
    assert "Check-ins so far: 2." in shown
    assert "chance" not in shown
    assert "clear enough" not in shown


def test_a_salesperson_whom_nobody_leads_reads_so_on_their_own_page(library: Library) -> None:
    alone, head = (development(library, DevelopmentFacts("U1", TODAY, sells=sells)) for sells in (True, False))
    assert ["Your own page" in str(page.blocks) for page in (alone, head)] == [True, False]
    assert "You are on nobody’s team at the moment." in str(alone.blocks)


@pytest.mark.parametrize(
    ("number", "first", "asked"),
    [(0, None, "now"), (1, None, "now"), (2, None, ""), (1, POINTS[0], ""), (5, None, ""), (5, POINTS[0], "last")],
)
def test_a_programme_asks_for_a_selfcheck_only_where_it_is_compared(
    library: Library, number: int, first: SelfCheckPoint | None, asked: str
) -> None:
    facts = facts_of(library, number, before=first)
    for page in [programmes(library, facts), *([summary(library, facts)] if number == 5 else [])]:
        said = str(page.blocks)
        assert ("A self-check now" in said, "A last self-check" in said) == (asked == "now", asked == "last")
