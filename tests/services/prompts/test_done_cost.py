"""What pressing Done on a prompt asks of the database: few statements, after two weeks as after half a year, and no
note is decrypted.
"""

import pytest

from bot.domain.people.people import Who
from bot.domain.prompts.answers import PromptReply
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.base.cipher import Cipher
from tests.services.long_history import live
from tests.services.prompts.delivered import deliver
from tests.statements import statements

MOST = 8


@pytest.mark.parametrize("weeks", [2, 26])
async def test_done_takes_at_most_eight_statements(
    services: Services, context: Context, maria: Who, tom: Who, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    delivery_id = await deliver(context, maria.user_id)
    with statements() as asked:
        facts = await services.prompts.answer(maria, delivery_id, PromptReply.DONE)
    assert len(asked) <= MOST, "\n".join(asked)
    assert facts.practice is not None
    assert facts.streak.length == weeks * 5 + 1


async def test_done_opens_no_note(
    services: Services, context: Context, maria: Who, tom: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live(services, context, maria, tom, 4)
    delivery_id, opened = await deliver(context, maria.user_id), list[str]()

    def read(_cipher: Cipher, sealed: str) -> str:
        opened.append(sealed)
        return "read"

    monkeypatch.setattr(Cipher, "read", read)
    await services.prompts.answer(maria, delivery_id, PromptReply.DONE)
    assert opened == []
