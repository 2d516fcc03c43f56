"""A round of the other view, for its tests."""

from bot.domain.people.people import Who
from bot.services.services import Services

TEAM = ("U2", "U3", "U4")


async def asked(services: Services, maria: Who) -> str:
    """The id of the round for which she asks."""
    views = await services.feedback.invite(maria)
    assert views.round is not None
    return views.round.id
