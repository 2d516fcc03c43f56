"""What outlasts a deletion, because it protects somebody else or keeps a promise: a no, and who was counted together.

None of it names anybody: each is kept under a keyed hash of those whom it is about.
"""

from collections.abc import Mapping
from enum import StrEnum

MOST_TO_A_NEWCOMER = (
    3  # messages in all that colleagues may cause to somebody who has not started, from everybody together
)


class FromColleagues(StrEnum):
    """How colleagues have somebody who takes part written to: news of calls, changes and teams, and questions about a
    call that somebody else logged.
    """

    NEWS = "news"
    QUESTIONS = "questions"


# Messages a day that somebody who takes part gets of each kind, from everybody together.
MOST_A_DAY_FROM_COLLEAGUES: Mapping[FromColleagues, int] = {FromColleagues.NEWS: 8, FromColleagues.QUESTIONS: 3}


class SafeguardKind(StrEnum):
    """What is kept, and whose ids it is kept under.

    SILENT (a person): they had themselves deleted, and hear nothing until they start again. DECLINED (leader,
    salesperson): a no to a team. ASKED (leader, salesperson): they were asked once. REACHED (a person): how many
    messages colleagues caused them before they started. ROUND (leader): until when they asked for the other view.
    COHORT (leader, salesperson): with whom this salesperson was counted in that leader's other view. INVITED (a
    person): an admin invited them once, whichever. NO_INVITATION (a person): they said no to that. USED (an allowance,
    a person): how often they did on one day what a day has a limit for, or were written to, or a channel was told.
    """

    SILENT = "silent"
    DECLINED = "declined"
    ASKED = "asked"
    REACHED = "reached"
    ROUND = "round"
    COHORT = "cohort"
    INVITED = "invited"
    NO_INVITATION = "no_invitation"
    USED = "used"


# What stays when all else of a workspace is deleted after an uninstall: nobody's no ends with a new installation.
OUTLAST_WORKSPACE = frozenset(SafeguardKind) - {SafeguardKind.ROUND, SafeguardKind.COHORT}


def may_be_reached(reached: int) -> bool:
    """Whether one more message may go to somebody who has not started, after so many."""
    return reached < MOST_TO_A_NEWCOMER
