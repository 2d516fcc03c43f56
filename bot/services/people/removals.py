"""Plans what is removed from Slack about somebody, in the transaction that deletes their data."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.domain.people.people import PersonStatus
from bot.domain.people.removals import CLOCKS_DIFFER, FALL_BACK, UNDER_WAY, Removal, RemovalKind
from bot.domain.people.surfaces import kind_for
from bot.domain.pictures import NAMING
from bot.nudges import BY_KEY, CHANNEL_SET_UP
from bot.storage.privacy.traces import PersonTraces
from bot.storage.transaction import Transaction


async def plan_removals(transaction: Transaction, user_id: str, now: datetime) -> None:
    """Queue all that is removed from Slack about a person deleted at `now` (aware UTC), before their rows go."""
    traces = await transaction.traces.of_person(user_id, now, set_up=CHANNEL_SET_UP)
    name_hashes = await transaction.safeguards.name_hashes(user_id)
    known = await transaction.traces.conversations([user_id, *traces.contacts])
    contacts = await transaction.people.some([*traces.contacts])
    locale_tags = {person.user_id: person.locale_tag for person in contacts}
    locale_tags |= {nudge.channel_id: nudge.locale for nudge in await transaction.channels.all()}
    own = (await transaction.pictures.of(user_id)).values()
    pictures = [*own, *await transaction.pictures.take_back(traces.contacts, NAMING)]
    # What is being sent now is not there yet: it is searched for once it is.
    begins = now + UNDER_WAY if traces.is_leaving else now
    wanted = [
        *(
            Removal(person.user_id, "", RemovalKind.HOME, due_at=now - CLOCKS_DIFFER)  # first: it is one tap away
            for person in contacts
            if person.status is PersonStatus.ACTIVE
        ),
        *(Removal("", picture.file_id, RemovalKind.FILE, due_at=now) for picture in pictures),
        *_own(traces, now),
        *(
            Removal(delivery.channel_id, delivery.ts, kind, due_at=now, locale=locale_tags.get(delivery.recipient, ""))
            for delivery in traces.about
            if delivery.ts and (kind := _kind(delivery, traces)) is not None
        ),
        *(
            _unnamed(set_up, name_hash, now, locale_tags)
            for set_up in traces.set_up
            if set_up.ts
            for name_hash in name_hashes
        ),
        *(
            _look(RemovalKind.NAMED, known.get(contact, contact), begins, name_hash, locale_tags.get(contact, ""))
            for contact in sorted(traces.contacts)
            if contact in locale_tags or contact in known
            for name_hash in name_hashes
        ),
        _look(RemovalKind.OWN, known.get(user_id, user_id), begins),
    ]
    await transaction.removals.forget_conversation(user_id)
    await transaction.removals.add(wanted)


def _own(traces: PersonTraces, now: datetime) -> Iterable[Removal]:
    """The messages we know of in their own conversation, in case Slack does not let us search it."""
    for delivery in traces.own:
        if delivery.ts:
            yield Removal(delivery.channel_id, delivery.ts, RemovalKind.DELETE, due_at=now + FALL_BACK)


def _kind(delivery: Delivery, traces: PersonTraces) -> RemovalKind | None:
    is_to_come = delivery.subject.partition(" ")[0] in traces.to_come
    return kind_for(delivery.nudge, is_to_come=is_to_come) if delivery.nudge in BY_KEY else RemovalKind.ANSWER


def _unnamed(set_up: Delivery, name_hash: str, now: datetime, locale_tags: dict[str, str]) -> Removal:
    locale = locale_tags.get(set_up.recipient, "")
    return Removal(set_up.channel_id, set_up.ts, RemovalKind.UNNAME, name_hash, due_at=now, locale=locale)


def _look(kind: RemovalKind, conversation: str, begins: datetime, about: str = "", locale: str = "") -> Removal:
    """A search through a whole conversation that starts at the aware instant `begins`, for what was sent until then."""
    place = f"{(begins + CLOCKS_DIFFER).timestamp():.6f}"
    return Removal(conversation, "", kind, about, due_at=begins, place=place, locale=locale)
