"""What each of the two may write after a call: who gets which questions, and how much is too much."""

from collections.abc import Mapping

from bot.errors import Problem

LEADERS = ("leader_saw", "leader_helped", "leader_next")
SALESPERSONS = ("salesperson_went", "salesperson_try", "salesperson_leader")
TO_IMPROVE = frozenset({"leader_saw", "leader_next"})
MOST_POINTS = 2  # product rule 8
TEXT_MOST = 3000  # characters; Slack's own limit for an input


def questions_for(*, leads: bool) -> tuple[str, ...]:
    """The three question keys of the leader (`leads`), or those of the salesperson."""
    return LEADERS if leads else SALESPERSONS


def check_reflection(texts: Mapping[str, str], cue: str, step: str) -> list[Problem]:
    """What is wrong with what was written, each problem at its field; empty if nothing is.

    At most two points to improve, one per line; a commitment has both halves or none.
    """
    problems = []
    for field, text in {**texts, "if": cue, "then": step}.items():
        points = [line for line in text.splitlines() if line.strip()]
        if len(text) > TEXT_MOST:
            problems.append(Problem("errors.too_long", field, limit=TEXT_MOST, length=len(text)))
        elif field in TO_IMPROVE and len(points) > MOST_POINTS:
            problems.append(Problem("reflections.problems.two_points", field, count=len(points)))
    if cue and not step:
        problems.append(Problem("reflections.problems.then_missing", "then"))
    if step and not cue:
        problems.append(Problem("reflections.problems.if_missing", "if"))
    return problems
