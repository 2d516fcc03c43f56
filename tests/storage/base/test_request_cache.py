"""A person who was just read is passed on once, if the next to ask wants them, unless something is written first."""

from contextvars import Context

from bot.domain.people.people import Person, Who
from bot.storage.base import request_cache

MARIA, TOM = Person("T1", "U1", "Maria", "Europe/Berlin"), Who("T1", "U2")
HER = Who("T1", "U1")


def test_only_the_first_who_asks_gets_them() -> None:
    request_cache.keep(MARIA)
    assert (request_cache.taken(HER), request_cache.taken(HER)) == (MARIA, None)


def test_nobody_else_gets_them_nor_anybody_of_that_id_elsewhere() -> None:
    for other in (TOM, Who("T2", "U1")):
        request_cache.keep(MARIA)
        assert (request_cache.taken(other), request_cache.taken(HER)) == (None, None)


def test_who_has_read_nobody_gets_nobody() -> None:
    assert Context().run(request_cache.taken, HER) is None


def test_what_is_written_makes_them_outdated() -> None:
    request_cache.keep(MARIA)
    request_cache.forget()
    assert request_cache.taken(HER) is None
