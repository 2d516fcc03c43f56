"""Pictures in messages and views: drawn when something changed and kept as a file in Slack, else shown in words."""

import asyncio
from collections.abc import Sequence
from datetime import date

from bot import log
from bot.blocks.block_kit import Block
from bot.blocks.pictures import as_file, in_words, picture_in
from bot.domain.people.people import Who
from bot.domain.pictures import Picture, PictureFile, digest_of
from bot.pictures.artist import Artist
from bot.services.context import Context
from bot.slack.files import PictureFiles

PATIENCE = 6.0  # seconds until a picture is ready, or its words replace it
PATIENCE_FOR_OLD = 1.0  # seconds for Slack to tell whether it still has one

logger = log.get(__name__)


class Pictures:
    """A person has one file for each kind of picture: the newest. Older ones are also deleted in Slack."""

    def __init__(self, context: Context, artist: Artist, files: PictureFiles | None) -> None:
        """Without `files` every picture is shown in words."""
        self._context = context
        self._artist = artist
        self._files = files
        self._there: set[str] = set()  # ids of the files that Slack had on `_day` (a UTC date)
        self._day = date.min

    async def known(self, who: Who, blocks: Sequence[Block]) -> tuple[list[Block], bool]:
        """The blocks with the pictures that Slack already has, others in words; and whether any is to be drawn."""
        if not any(picture_in(block) for block in blocks):
            return list(blocks), False
        try:
            async with self._context.database.reading(who.workspace_id) as transaction:
                files = await transaction.pictures.of(who.user_id)
        except Exception as error:  # noqa: BLE001 - the words say what a picture would show
            logger.warning("pictures_not_known", error=repr(error))
            return [in_words(block) if picture_in(block) else block for block in blocks], False
        shown, lacking = [], False
        for block in blocks:
            picture = picture_in(block)
            if picture is None:
                shown.append(block)
            elif await self._shows(who, files.get(picture.kind), picture):
                shown.append(as_file(block, files[picture.kind].file_id))
            else:
                shown.append(in_words(block))
                lacking = self._files is not None
        return shown, lacking

    async def placed(self, who: Who, blocks: Sequence[Block]) -> list[Block]:
        """The blocks with every picture in its place; one that cannot be drawn or uploaded in time is in words."""
        shown, lacking = await self.known(who, blocks)
        if not lacking:
            return shown
        for place, block in enumerate(blocks):
            picture = picture_in(block)
            if picture is not None and shown[place]["type"] != "image":
                file_id = await self._made(who, picture, str(block["alt_text"]))
                shown[place] = as_file(block, file_id) if file_id else shown[place]
        return shown

    async def _shows(self, who: Who, file: PictureFile | None, picture: Picture) -> bool:
        """Whether a file in Slack shows this picture. Once a day Slack is asked whether it still has the file."""
        if self._files is None or file is None or file.digest != digest_of(picture):
            return False
        if file.file_id in self._there_today():
            return True
        try:
            async with asyncio.timeout(PATIENCE_FOR_OLD):
                if await self._files.is_gone(who.workspace_id, file.file_id):
                    return False
        except Exception as error:  # noqa: BLE001 - it most probably does, and we ask again next time
            logger.warning("picture_not_asked_for", kind=file.kind, error=repr(error))
            return True
        self._there_today().add(file.file_id)
        return True

    def _there_today(self) -> set[str]:
        if (today := self._context.clock().date()) != self._day:
            self._there, self._day = set(), today
        return self._there

    async def _made(self, who: Who, picture: Picture, alt_text: str) -> str | None:
        """The id of a new file with this picture; None if it could not be made in time."""
        assert self._files is not None
        file_id = ""
        try:
            async with asyncio.timeout(PATIENCE):
                png = await self._artist.draw(picture)
                file_id = await self._files.upload(who.workspace_id, picture.kind, alt_text, png)
                await self._files.until_shown(who.workspace_id, file_id)
            async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
                former = (await transaction.pictures.of(who.user_id)).get(picture.kind)
                is_known = await transaction.people.get(who.user_id) is not None
                if is_known:
                    file = PictureFile(who.user_id, picture.kind, digest_of(picture), file_id)
                    await transaction.pictures.save(file)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the words are shown instead
            logger.warning("picture_not_shown", kind=picture.kind, error=repr(error))
            is_known = False
        if not is_known:  # nothing would ever delete it: it is not recorded, or their data was deleted meanwhile
            if file_id:
                await self._deleted(who, file_id)
            return None
        self._there_today().add(file_id)
        if former is not None:
            await self._deleted(who, former.file_id)
        return file_id

    async def _deleted(self, who: Who, file_id: str) -> None:
        try:
            if self._files is not None:
                await self._files.delete(who.workspace_id, file_id)
        except Exception as error:  # noqa: BLE001 - nobody sees it any more, since nothing shows it
            logger.warning("picture_not_deleted", error=repr(error))
