"""Which of somebody else's shared answers a message or form shows its viewer: each is recorded for its author."""

from bot.domain.people.disclosures import Disclosure
from bot.domain.ridealongs.development import MOST_PAGES, MOST_STEPS, DevelopmentFacts
from bot.domain.ridealongs.facts import MOST_IN_HISTORY, History, RideFacts
from bot.domain.time.localtime import local_date


def in_views(facts: RideFacts) -> list[Disclosure]:
    """What the page with both views of a call shows: the other's view, and to the leader the salesperson's step."""
    return [*in_form(facts), *([_sight(facts, facts.made.id)] if facts.leads and facts.made else [])]


def in_form(facts: RideFacts) -> list[Disclosure]:
    """What is shown above the viewer's own fields: the other's view."""
    return [_sight(facts, facts.ride.id)] if facts.theirs else []


def in_brief(facts: RideFacts) -> list[Disclosure]:
    """What a brief shows the leader: the step that the salesperson shared after an earlier call."""
    return [_sight(facts, facts.commitment.id)] if facts.leads and facts.commitment else []


def in_history(series: History) -> list[Disclosure]:
    """What the series of two people shows: whether the other noted a take-over, call by call."""
    rides = series.rides[:MOST_IN_HISTORY]
    return [sight for ride in rides if ride.theirs and ride.theirs.takeover for sight in in_form(ride)]


def in_map(facts: DevelopmentFacts) -> list[Disclosure]:
    """What a leader's development map shows: the open steps of each salesperson."""
    return [
        Disclosure(step.owner_id, step.id, facts.viewer_id, facts.today)
        for page in facts.pages[:MOST_PAGES]
        for step in page.steps[:MOST_STEPS]
    ]


def _sight(facts: RideFacts, subject: str) -> Disclosure:
    return Disclosure(facts.other.user_id, subject, facts.viewer.user_id, local_date(facts.now, facts.viewer.zone))
