"""All use cases, by subject."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from bot.pictures.artist import Artist
from bot.services.admin.admin import Admin
from bot.services.admin.trials import ChannelTrials
from bot.services.channels.channels import ChannelNudges
from bot.services.channels.upkeep import ChannelUpkeep
from bot.services.checkins.checkins import CheckIns
from bot.services.checkins.commitments import Commitments
from bot.services.checkins.insights import Insights
from bot.services.checkins.letters import Letters
from bot.services.checkins.pressure_weeks import PressureWeeks
from bot.services.context import Context
from bot.services.home import Home
from bot.services.installations.id_exchange import IdExchange
from bot.services.installations.lifecycle import Lifecycle
from bot.services.installations.team_access import TeamAccess
from bot.services.integrations.integrations import Integrations
from bot.services.integrations.webhooks import Webhooks
from bot.services.outdated_messages import SentMessages
from bot.services.people.allowances import Allowances
from bot.services.people.leader_invitations import LeaderInvitations
from bot.services.people.onboarding import Onboarding
from bot.services.people.pauses import Pauses
from bot.services.people.people import People
from bot.services.people.privacy import Privacy
from bot.services.people.retention import Retention
from bot.services.people.settings import PersonalSettings
from bot.services.people.teams import Teams
from bot.services.pictures import Pictures
from bot.services.prompts.answers import PromptAnswers
from bot.services.prompts.custom_content import CustomContent
from bot.services.prompts.custom_files import CustomFiles
from bot.services.prompts.deals import Deals
from bot.services.prompts.programmes import Programmes
from bot.services.prompts.streaks import Streaks
from bot.services.prompts.what_works import WhatWorks
from bot.services.requests import Requests
from bot.services.ridealongs.calendar_settings import CalendarSettings
from bot.services.ridealongs.development import Development
from bot.services.ridealongs.ending import RideAlongEnd
from bot.services.ridealongs.moments import Moments
from bot.services.ridealongs.records import Records
from bot.services.ridealongs.reflections import Reflections
from bot.services.ridealongs.ridealongs import RideAlongs
from bot.services.selfchecks.drafts import Drafts
from bot.services.selfchecks.feedback import Feedback
from bot.services.selfchecks.selfchecks import SelfChecks
from bot.services.selfchecks.skills import SkillChecks

S = TypeVar("S")


def _for_people(kind: Callable[[Context, People], S]) -> cached_property[S]:
    """A use case that looks people up; made when it is first asked for."""
    return cached_property(lambda self: kind(self._context, self.people))


def _alone(kind: Callable[[Context], S]) -> cached_property[S]:
    """The same for one that does not."""
    return cached_property(lambda self: kind(self._context))


class Services:
    """What handlers can use, by subject, all over the same context."""

    onboarding = _for_people(Onboarding)
    teams = _for_people(Teams)
    settings = _for_people(PersonalSettings)
    pauses = _for_people(Pauses)
    channels = _for_people(ChannelNudges)
    channel_upkeep = _for_people(ChannelUpkeep)
    admin = _for_people(Admin)
    leader_invitations = _for_people(LeaderInvitations)
    moments = _for_people(Moments)
    ridealongs = _for_people(RideAlongs)
    ridealong_end = _for_people(RideAlongEnd)
    reflections = _for_people(Reflections)
    checkins = _for_people(CheckIns)
    commitments = _for_people(Commitments)
    streaks = _for_people(Streaks)
    selfchecks = _for_people(SelfChecks)
    skillchecks = _for_people(SkillChecks)
    deals = _for_people(Deals)
    feedback = _for_people(Feedback)
    drafts = _alone(Drafts)
    sent = _alone(SentMessages)
    calendar = _for_people(CalendarSettings)
    prompts = _for_people(PromptAnswers)
    programmes = _for_people(Programmes)
    what_works = _for_people(WhatWorks)
    custom_content = _for_people(CustomContent)
    insights = _for_people(Insights)
    letters = _for_people(Letters)
    development = _for_people(Development)
    records = _for_people(Records)
    integrations = _for_people(Integrations)
    webhooks = _for_people(Webhooks)
    pressure = _for_people(PressureWeeks)
    requests = _alone(Requests)
    lifecycle = _alone(Lifecycle)
    access = _alone(TeamAccess)
    privacy = _alone(Privacy)
    allowances = _for_people(Allowances)
    retention = _for_people(Retention)

    def __init__(self, context: Context, pictures: Pictures | None = None, people: People | None = None) -> None:
        """Without `pictures`, they are shown in words."""
        self._context = context
        self.people = people or People(context)
        self.pictures = pictures or Pictures(context, Artist(), None)
        self.identities = self.people.identities

    @cached_property
    def channel_trials(self) -> ChannelTrials:
        """Trials of channel nudges."""
        return ChannelTrials(self._context, self.channel_upkeep)

    @cached_property
    def home(self) -> Home:
        """The Home tab."""
        return Home(self._context, self.people, self.admin)

    @cached_property
    def custom_files(self) -> CustomFiles:
        """An organisation's own content as files."""
        return CustomFiles(self._context, self.custom_content)

    @cached_property
    def id_exchange(self) -> IdExchange:
        """Workspaces that move into an organisation."""
        return IdExchange(self._context, self.identities, self.lifecycle)
