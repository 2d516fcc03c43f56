"""How the self-check looks."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.blocks.pictures import picture_in
from bot.blocks.selfchecks import selfchecks as looks
from bot.blocks.selfchecks.feedback import two_views
from bot.blocks.selfchecks.pages import page
from bot.domain.selfchecks.comparison import Range, ScaleViews
from bot.domain.selfchecks.feedback import FeedbackResult, FeedbackRound
from bot.domain.selfchecks.selfchecks import ScoreChange, Scores, SelfCheck, SelfCheckFacts, SelfCheckForm
from bot.localslack.validate import validate
from content.models import SCALES, Library

WEEK = date(2026, 10, 12)
CHECK = SelfCheck("abc", "U1", date(2026, 10, 19), datetime(2026, 10, 19, 7, tzinfo=UTC), {}, week=WEEK)
FORM = SelfCheckForm("abc", WEEK, ("U2", "U3", "U4"))


def facts(
    library: Library,
    scored: Scores,
    moved: ScoreChange | None = None,
    before: date = date(2026, 10, 12),
    weakest: str = "",
) -> SelfCheckFacts:
    return SelfCheckFacts(CHECK, scored, before if moved else None, moved, library.items[weakest] if weakest else None)


def text(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def form(library: Library, asked: SelfCheckForm = FORM, last_id: str = "") -> dict[str, Any]:
    """The first page of the form."""
    return page(library, looks.statements(library, asked, last_id), {}, 0, "{}")


def test_the_form_says_whom_to_count_and_the_other_one_what_no_means(library: Library) -> None:
    assert "Count only people who had an occasion for it" in text(form(library))
    counted = library.say("selfcheck.twin.counted")
    assert "“No” means that there was an occasion and it did not happen" in counted


def test_where_the_statements_changed_the_result_says_so(library: Library) -> None:
    restarted = replace(facts(library, Scores(60, 45, 20)), former=date(2026, 10, 12))
    assert "The statements changed in November 2026, so nothing is compared with Mon 12 Oct or before." in text(
        looks.result(library, restarted)
    )


def test_no_scale_is_named_before_the_answers(library: Library) -> None:
    read = [block["text"]["text"] for block in form(library)["blocks"] if "text" in block]
    names = {library.say(f"selfcheck.scale.{scale}") for scale in SCALES}
    assert not any(name in sentence.split() for sentence in read for name in names)


def test_the_last_result_is_a_button_on_the_first_page(library: Library) -> None:
    view = form(library, last_id="abc")
    assert validate(view, "modal") == []
    assert view["blocks"][-1]["elements"][0]["value"] == "abc"
    assert "See my last result" not in text(form(library))


def test_bars_have_one_width_and_end_in_numbers(library: Library) -> None:
    lines = looks.bars(library, Scores(100, 45, 0))["text"]["text"].strip("`").split("\n")
    assert lines == ["Lead   ██████████ 100", "Manage █████░░░░░  45", "Rescue ░░░░░░░░░░   0"]


@pytest.mark.parametrize(
    ("scored", "point"),
    [
        (Scores(50, 50, 0), "both"),
        (Scores(50, 49, 0), "lead"),
        (Scores(49, 50, 0), "manage"),
        (Scores(49, 49, 0), "neither"),
    ],
)
def test_the_point_is_said_in_words(library: Library, scored: Scores, point: str) -> None:
    view = looks.result(library, facts(library, scored, weakest="lead-06"))
    assert validate(view, "modal") == []
    assert library.say(f"selfcheck.point.{point}") in text(view)


@pytest.mark.parametrize(
    ("moved", "before", "sentence"),
    [
        (None, CHECK.on, "This is your first one. The next one will show what has changed."),
        (ScoreChange(5, 0, -10), date(2026, 10, 12), "Since Mon 12 Oct: lead up 5, manage unchanged, rescue down 10."),
        (
            ScoreChange(0, 0, 0),
            date(2025, 10, 13),
            "Since Mon, 13 Oct 2025: lead unchanged, manage unchanged, rescue unchanged.",
        ),
    ],
)
def test_the_trend_counts_from_the_one_before(
    library: Library, moved: ScoreChange | None, before: date, sentence: str
) -> None:
    assert looks.trend(library, facts(library, Scores(60, 45, 20), moved, before)) == sentence


def test_the_result_ties_one_suggestion_to_its_statement(library: Library) -> None:
    shown = text(looks.result(library, facts(library, Scores(60, 45, 20), weakest="rescue-07")))
    assert library.items["rescue-07"].suggestion in shown
    assert library.items["rescue-07"].text in shown


@pytest.mark.parametrize("key", ["scales", "limits", "again", "nothing_left"])
def test_the_result_says_how_to_read_it_and_what_it_does_not_say(library: Library, key: str) -> None:
    assert library.say(f"selfcheck.result.{key}") in text(looks.result(library, facts(library, Scores(100, 100, 0))))


@pytest.mark.parametrize(
    ("team", "asked"),
    [
        ((), "the salespeople you lead"),
        (("U2",), "<@U2>"),
        (("U2", "U3", "U4"), "<@U2>, <@U3> and <@U4>"),
        (tuple(f"U{number}" for number in range(9)), "your 9 salespeople"),
    ],
    ids=["nobody named", "one", "three", "nine"],
)
def test_the_form_names_its_week_and_whom_it_is_about(library: Library, team: tuple[str, ...], asked: str) -> None:
    intro = form(library, replace(FORM, team=team))["blocks"][0]["text"]["text"]
    assert f"Mon 12 Oct to Sun 18 Oct: with how many of {asked} did it happen?" in intro


def test_what_did_not_come_up_has_a_dash_and_no_point(library: Library) -> None:
    view = looks.result(library, facts(library, Scores(67, None, None), ScoreChange(5, None, None)))
    assert validate(view, "modal") == []
    shown = text(view)
    assert "Rescue ░░░░░░░░░░   –" in shown
    assert "manage not to be compared" in shown
    assert not any(library.say(f"selfcheck.point.{point}") in shown for point in ("both", "lead", "manage", "neither"))


def test_a_former_one_is_shown_as_what_it_was(library: Library) -> None:
    former = SelfCheckFacts(replace(CHECK, week=None), Scores(65, 60, 20), None, None, None)
    view = looks.result(library, former)
    assert validate(view, "modal") == []
    assert "Your last seven days, Mon 19 Oct" in text(view)
    assert library.say("selfcheck.result.former") in text(view)


def test_the_way_through_the_plane_is_drawn_from_the_second_one_on(library: Library) -> None:
    once = ((date(2026, 9, 7), Scores(40, None, 0)), (CHECK.on, Scores(60, 45, 20)))
    twice = ((date(2026, 9, 14), Scores(30, 70, 0)), *once)
    for course, number in ((once, 0), (twice, 1)):
        view = looks.result(library, replace(facts(library, Scores(60, 45, 20)), course=course))
        pictures = [shown for block in view["blocks"] if (shown := picture_in(block))]
        assert len(pictures) == number
    words = "Your way from Mon 14 Sept to Mon 19 Oct: lead from 30 to 60, manage from 70 to 45."
    assert [block["alt_text"] for block in view["blocks"] if picture_in(block)] == [words]


def test_a_team_that_saw_nothing_of_it_is_a_sum_like_any_other(library: Library) -> None:
    opened, closes = CHECK.at, datetime(2026, 11, 2, 7, tzinfo=UTC)
    of_all = FeedbackRound("R1", "U1", opened, closes, ("U2", "U3", "U4"), week=WEEK, team=3, count=3)
    scales = (ScaleViews("lead", 67, Range(0, 0)),)
    shown = two_views(library, FeedbackResult(of_all, False, 3, "Europe/Berlin", scales, is_told=True))
    assert "*Lead:* you 67, your team 0." in text({"blocks": shown})
