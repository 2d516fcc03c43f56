"""Terms are explained where somebody first meets them, and not again."""

import pytest

from tests.office import Office
from tests.scenarios.calls import plan
from tests.scenarios.reading import of

CHAIR = "*The second chair* is the place beside the person whose call it is"


@pytest.fixture(autouse=True)
async def they_start(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")


async def test_the_second_chair_is_said_to_both_at_their_first_ride_along_alone(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await maria.command("/ridealong")
    assert CHAIR in of(maria.modal)
    await maria.close(everything=True)

    await plan(office)
    assert CHAIR in " ".join(map(of, tom.dm()))
    for person in (maria, tom):
        await person.command("/ridealong")
        assert CHAIR not in of(person.modal)
        await person.close(everything=True)
