"""All use cases, put together once."""

from dataclasses import dataclass

from bot.services.calendar_settings import CalendarSettings
from bot.services.channels import Channels
from bot.services.checkins import CheckIns
from bot.services.commitments import Commitments
from bot.services.development import Development
from bot.services.home import Home, Parts
from bot.services.insights import Insights
from bot.services.letters import Letters
from bot.services.lifecycle import Lifecycle
from bot.services.moments import Moments
from bot.services.onboarding import Onboarding
from bot.services.pauses import Pauses
from bot.services.people import People
from bot.services.personal import PersonalSettings
from bot.services.pressure import PressureWeeks
from bot.services.privacy import Privacy
from bot.services.programmes import Programmes
from bot.services.prompts import Prompts
from bot.services.reflections import Reflections
from bot.services.requests import Requests
from bot.services.retention import Retention
from bot.services.ridealong_end import RideAlongEnd
from bot.services.ridealongs import RideAlongs
from bot.services.selfchecks import SelfChecks
from bot.services.streaks import Streaks
from bot.services.team_access import TeamAccess
from bot.services.teams import Teams
from bot.services.tools import Tools
from bot.services.twins import Twins


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
    ridealong_end: RideAlongEnd
    reflections: Reflections
    checkins: CheckIns
    commitments: Commitments
    streaks: Streaks
    selfchecks: SelfChecks
    twins: Twins
    calendar: CalendarSettings
    prompts: Prompts
    programmes: Programmes
    insights: Insights
    letters: Letters
    development: Development
    pressure: PressureWeeks
    requests: Requests
    lifecycle: Lifecycle
    access: TeamAccess
    privacy: Privacy
    retention: Retention


def build_services(tools: Tools) -> Services:
    """Every use case over the same tools."""
    people = People(tools)
    parts = Parts(
        prompts=Prompts(tools, people),
        checkins=CheckIns(tools, people),
        streaks=Streaks(tools, people),
        selfchecks=SelfChecks(tools, people),
        ridealongs=RideAlongs(tools, people),
        channels=Channels(tools, people),
        pressure=PressureWeeks(tools, people),
    )
    return Services(
        people=people,
        onboarding=Onboarding(tools, people),
        teams=Teams(tools, people),
        settings=PersonalSettings(tools, people),
        pauses=Pauses(tools, people),
        channels=parts.channels,
        home=Home(tools, people, parts),
        moments=Moments(tools, people),
        ridealongs=parts.ridealongs,
        ridealong_end=RideAlongEnd(tools, people),
        reflections=Reflections(tools, people),
        checkins=parts.checkins,
        commitments=Commitments(tools, people),
        streaks=parts.streaks,
        selfchecks=parts.selfchecks,
        twins=Twins(tools, people),
        calendar=CalendarSettings(tools, people),
        prompts=parts.prompts,
        programmes=Programmes(tools, people),
        insights=Insights(tools, people),
        letters=Letters(tools, people),
        development=Development(tools, people),
        pressure=parts.pressure,
        requests=Requests(tools),
        lifecycle=Lifecycle(tools),
        access=TeamAccess(tools),
        privacy=Privacy(tools),
        retention=Retention(tools, people),
    )
