"""All use cases, assembled once."""

from dataclasses import KW_ONLY, dataclass

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
from bot.services.people.identities import Identities
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


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers can use, by subject."""

    people: People
    onboarding: Onboarding
    teams: Teams
    settings: PersonalSettings
    pauses: Pauses
    _: KW_ONLY
    channels: ChannelNudges
    channel_upkeep: ChannelUpkeep
    channel_trials: ChannelTrials
    admin: Admin
    leader_invitations: LeaderInvitations
    home: Home
    moments: Moments
    ridealongs: RideAlongs
    ridealong_end: RideAlongEnd
    reflections: Reflections
    checkins: CheckIns
    commitments: Commitments
    streaks: Streaks
    selfchecks: SelfChecks
    skillchecks: SkillChecks
    deals: Deals
    feedback: Feedback
    drafts: Drafts
    sent: SentMessages
    calendar: CalendarSettings
    prompts: PromptAnswers
    programmes: Programmes
    what_works: WhatWorks
    custom_content: CustomContent
    custom_files: CustomFiles
    insights: Insights
    letters: Letters
    development: Development
    records: Records
    integrations: Integrations
    webhooks: Webhooks
    pressure: PressureWeeks
    pictures: Pictures
    requests: Requests
    lifecycle: Lifecycle
    identities: Identities
    id_exchange: IdExchange
    access: TeamAccess
    privacy: Privacy
    allowances: Allowances
    retention: Retention


def build_services(context: Context, pictures: Pictures | None = None, people: People | None = None) -> Services:
    """Every use case, over the same context; without `pictures`, they are shown in words. `people` may be passed in."""
    people, lifecycle = people or People(context), Lifecycle(context)
    admin, upkeep = Admin(context, people), ChannelUpkeep(context, people)
    return Services(
        *(people, Onboarding(context, people), Teams(context, people), PersonalSettings(context, people)),
        Pauses(context, people),
        channels=ChannelNudges(context, people),
        channel_upkeep=upkeep,
        channel_trials=ChannelTrials(context, upkeep),
        admin=admin,
        leader_invitations=LeaderInvitations(context, people),
        home=Home(context, people, admin),
        moments=Moments(context, people),
        ridealongs=RideAlongs(context, people),
        ridealong_end=RideAlongEnd(context, people),
        reflections=Reflections(context, people),
        checkins=CheckIns(context, people),
        commitments=Commitments(context, people),
        streaks=Streaks(context, people),
        selfchecks=SelfChecks(context, people),
        skillchecks=SkillChecks(context, people),
        deals=Deals(context, people),
        feedback=Feedback(context, people),
        drafts=Drafts(context),
        sent=SentMessages(context),
        calendar=CalendarSettings(context, people),
        prompts=PromptAnswers(context, people),
        programmes=Programmes(context, people),
        what_works=WhatWorks(context, people),
        custom_content=CustomContent(context, people),
        custom_files=CustomFiles(context, CustomContent(context, people)),
        insights=Insights(context, people),
        letters=Letters(context, people),
        development=Development(context, people),
        records=Records(context, people),
        integrations=Integrations(context, people),
        webhooks=Webhooks(context, people),
        pressure=PressureWeeks(context, people),
        pictures=pictures or Pictures(context, Artist(), None),
        requests=Requests(context),
        lifecycle=lifecycle,
        identities=people.identities,
        id_exchange=IdExchange(context, people.identities, lifecycle),
        access=TeamAccess(context),
        privacy=Privacy(context),
        allowances=Allowances(context, people),
        retention=Retention(context, people),
    )
