"""How two records of one person become one after Slack exchanged their id."""

from dataclasses import replace
from datetime import date

from bot.domain.people.people import Membership, Person, PersonStatus
from bot.domain.time.schedule import Pause

DECIDED = (PersonStatus.ACTIVE, PersonStatus.STOPPED)
# What a salesperson told one leader under two ids: a no stays a no, and a yes outweighs silence.
BY_WEIGHT = (Membership.NAMED, Membership.ACCEPTED, Membership.DECLINED)


def merged(former: Person, now: Person) -> Person:
    """One person, merged from the records under their former id and their current one.

    What Slack says of them comes from the current record. So does whether they take part, if they decided that under
    the new id, since that came later. Settings come from the id under which they took part.
    """
    settings = now if now.status is PersonStatus.ACTIVE and former.status is not PersonStatus.ACTIVE else former
    return replace(
        settings,
        user_id=now.user_id,
        name=now.name or former.name,
        profile_zone=now.profile_zone,
        locale=now.locale or former.locale,
        status=_status(former.status, now.status),
        is_admin=now.is_admin,
        is_guest=now.is_guest,
        is_leader=former.is_leader or now.is_leader,
        position=settings.position or former.position or now.position,
        seen_at=now.seen_at,
        teams=now.teams or former.teams,
        cut_off=now.cut_off,
        left_at=now.left_at,
    )


def _status(former: PersonStatus, now: PersonStatus) -> PersonStatus:
    if now in DECIDED or now is PersonStatus.GONE:
        return now
    return PersonStatus.STOPPED if former is PersonStatus.GONE else former


def longer(pause: Pause, other: Pause) -> Pause:
    """Of two pauses that begin on the same day, the one that ends later."""
    return max(pause, other, key=lambda either: either.last or date.max)
