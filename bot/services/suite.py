"""All use cases, put together once."""

from dataclasses import dataclass

from bot.services.moments import Moments
from bot.services.people import People
from bot.services.prompts import Prompts
from bot.services.requests import Requests
from bot.services.selfchecks import SelfChecks
from bot.services.tools import Tools


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers may ask for, by subject."""

    people: People
    moments: Moments
    selfchecks: SelfChecks
    prompts: Prompts
    requests: Requests


def build_services(tools: Tools) -> Services:
    """Every use case over the same tools."""
    people = People(tools)
    return Services(
        people=people,
        moments=Moments(tools, people),
        selfchecks=SelfChecks(tools, people),
        prompts=Prompts(tools, people),
        requests=Requests(tools),
    )
