"""What somebody does: what they said, else a guess from the title in their Slack profile, prefilled at Start."""

import re
from dataclasses import replace

from bot.domain.people.people import Person, Position

HEADS = re.compile(r"\b(heads?|vp|svp|evp|vice[- ]president|president|directors?|chief|cro|cso|ceo)\b")
# "Manager" is in many sellers' titles: an account manager manages accounts.
SELLERS = re.compile(
    r"\b(account|key account|territory|relationship|customer success|partner|channel|business development)s?"
    r" (manager|executive|director|lead)\b|\b(representative|rep|sdr|bdr|ae|seller|salesperson|consultant|engineer)\b"
)
LEADERS = re.compile(r"\b(managers?|leads?|leaders?|supervisor|team lead)\b")


def guessed_position(title: str) -> Position | None:
    """The position that a title suggests, ignoring case; None if it suggests none."""
    read = title.casefold()
    for says, position in ((SELLERS, Position.SALESPERSON), (HEADS, Position.HEAD), (LEADERS, Position.LEADER)):
        if says.search(read):
            return position
    return None


def asks_position(person: Person) -> bool:
    """Whether somebody who wants to start has to be asked what they do; a leader with a stored team does not."""
    return person.position is None and not person.is_leader


def position_of(person: Person) -> Position:
    """What somebody takes part as: what they said, else what is stored from before anybody was asked."""
    return person.position or (Position.LEADER if person.is_leader else Position.SALESPERSON)


def in_position(person: Person, position: Position) -> Person:
    """The person who said what they do.

    A head of sales who named salespeople before goes on leading them.
    """
    leads = position is Position.LEADER or (position is Position.HEAD and person.is_leader)
    return replace(person, position=position, is_leader=leads)
