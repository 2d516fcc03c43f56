"""Pictures in messages and views: drawn once, the newest ones kept, and replaced by words where something fails."""

from dataclasses import replace

import pytest

from bot.blocks import block_kit
from bot.blocks.pictures import picture
from bot.domain.people.people import Person, Who
from bot.domain.people.removals import RemovalKind
from bot.domain.pictures import Picture, WeeksPicture
from bot.pictures.artist import Artist
from bot.services.context import Context
from bot.services.people.privacy import Privacy
from bot.services.pictures import Pictures
from bot.slack.files import PictureFiles
from bot.storage.stores.pictures import PictureStore
from tests.fakes import MovableClock

MARIA, TOM = Who("T1", "U1"), Who("T1", "U2")
WEEKS = WeeksPicture(("Led", "Managed"), (0, 1), ())
ALT = "Your last 2 weeks: led in 1 & managed in 1."
BLOCKS = (block_kit.header("Your weeks"), picture(WEEKS, ALT))
WORDS = block_kit.context("Your last 2 weeks: led in 1 &amp; managed in 1.")


class FakeArtist(Artist):
    """Remembers what it was asked to draw, and fails if told to."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[Picture] = []
        self.fails = False

    async def draw(self, picture: Picture) -> bytes:
        self.drawn.append(picture)
        if self.fails:
            raise EOFError
        return b"PNG"


class FakeFiles(PictureFiles):
    """Slack's files, by id."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str]] = {}
        self.deleted: list[str] = []
        self.asked: list[str] = []
        self.is_away = False
        self.is_slow = False

    async def upload(self, workspace_id: str, name: str, alt_text: str, png: bytes) -> str:
        assert (workspace_id, png) == ("T1", b"PNG")
        file_id = f"F{len(self.files) + 1}"
        self.files[file_id] = name, alt_text
        return file_id

    async def until_shown(self, workspace_id: str, file_id: str) -> None:
        assert (workspace_id, file_id in self.files) == ("T1", True)
        if self.is_slow:
            raise TimeoutError

    async def delete(self, workspace_id: str, file_id: str) -> None:
        assert workspace_id == "T1"
        self.deleted.append(file_id)

    async def is_gone(self, workspace_id: str, file_id: str) -> bool:
        assert workspace_id == "T1"
        self.asked.append(file_id)
        if self.is_away:
            raise TimeoutError
        return file_id not in self.files


@pytest.fixture
def artist() -> FakeArtist:
    return FakeArtist()


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles()


@pytest.fixture
async def pictures(context: Context, artist: FakeArtist, files: FakeFiles) -> Pictures:
    async with context.database.transaction("T1") as transaction:
        for who in (MARIA, TOM):
            await transaction.people.save(Person(who.workspace_id, who.user_id))
    return Pictures(context, artist, files)


def shown(file_id: str) -> list[block_kit.Block]:
    return [BLOCKS[0], {"type": "image", "alt_text": ALT, "slack_file": {"id": file_id}}]


async def test_it_is_in_words_until_it_is_drawn_and_drawn_once(pictures: Pictures, artist: FakeArtist) -> None:
    assert await pictures.known(MARIA, BLOCKS) == ([BLOCKS[0], WORDS], True)
    assert await pictures.placed(MARIA, BLOCKS) == shown("F1")
    assert await pictures.placed(MARIA, BLOCKS) == shown("F1")
    assert await pictures.known(MARIA, BLOCKS) == (shown("F1"), False)
    assert artist.drawn == [WEEKS]


async def test_a_newer_one_takes_its_place_and_the_older_one_is_deleted_in_slack(
    pictures: Pictures, files: FakeFiles
) -> None:
    await pictures.placed(MARIA, BLOCKS)
    newer = picture(replace(WEEKS, answers=(0, 1, 1)), ALT)
    assert await pictures.placed(MARIA, [newer]) == shown("F2")[1:]
    assert files.deleted == ["F1"]


async def test_everybody_has_their_own(pictures: Pictures, files: FakeFiles) -> None:
    assert await pictures.placed(MARIA, BLOCKS) == shown("F1")
    assert await pictures.placed(TOM, BLOCKS) == shown("F2")
    assert files.deleted == []


async def test_where_drawing_fails_its_words_stand_there_and_it_is_tried_again(
    pictures: Pictures, artist: FakeArtist
) -> None:
    artist.fails = True
    assert await pictures.placed(MARIA, BLOCKS) == [BLOCKS[0], WORDS]
    artist.fails = False
    assert await pictures.placed(MARIA, BLOCKS) == shown("F1")


async def test_without_files_there_are_words_and_nothing_is_drawn(context: Context, artist: FakeArtist) -> None:
    pictures = Pictures(context, artist, None)
    assert await pictures.known(MARIA, BLOCKS) == ([BLOCKS[0], WORDS], False)
    assert await pictures.placed(MARIA, BLOCKS) == [BLOCKS[0], WORDS]
    assert artist.drawn == []


async def test_delete_me_deletes_the_files_in_slack_too(context: Context, pictures: Pictures) -> None:
    await pictures.placed(MARIA, BLOCKS)
    await pictures.placed(TOM, BLOCKS)
    await Privacy(context).forget(MARIA)
    async with context.database.reading("T1") as transaction:
        removals = [(removal.kind, removal.target) for removal in await transaction.removals.all()]
    assert (RemovalKind.FILE, "F1") in removals
    assert (RemovalKind.FILE, "F2") not in removals
    assert await pictures.known(MARIA, BLOCKS) == ([BLOCKS[0], WORDS], True)


@pytest.mark.usefixtures("pictures")  # and with them their people
async def test_one_whose_person_had_everything_deleted_while_it_was_drawn_is_not_kept(
    context: Context, files: FakeFiles
) -> None:
    class SlowArtist(FakeArtist):
        async def draw(self, picture: Picture) -> bytes:
            await Privacy(context).forget(MARIA)
            return await super().draw(picture)

    slow = Pictures(context, SlowArtist(), files)
    assert await slow.placed(MARIA, BLOCKS) == [BLOCKS[0], WORDS]
    assert files.deleted == ["F1"]
    async with context.database.reading("T1") as transaction:
        assert await transaction.pictures.of(MARIA.user_id) == {}


@pytest.mark.parametrize("fails", ["database", "Slack"])
async def test_one_that_is_uploaded_and_cannot_be_recorded_or_shown_is_deleted_in_slack(
    context: Context, pictures: Pictures, files: FakeFiles, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    async def away(*_what: object) -> None:
        raise ConnectionError

    files.is_slow = fails == "Slack"
    if fails == "database":
        monkeypatch.setattr(PictureStore, "save", away)
    assert await pictures.placed(MARIA, BLOCKS) == [BLOCKS[0], WORDS]
    assert (list(files.files), files.deleted) == (["F1"], ["F1"])
    async with context.database.reading("T1") as transaction:
        assert await transaction.pictures.of(MARIA.user_id) == {}


async def test_one_that_slack_has_no_more_is_drawn_anew(
    context: Context, pictures: Pictures, artist: FakeArtist, files: FakeFiles
) -> None:
    await pictures.placed(MARIA, BLOCKS)
    files.files = {"F2": ("weeks", ALT)}  # an admin deleted the other
    anew = Pictures(context, artist, files)
    assert await anew.known(MARIA, BLOCKS) == ([BLOCKS[0], WORDS], True)
    assert await anew.placed(MARIA, BLOCKS) == shown("F2")


async def test_slack_is_asked_once_a_day_whether_it_has_one(
    pictures: Pictures, files: FakeFiles, clock: MovableClock
) -> None:
    await pictures.placed(MARIA, BLOCKS)
    await pictures.known(MARIA, BLOCKS)
    assert files.asked == []  # it was uploaded today
    clock.move(days=1)
    for _ in range(2):
        assert await pictures.known(MARIA, BLOCKS) == (shown("F1"), False)
    assert files.asked == ["F1"]


async def test_where_slack_does_not_tell_it_is_shown_and_asked_for_again(
    pictures: Pictures, files: FakeFiles, clock: MovableClock
) -> None:
    await pictures.placed(MARIA, BLOCKS)
    clock.move(days=1)
    files.is_away = True
    for _ in range(2):
        assert await pictures.known(MARIA, BLOCKS) == (shown("F1"), False)
    assert files.asked == ["F1", "F1"]
