"""What outlasts a deletion because it protects somebody else or keeps a promise: a no, and who was counted together.

None of it names anybody: each is kept under a keyed hash of the people it is about.
"""

from collections.abc import Mapping
from enum import StrEnum

MOST_TO_A_NEWCOMER = 3  # messages that all colleagues together may cause to somebody who has not started


class FromColleagues(StrEnum):
    """Messages that colleagues cause to somebody who takes part: news of calls, changes and teams, and questions about
    a call that somebody else logged.
    """

    NEWS = "news"
    QUESTIONS = "questions"


# Messages a day of each kind that all colleagues together may cause to somebody who takes part.
MOST_A_DAY_FROM_COLLEAGUES: Mapping[FromColleagues, int] = {FromColleagues.NEWS: 8, FromColleagues.QUESTIONS: 3}


class SafeguardKind(StrEnum):
    """What is kept, and whose ids it is kept under.

    SILENT (a person): they had their data deleted, and hear nothing until they start again. DECLINED (leader,
    salesperson): a no to a team. ASKED (leader, salesperson): they have been asked once. REACHED (a person): how many
    messages colleagues caused them before they started. ROUND (leader): until when their round of feedback is open.
    COHORT (leader, salesperson): with whom this salesperson was counted in that leader's feedback. INVITED (a person):
    some admin has invited them. NO_INVITATION (a person): they said no to that. USED (an allowance, a person): how
    often in one day they did something that has a daily limit, or were written to, or a channel was told.
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


# What stays when everything else of a workspace is deleted after an uninstall: a no outlives a new installation.
OUTLAST_WORKSPACE = frozenset(SafeguardKind) - {SafeguardKind.ROUND, SafeguardKind.COHORT}


def may_be_reached(reached: int) -> bool:
    """Whether one more message may go to somebody who has not started, after `reached` so far."""
    return reached < MOST_TO_A_NEWCOMER
