"""The stores of one workspace inside one transaction: one for each subject, none able to see another workspace."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.base.cipher import Cipher
from bot.storage.outbox.doors import DoorStore, WebhookStore
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
from bot.storage.stores.deals import DealStore
from bot.storage.stores.disclosures import DisclosureStore
from bot.storage.stores.feedback import FeedbackStore
from bot.storage.stores.growth import PressureWeekStore, ProgrammeStore
from bot.storage.stores.own import OwnAnswerStore, OwnContentStore
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


class Transaction:
    """The stores of one workspace, sharing one transaction."""

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        self.workspace_id = workspace_id
        self.erasure = Erasure(connection, workspace_id)
        self.outlasting = Outlasting(connection, workspace_id)
        self.traces = Traces(connection, workspace_id)
        self.renaming = Renaming(connection, workspace_id)
        self.identities = IdentityStore(connection, workspace_id)
        self.export = PersonalExport(connection, workspace_id, cipher)
        self.aggregates = AggregateStore(connection, workspace_id)
        self.disclosures = DisclosureStore(connection, workspace_id)
        self.workspaces = WorkspaceStore(connection, workspace_id)
        self.people = PersonStore(connection, workspace_id)
        self.safeguards = SafeguardStore(connection, workspace_id, cipher)
        self.teams = TeamStore(connection, workspace_id)
        self.channels = ChannelNudgeStore(connection, workspace_id)
        self.programmes = ProgrammeStore(connection, workspace_id)
        self.pressure = PressureWeekStore(connection, workspace_id)
        self.schedules = ScheduleStore(connection, workspace_id)
        self.outbox = Outbox(connection, workspace_id)
        self.removals = RemovalStore(connection, workspace_id)
        self.processed_requests = ProcessedRequestStore(connection, workspace_id)
        self.answers = AnswerStore(connection, workspace_id, cipher)
        self.checkins = CheckInStore(connection, workspace_id)
        self.commitments = CommitmentStore(connection, workspace_id, cipher)
        self.selfchecks = SelfCheckStore(connection, workspace_id)
        self.ridealongs = RideAlongStore(connection, workspace_id, cipher)
        self.records = RecordStore(connection, workspace_id)
        self.series = SeriesStore(connection, workspace_id, cipher)
        self.questions = QuestionStore(connection, workspace_id)
        self.skillchecks = SkillCheckStore(connection, workspace_id)
        self.drafts = DraftStore(connection, workspace_id)
        self.deals = DealStore(connection, workspace_id)
        self.feedback = FeedbackStore(connection, workspace_id)
        self.calendars = CalendarStore(connection, workspace_id, cipher)
        self.doors = DoorStore(connection, workspace_id)
        self.webhooks = WebhookStore(connection, workspace_id, cipher)
        self.pictures = PictureStore(connection, workspace_id)
        self.moments = MomentStore(connection, workspace_id, cipher)
        self.own = OwnContentStore(connection, workspace_id, cipher)
        self.own_answers = OwnAnswerStore(connection, workspace_id, cipher)
