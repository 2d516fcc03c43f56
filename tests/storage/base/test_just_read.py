"""A person who was just read is passed on once, if the next to ask wants them, unless something is written first."""

from bot.domain.people.people import Person, Who
from bot.storage.base import just_read

MARIA, TOM = Person("T1", "U1", "Maria", "Europe/Berlin"), Who("T1", "U2")
HER = Who("T1", "U1")


def test_only_the_first_who_asks_gets_them() -> None:
    just_read.keep(MARIA)
    assert (just_read.taken(HER), just_read.taken(HER)) == (MARIA, None)


def test_nobody_else_gets_them_nor_anybody_of_that_id_elsewhere() -> None:
    for other in (TOM, Who("T2", "U1")):
        just_read.keep(MARIA)
        assert (just_read.taken(other), just_read.taken(HER)) == (None, None)


def test_what_is_written_makes_them_outdated() -> None:
    just_read.keep(MARIA)
    just_read.forget()
    assert just_read.taken(HER) is None
