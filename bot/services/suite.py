"""All use cases, put together once."""

from dataclasses import dataclass

from bot.services.channels import Channels
from bot.services.commitments import Commitments
from bot.services.home import Home
from bot.services.moments import Moments
from bot.services.onboarding import Onboarding
from bot.services.pauses import Pauses
from bot.services.people import People
from bot.services.personal import PersonalSettings
from bot.services.prompts import Prompts
from bot.services.reflections import Reflections
from bot.services.requests import Requests
from bot.services.ridealongs import RideAlongs
from bot.services.selfchecks import SelfChecks
from bot.services.teams import Teams
from bot.services.tools import Tools


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers may ask for, by subject."""

    people: People
    onboarding: Onboarding
    teams: Teams
    settings: PersonalSettings
    pauses: Pauses
    channels: Channels
    home: Home
    moments: Moments
    ridealongs: RideAlongs
    reflections: Reflections
    commitments: Commitments
    selfchecks: SelfChecks
    prompts: Prompts
    requests: Requests


def build_services(tools: Tools) -> Services:
    """Every use case over the same tools."""
    people = People(tools)
    channels = Channels(tools, people)
    prompts = Prompts(tools, people)
    selfchecks = SelfChecks(tools, people)
    return Services(
        people=people,
        onboarding=Onboarding(tools, people),
        teams=Teams(tools, people),
        settings=PersonalSettings(tools, people),
        pauses=Pauses(tools, people),
        channels=channels,
        home=Home(tools, people, prompts, selfchecks, RideAlongs(tools, people), channels),
        moments=Moments(tools, people),
        ridealongs=RideAlongs(tools, people),
        reflections=Reflections(tools, people),
        commitments=Commitments(tools, people),
        selfchecks=selfchecks,
        prompts=prompts,
        requests=Requests(tools),
    )
