"""What one workspace remembers, inside one transaction: a store a subject, each unable to see another workspace."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.calendars import Calendars
from bot.storage.channels import Channels
from bot.storage.checkins import CheckIns
from bot.storage.cipher import Cipher
from bot.storage.commitments import Commitments
from bot.storage.erasure import Erasure
from bot.storage.figures import Figures
from bot.storage.moments import Moments
from bot.storage.outbox import Outbox
from bot.storage.people import People
from bot.storage.practices import Practices
from bot.storage.pressure import PressureWeeks
from bot.storage.programmes import Programmes
from bot.storage.records import Records
from bot.storage.ridealongs import RideAlongs
from bot.storage.schedules import Schedules
from bot.storage.seen import Seen
from bot.storage.selfchecks import SelfChecks
from bot.storage.sights import Sights
from bot.storage.teams import Teams
from bot.storage.twins import Twins
from bot.storage.workspaces import Workspaces


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
