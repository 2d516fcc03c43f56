"""What salespeople mean to do after calls, as far as one of the two may read it; inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.checkins.commitments import Commitment, ridealong_source
from bot.domain.people.people import Person
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, is_settled, may_read
from bot.storage.transaction import Transaction

SOURCE = ridealong_source("")
MOST_OPEN = 20  # open steps considered per salesperson, the newest


async def load_open(
    transaction: Transaction, viewer: Person, pairs: Collection[tuple[str, str]], now: datetime
) -> dict[tuple[str, str], list[Commitment]]:
    """What salespeople still mean to do after calls with leaders, as far as `viewer` may read it, the newest first, by
    the user ids of the leader and the salesperson.
    """
    still = await transaction.commitments.open_after_calls({pair[1] for pair in pairs}, MOST_OPEN)
    rides = await transaction.ridealongs.some({ride_of(step) for step in still}, opened=())
    of_pairs = [ride for ride in rides.values() if (ride.leader_id, ride.salesperson_id) in pairs]
    readable = await load_readable(transaction, of_pairs, {step.source: step for step in still}, viewer, now)
    steps: dict[tuple[str, str], list[Commitment]] = defaultdict(list)
    for step in still:
        if readable.get(ride_of(step)) == step:
            steps[rides[ride_of(step)].leader_id, step.owner_id].append(step)
    return steps


async def load_unsettled(
    transaction: Transaction, viewer: Person, pair: tuple[str, str], now: datetime
) -> list[Commitment]:
    """The steps after the last day's calls of a leader and a salesperson, without their texts: whether `viewer` may
    read them depends on what both wrote.
    """
    rides = await transaction.series.maybe_unsettled(pair, now)
    sources = [ridealong_source(ride.id) for ride in rides]
    made = await transaction.commitments.from_sources(sources, [pair[1]], is_opened=False) if rides else {}
    return list((await load_readable(transaction, rides, made, viewer, now)).values())


async def load_readable(
    transaction: Transaction,
    rides: Iterable[RideAlong],
    by_source: Mapping[str, Commitment],
    viewer: Person,
    now: datetime,
) -> dict[str, Commitment]:
    """The commitments that `viewer` may read, by the id of the ride-along before each."""
    with_step = [ride for ride in rides if ridealong_source(ride.id) in by_source]
    reflections = await load_views(transaction, with_step, now)
    return {
        ride.id: by_source[ridealong_source(ride.id)]
        for ride in with_step
        if may_see_step(ride, viewer.user_id, reflections[ride.id], now)
    }


async def load_views(
    transaction: Transaction, rides: Collection[RideAlong], now: datetime
) -> dict[str, list[Reflection]]:
    """What both noted after each of these ride-alongs, by its id; texts of calls long over are not decrypted, since
    whether somebody wrote any no longer decides anything.
    """
    recent = [ride.id for ride in rides if not is_settled(ride, now)]
    return await transaction.ridealongs.reflections_of([ride.id for ride in rides], opened=recent)


def may_see_step(ride: RideAlong, viewer_id: str, views: Sequence[Reflection], now: datetime) -> bool:
    """Whether `viewer_id` may read what the salesperson committed to after this call."""
    written = next((view for view in views if view.author_id == ride.salesperson_id), None)
    return written is not None and may_read(viewer_id, written, views, now, ride=ride)


def ride_of(step: Commitment) -> str:
    """The id of the ride-along that a step was made after."""
    return step.source.removeprefix(SOURCE)
