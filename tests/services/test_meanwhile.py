"""What the same person does elsewhere while we still look who they are is not undone by what they asked for first."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count

import pytest

from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.custom_content import ContentScope
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.prompts.answers import PromptAnswers
from bot.services.prompts.custom_content import CustomContent
from bot.services.services import Services
from tests.domain.prompts.custom_entries import PROMPT
from tests.fakes import FakeDirectory
from tests.services.prompts.delivered import deliver

ORGANISATION = ContentScope.ORGANISATION


class BusyPeople(People):
    """Somebody does something else each time that they have just been looked up."""

    def __init__(self, context: Context, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__(context)
        self._meanwhile = meanwhile

    async def permitted(self, who: Who, act: Permission, *, own: bool = False) -> Person:
        person = await super().permitted(who, act, own=own)
        await self._meanwhile()
        return person


async def test_two_replies_sent_at_once_are_both_kept(services: Services, context: Context, maria: Who) -> None:
    await deliver(context, maria.user_id, ts="1.0")
    people = BusyPeople(context, lambda: services.prompts.reply(maria, "1.0", "I asked first."))
    facts = await PromptAnswers(context, people).reply(maria, "1.0", "Then I waited.")
    assert facts is not None
    assert facts.practice is not None
    assert (facts.practice.reply, facts.practice.text) == (PromptReply.REFLECTED, "I asked first.\nThen I waited.")


async def test_daily_again_undoes_no_setting(services: Services, context: Context, leader: Who) -> None:
    people = BusyPeople(context, lambda: services.settings.set_country(leader, "PT"))
    await PromptAnswers(context, people).daily_again(leader)
    person = await services.people.meet(leader)
    assert (person.country, person.daily_again_at) == ("PT", context.clock())


@pytest.fixture
def admin(directory: FakeDirectory) -> Who:
    return directory.add("U99", "Ada", is_admin=True)


async def test_new_words_bring_back_nothing_that_was_retired(services: Services, context: Context, admin: Who) -> None:
    entry = (await services.custom_content.save(admin, ORGANISATION, PROMPT)).entry
    looks = count(1)

    async def retires() -> None:
        if next(looks) == 2:  # when both the writer of this list and of this entry were looked up
            await services.custom_content.retire(admin, entry.id)

    people = BusyPeople(context, retires)
    words = replace(PROMPT, text="Ask two customers.")
    saved = (await CustomContent(context, people).save(admin, ORGANISATION, words, entry.id)).entry
    assert (saved.words, saved.retired_at) == (words, context.clock())


async def test_what_is_retired_keeps_its_new_words(services: Services, context: Context, admin: Who) -> None:
    entry = (await services.custom_content.save(admin, ORGANISATION, PROMPT)).entry
    words = replace(PROMPT, text="Ask two customers.")
    people = BusyPeople(context, lambda: services.custom_content.save(admin, ORGANISATION, words, entry.id))
    retired = (await CustomContent(context, people).retire(admin, entry.id)).entry
    assert (retired.words, retired.retired_at) == (words, context.clock())
