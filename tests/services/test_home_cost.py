"""What the Home tab asks of the database: a dozen statements, after two weeks or years, and no note is decrypted."""

import pytest

from bot.domain.people.people import Who
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.base.cipher import Cipher
from tests.services.long_history import live
from tests.statements import statements

MOST = 12


@pytest.mark.parametrize("weeks", [2, 26])
async def test_a_leaders_home_tab_takes_a_dozen_statements(
    services: Services, context: Context, maria: Who, tom: Who, weeks: int
) -> None:
    await live(services, context, maria, tom, weeks)
    with statements() as asked:
        facts = await services.home.facts(maria)
    assert len(asked) <= MOST, "\n".join(asked)
    assert facts.missing == frozenset()
    assert facts.streaks
    assert facts.streaks.daily.length == weeks * 5
    assert facts.rides.total == weeks + 1
    assert not [statement for statement in asked if not statement.startswith("SELECT")]


async def test_no_note_is_opened_for_a_date(
    services: Services, context: Context, maria: Who, tom: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    await live(services, context, maria, tom, 8)
    opened: list[str] = []

    def read(_cipher: Cipher, sealed: str) -> str:
        opened.append(sealed)
        return "read"

    monkeypatch.setattr(Cipher, "read", read)
    await services.home.facts(maria)
    assert len(opened) < 10  # the last two plans and the next ride-along
