"""The stores of one workspace inside one transaction: one for each subject, none able to see another workspace."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.base.cipher import Cipher
from bot.storage.outbox.integrations import AccessKeyStore, WebhookStore
from bot.storage.outbox.outbox import Outbox
from bot.storage.outbox.removals import RemovalStore
from bot.storage.outbox.schedules import ScheduleStore
from bot.storage.privacy.erasure import Erasure
from bot.storage.privacy.export import PersonalExport
from bot.storage.privacy.former_ids import IdentityStore
from bot.storage.privacy.outlasting import Outlasting
from bot.storage.privacy.renaming import Renaming
from bot.storage.privacy.traces import Traces
from bot.storage.stores.aggregates import AggregateStore
from bot.storage.stores.answers import AnswerStore
from bot.storage.stores.calendars import CalendarStore
from bot.storage.stores.channels import ChannelNudgeStore
from bot.storage.stores.checkins import CheckInStore
from bot.storage.stores.commitments import CommitmentStore
from bot.storage.stores.custom_content import CustomAnswerStore, CustomContentStore
from bot.storage.stores.deals import DealStore
from bot.storage.stores.disclosures import DisclosureStore
from bot.storage.stores.feedback import FeedbackStore
from bot.storage.stores.growth import PressureWeekStore, ProgrammeStore
from bot.storage.stores.people import PersonStore
from bot.storage.stores.pictures import PictureStore
from bot.storage.stores.processed_requests import ProcessedRequestStore
from bot.storage.stores.ridealongs.moments import MomentStore, QuestionStore
from bot.storage.stores.ridealongs.records import RecordStore
from bot.storage.stores.ridealongs.ridealongs import RideAlongStore
from bot.storage.stores.ridealongs.series import SeriesStore
from bot.storage.stores.safeguards import SafeguardStore
from bot.storage.stores.selfchecks import DraftStore, SelfCheckStore, SkillCheckStore
from bot.storage.stores.teams import TeamStore
from bot.storage.stores.workspaces import WorkspaceStore

S = TypeVar("S")


def _plain(kind: Callable[[AsyncConnection, str], S]) -> cached_property[S]:
    """A store that is made when it is first asked for: a transaction uses two or three of them."""
    return cached_property(lambda self: kind(self._connection, self.workspace_id))


def _sealed(kind: Callable[[AsyncConnection, str, Cipher], S]) -> cached_property[S]:
    """The same for one whose texts are sealed."""
    return cached_property(lambda self: kind(self._connection, self.workspace_id, self._cipher))


class Transaction:
    """The stores of one workspace, sharing one transaction."""

    erasure = _plain(Erasure)
    outlasting = _plain(Outlasting)
    traces = _plain(Traces)
    renaming = _plain(Renaming)
    identities = _plain(IdentityStore)
    export = _sealed(PersonalExport)
    aggregates = _plain(AggregateStore)
    disclosures = _plain(DisclosureStore)
    workspaces = _plain(WorkspaceStore)
    people = _plain(PersonStore)
    safeguards = _sealed(SafeguardStore)
    teams = _plain(TeamStore)
    channels = _plain(ChannelNudgeStore)
    programmes = _plain(ProgrammeStore)
    pressure = _plain(PressureWeekStore)
    schedules = _plain(ScheduleStore)
    outbox = _plain(Outbox)
    removals = _plain(RemovalStore)
    processed_requests = _plain(ProcessedRequestStore)
    answers = _sealed(AnswerStore)
    checkins = _plain(CheckInStore)
    commitments = _sealed(CommitmentStore)
    selfchecks = _plain(SelfCheckStore)
    ridealongs = _sealed(RideAlongStore)
    records = _plain(RecordStore)
    series = _sealed(SeriesStore)
    questions = _plain(QuestionStore)
    skillchecks = _plain(SkillCheckStore)
    drafts = _plain(DraftStore)
    deals = _plain(DealStore)
    feedback = _plain(FeedbackStore)
    calendars = _sealed(CalendarStore)
    access_keys = _plain(AccessKeyStore)
    webhooks = _sealed(WebhookStore)
    pictures = _plain(PictureStore)
    moments = _sealed(MomentStore)
    custom_content = _sealed(CustomContentStore)
    custom_answers = _sealed(CustomAnswerStore)

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        self._connection = connection
        self.workspace_id = workspace_id
        self._cipher = cipher
