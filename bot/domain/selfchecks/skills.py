"""A salesperson's self-check: in how many of one week's conversations they did what they want to be good at.

It has one score, over what came up; it is about their own skills, and nobody else sees it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.selfchecks.selfchecks import FOCUS

NOT_UP = 5  # the index of "it did not come up" among the answers
MOST = 4  # the index of "in all"
# Which theme of prompts trains a skill, by the key of its statement.
SKILL_THEMES: Mapping[str, str] = {
    "skillcheck.aim": "daily_development",
    "skillcheck.ask": "challenge",
    "skillcheck.wait": "challenge",
    "skillcheck.cost": "people_before_market",
    "skillcheck.no": "under_pressure",
    "skillcheck.price": "upside_and_downside",
    "skillcheck.next": "managing_well",
    "skillcheck.learn": "daily_development",
}


@dataclass(frozen=True, slots=True)
class SkillCheck:
    """One finished skill check about the week that began on the local date `week`; `answers` maps keys of statements to
    the indexes of their answers, 0 to NOT_UP. `id` came with the form.
    """

    id: str
    user_id: str
    week: date
    on: date
    at: datetime
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """The result of a skill check: `score` 0 to 100, None if nothing came up, and `before`, that of the last earlier
    week on record. `weakest` is the key of the statement with the most to gain, None if there is none. `course` holds
    the last scores by week, the oldest first.
    """

    check: SkillCheck
    score: int | None
    before: int | None
    weakest: str | None
    course: tuple[tuple[date, int], ...] = ()


def score_of(answers: Mapping[str, int]) -> int | None:
    """The mean of what came up, 0 to 100, a half rounded up; None if nothing came up."""
    up = [place for place in answers.values() if place != NOT_UP]
    return (200 * sum(up) + MOST * len(up)) // (2 * MOST * len(up)) if up else None


def weakest_of(answers: Mapping[str, int]) -> str | None:
    """The statement with the lowest answer of those that came up, the first on a tie; None if all are at their best."""
    up = {key: place for key, place in answers.items() if place < MOST}
    return min(up, key=lambda key: (up[key], list(SKILL_THEMES).index(key) if key in SKILL_THEMES else 0), default=None)


def facts_of(checks: Sequence[SkillCheck], most: int = 8) -> SkillFacts | None:
    """The result of the newest of a person's skill checks, with the week before it; None if there is none.

    `checks` come newest first; of two about the same week, the later one counts.
    """
    if not checks:
        return None
    by_week: dict[date, SkillCheck] = {}
    for check in checks:
        by_week.setdefault(check.week, check)
    scored = [
        (week, score) for week, check in sorted(by_week.items()) if (score := score_of(check.answers)) is not None
    ]
    newest = checks[0]
    earlier = [score for week, score in scored if week < newest.week]
    return SkillFacts(
        newest,
        score_of(newest.answers),
        earlier[-1] if earlier else None,
        weakest_of(newest.answers),
        tuple(scored[-most:]),
    )


def skill_focus(checks: Sequence[SkillCheck], on: date) -> str | None:
    """The theme that trains the weakest skill of the newest check; None two weeks after it, or if none is weak."""
    if not checks or not checks[0].on <= on < checks[0].on + FOCUS:
        return None
    return SKILL_THEMES.get(weakest_of(checks[0].answers) or "")
