"""All use cases, put together once."""

from dataclasses import dataclass

from bot.services.channels.channels import Channels
from bot.services.checkins.checkins import CheckIns
from bot.services.checkins.commitments import Commitments
from bot.services.checkins.insights import Insights
from bot.services.checkins.letters import Letters
from bot.services.checkins.pressure_weeks import PressureWeeks
from bot.services.context import Tools
from bot.services.home import Home, Parts
from bot.services.installations.lifecycle import Lifecycle
from bot.services.installations.team_access import TeamAccess
from bot.services.people.onboarding import Onboarding
from bot.services.people.pauses import Pauses
from bot.services.people.people import People
from bot.services.people.privacy import Privacy
from bot.services.people.retention import Retention
from bot.services.people.settings import PersonalSettings
from bot.services.people.teams import Teams
from bot.services.prompts.answers import Prompts
from bot.services.prompts.programmes import Programmes
from bot.services.prompts.streaks import Streaks
from bot.services.requests import Requests
from bot.services.ridealongs.calendar_settings import CalendarSettings
from bot.services.ridealongs.development import Development
from bot.services.ridealongs.ending import RideAlongEnd
from bot.services.ridealongs.moments import Moments
from bot.services.ridealongs.reflections import Reflections
from bot.services.ridealongs.ridealongs import RideAlongs
from bot.services.selfchecks.feedback import Twins
from bot.services.selfchecks.selfchecks import SelfChecks


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
