"""What one workspace remembers, inside one transaction: a store a subject, each unable to see another workspace."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.base.cipher import Cipher
from bot.storage.outbox.outbox import Outbox
from bot.storage.outbox.schedules import Schedules
from bot.storage.privacy.erasure import Erasure
from bot.storage.privacy.export import Records
from bot.storage.stores.aggregates import Figures
from bot.storage.stores.answers import Practices
from bot.storage.stores.calendars import Calendars
from bot.storage.stores.channels import Channels
from bot.storage.stores.checkins import CheckIns
from bot.storage.stores.commitments import Commitments
from bot.storage.stores.disclosures import Sights
from bot.storage.stores.feedback import Twins
from bot.storage.stores.moments import Moments
from bot.storage.stores.people import People
from bot.storage.stores.pressure_weeks import PressureWeeks
from bot.storage.stores.processed_requests import Seen
from bot.storage.stores.programmes import Programmes
from bot.storage.stores.ridealongs import RideAlongs
from bot.storage.stores.selfchecks import SelfChecks
from bot.storage.stores.teams import Teams
from bot.storage.stores.workspaces import Workspaces


class Memory:
    """The stores of one workspace, sharing one transaction."""

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        self.workspace_id = workspace_id
        self.erasure = Erasure(connection, workspace_id)
        self.records = Records(connection, workspace_id, cipher)
        self.figures = Figures(connection, workspace_id)
        self.sights = Sights(connection, workspace_id)
        self.workspaces = Workspaces(connection, workspace_id)
        self.people = People(connection, workspace_id)
        self.teams = Teams(connection, workspace_id)
        self.channels = Channels(connection, workspace_id)
        self.programmes = Programmes(connection, workspace_id)
        self.pressure = PressureWeeks(connection, workspace_id)
        self.schedules = Schedules(connection, workspace_id)
        self.outbox = Outbox(connection, workspace_id)
        self.seen = Seen(connection, workspace_id)
        self.practices = Practices(connection, workspace_id, cipher)
        self.checkins = CheckIns(connection, workspace_id)
        self.commitments = Commitments(connection, workspace_id, cipher)
        self.selfchecks = SelfChecks(connection, workspace_id)
        self.ridealongs = RideAlongs(connection, workspace_id, cipher)
        self.twins = Twins(connection, workspace_id)
        self.calendars = Calendars(connection, workspace_id, cipher)
        self.moments = Moments(connection, workspace_id, cipher)
