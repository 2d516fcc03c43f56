"""A round of feedback, for its tests."""

from bot.domain.people.people import Who
from bot.services.services import Services

TEAM = ("U2", "U3", "U4")


async def asked(services: Services, maria: Who) -> str:
    """The id of the round that she opens."""
    views = await services.feedback.invite(maria)
    assert views.round is not None
    return views.round.id


async def asked_and_answered(services: Services, maria: Who, answers: dict[str, str | None]) -> str:
    """The id of a round in which everybody gave the same answers."""
    round_id = await asked(services, maria)
    for salesperson in TEAM:
        await services.feedback.answer(Who("T1", salesperson), round_id, answers)
    return round_id
