"""The sales team of the demo and of the tests: ten people in five zones, and three channels. Data alone."""

from dataclasses import dataclass

BERLIN, NEW_YORK, SAO_PAULO = "Europe/Berlin", "America/New_York", "America/Sao_Paulo"
KOLKATA, AUCKLAND = "Asia/Kolkata", "Pacific/Auckland"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the team; `handle` is typed at the prompt, `zone` is an IANA name, `title` is in their profile."""

    handle: str
    name: str
    zone: str
    does: str
    is_admin: bool = False
    title: str = "Account Executive"


@dataclass(frozen=True, slots=True)
class Room:
    """A channel and who is in it."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace to play in."""

    company: str
    members: tuple[Member, ...]
    rooms: tuple[Room, ...]

    def member(self, handle: str) -> Member | None:
        """The person with this handle, with or without @."""
        return next((member for member in self.members if member.handle == handle.removeprefix("@").lower()), None)


MEMBERS = (
    Member("nora", "Nora Lindqvist", BERLIN, "head of sales and admin", is_admin=True, title="Head of Sales"),
    Member("maria", "Maria Keller", BERLIN, "leads Tom, Lea, Priya and Arjun", title="Sales Manager"),
    Member("james", "James Carter", NEW_YORK, "leads Ben, Ana and Kiri", title="Sales Manager"),
    Member("tom", "Tom Weber", BERLIN, "salesperson"),
    Member("lea", "Lea Vogt", BERLIN, "sells, and leads two newcomers"),
    Member("priya", "Priya Nair", KOLKATA, "salesperson"),
    Member("arjun", "Arjun Mehta", KOLKATA, "salesperson"),
    Member("ben", "Ben Walker", NEW_YORK, "salesperson"),
    Member("ana", "Ana Souza", SAO_PAULO, "salesperson"),
    Member("kiri", "Kiri Parata", AUCKLAND, "salesperson"),
)
EVERYONE = tuple(member.handle for member in MEMBERS)
SALES = Team(
    "Northwind Tools",
    MEMBERS,
    (
        Room("sales", EVERYONE),
        Room("leaders", ("nora", "maria", "james")),
        Room("americas", ("nora", "james", "ben", "ana")),
    ),
)
