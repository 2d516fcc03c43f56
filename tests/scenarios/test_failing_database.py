"""A database that fails never looks like success: forms stay open, commands and buttons say so with a reference."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import time
from itertools import count
from typing import cast

import pytest

from bot.errors import UndecidedError
from bot.localslack import View
from bot.playground.actor import Actor
from bot.storage.base import committed
from bot.storage.transaction import Transaction
from tests.office import Office

REFERENCE = re.compile(r"reference [0-9a-f]{8}")


def away(_workspace_id: str, **_: bool) -> object:
    """A transaction that cannot be opened."""
    raise ConnectionRefusedError


class Outage:
    """Takes the office's database away and gives it back."""

    def __init__(self, office: Office, patch: pytest.MonkeyPatch) -> None:
        self._office = office
        self._patch = patch

    def begin(self) -> None:
        for name in ("transaction", "reading"):
            self._patch.setattr(self._office.bot.database, name, away, raising=False)

    def begin_after_a_commit(self) -> None:
        """It goes down once the request is committed, before anything of it is shown."""
        mark = committed.mark

        def marked() -> None:
            mark()
            self.begin()

        self._patch.setattr(committed, "mark", marked)

    def end(self) -> None:
        self._patch.undo()


@contextmanager
def losing_the_answer(office: Office, patch: pytest.MonkeyPatch, of: int) -> Iterator[None]:
    """Commits the transaction with this number, and loses the answer."""
    begin, numbers = office.bot.database.transaction, count(1)

    @asynccontextmanager
    async def transaction(workspace_id: str, **options: bool) -> AsyncIterator[Transaction]:
        number = next(numbers)
        async with begin(workspace_id, **options) as opened:
            yield opened
        if number == of:
            raise UndecidedError

    with patch.context() as lost:
        lost.setattr(office.bot.database, "transaction", transaction)
        yield


async def reflecting(office: Office) -> tuple[Actor, str]:
    """Maria, with the form about today's prompt open, and the form's one field."""
    await office.starts("maria", leader=True)
    await office.wait(hours=3)
    maria = office.as_("maria")
    await maria.press("prompt_reflect")
    return maria, maria.fields[0]


async def sends_again(maria: Actor) -> None:
    """Press the button again; this time the text is saved."""
    assert (await maria.submit()).outcome == "closed"
    await maria.press("prompt_reflect")
    assert maria.modal is not None
    assert "Ten minutes of text" in str(maria.modal.blocks)
    await maria.client.close(everything=True)


@pytest.fixture
def outage(office: Office, monkeypatch: pytest.MonkeyPatch) -> Outage:
    return Outage(office, monkeypatch)


async def test_a_form_stays_open_with_what_was_typed_and_is_saved_afterwards(office: Office, outage: Outage) -> None:
    maria, field = await reflecting(office)
    outage.begin()
    refused = await maria.client.submit(None, {field: "Ten minutes of text"})
    assert (refused.outcome, bool(REFERENCE.search(refused.errors[field]))) == ("errors", True)
    outage.end()
    await sends_again(maria)


async def test_a_deletion_that_failed_says_so_and_can_be_pressed_again(office: Office, outage: Outage) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair delete-me")
    outage.begin()
    for _ in range(2):
        await maria.client.submit(None, {})
        assert maria.modal is not None
        said = [block for block in maria.modal.blocks if block["block_id"].startswith("problem ")]
        assert [bool(REFERENCE.search(block["text"]["text"])) for block in said] == [True]
    outage.end()
    await office.person("maria")
    await maria.submit({})
    with pytest.raises(AssertionError, match="not known"):
        await office.person("maria")


async def test_nobody_reads_that_it_failed_where_only_the_answer_of_a_commit_was_lost(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria, field = await reflecting(office)
    with losing_the_answer(office, monkeypatch, of=2):  # the first one notes that the form is being saved
        refused = await maria.client.submit(None, {field: "Ten minutes of text"})
    assert "to see whether it is saved" in refused.errors[field]
    await sends_again(maria)
    with losing_the_answer(office, monkeypatch, of=2):
        await maria.command("/secondchair pause until friday")
    assert "it is not clear yet whether this was done" in maria.ephemerals()[-1].text


async def test_a_form_whose_commit_was_kept_all_the_same_is_not_done_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time it would be refused, since it changes nothing any more, or read as if nothing had been done."""
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair settings")
    with losing_the_answer(office, monkeypatch, of=2):
        refused = await maria.client.submit(None, {"prompt_at": "07:15"})
    assert "to see whether it is saved" in str(refused.errors)
    assert (await maria.submit()).outcome == "closed"
    assert (await office.person("maria")).prompt_at == time(7, 15)


async def test_what_is_saved_and_cannot_be_shown_does_not_read_as_not_saved(office: Office, outage: Outage) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair content")
    await nora.press("content_import")
    outage.begin_after_a_commit()
    refused = await nora.client.submit(None, {"pasted": "text,for\nAsk what they would try first.,leaders"})
    assert "to see whether it is saved" in str(refused.errors)
    outage.end()
    await nora.submit()
    async with office.bot.database.reading(office.workspace.id) as transaction:
        assert len(await transaction.custom_content.of("")) == 1


async def test_what_is_done_and_cannot_be_shown_does_not_read_as_failed(office: Office, outage: Outage) -> None:
    nora = office.as_("nora")
    await nora.command("/secondchair nudge #sales 09:00")
    await nora.command("/secondchair nudge list")
    outage.begin_after_a_commit()
    await nora.client.press(nora.ephemerals()[-1], "channel_stop")
    await office.bot.binding.drain()
    outage.end()
    await office.settle()
    assert "it is not clear yet whether this was done" in nora.ephemerals()[-1].text
    await nora.command("/secondchair nudge list")
    assert "There are no channel nudges" in nora.ephemerals()[-1].text


async def test_a_form_that_was_only_noted_is_not_saved_and_can_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria, field = await reflecting(office)
    with losing_the_answer(office, monkeypatch, of=1):
        refused = await maria.client.submit(None, {field: "Ten minutes of text"})
    assert "This is not saved yet" in refused.errors[field]
    await sends_again(maria)


async def test_a_command_says_that_it_failed(office: Office, outage: Outage) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    outage.begin()
    await maria.client.command("/secondchair", "streak")
    await office.bot.binding.drain()
    outage.end()
    await office.settle()
    assert REFERENCE.search(maria.ephemerals()[-1].text)


async def test_a_button_says_that_it_failed_and_works_afterwards(office: Office, outage: Outage) -> None:
    await office.starts("maria", leader=True)
    await office.wait(hours=3)
    maria = office.as_("maria")
    outage.begin()
    await maria.client.press(maria.dm()[-1], "prompt_done")
    await office.bot.binding.drain()
    outage.end()
    await office.settle()
    assert REFERENCE.search(maria.ephemerals()[-1].text)
    await maria.press("prompt_done")
    assert "prompt_undo" in str(maria.dm()[-1].blocks)


async def test_the_home_tab_says_that_it_failed(office: Office, outage: Outage) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    outage.begin()
    await maria.client.open_home()
    await office.bot.binding.drain()
    outage.end()
    assert maria.home is not None
    assert REFERENCE.search(str(maria.home.blocks))


async def test_a_form_that_nobody_knows_any_more_stays_open(office: Office) -> None:
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/secondchair delete-me")
    cast("dict[str, str]", cast("View", maria.modal).source)["callback_id"] = "of_long_ago"
    await maria.client.submit(None, {})
    assert "no longer known" in str(cast("View", maria.modal).blocks)


async def test_a_self_check_whose_answer_was_lost_closes_at_the_next_press(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no inputs: with the words above it, it was taken for another form, found its answers gone, and asked for
    all of them again.
    """
    await office.starts("maria", leader=True)
    maria = office.as_("maria")
    await maria.command("/selfcheck")
    with monkeypatch.context() as outage:
        outage.setattr(office.bot.services.drafts, "forget", away)
        await maria.tap_answers(dict.fromkeys(office.bot.library.items, "some"))
    assert maria.modal is not None
    assert "it is not clear yet whether this was done" in str(maria.modal.blocks)
    assert (await maria.submit({})).outcome == "closed"
