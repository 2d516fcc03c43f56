"""Coaching moments: what a leader saw somebody on their team do, kept from a message."""

from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission, refusal
from bot.domain.ridealongs.moments import CoachingMoment, MomentForm
from bot.errors import Problem, Problems
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.people import People
from bot.services.people.teams import team_of

LONGEST = 3000  # characters; Slack's own limit for an input


class Moments:
    """A leader's coaching moments; their text is for their author only, unless they share it."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def start(self, who: Who, channel_id: str, ts: str, written_by: str | None) -> MomentForm:
        """The form for one message: what this person kept from it before, else empty. `written_by`, the message's
        author, is prefilled if they are on this person's team. Raises Problem for somebody who leads nobody.
        """
        person = await self._people.meet(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            team = await team_of(transaction, who.user_id)
            if problem := refusal(person, Permission.SAVE_COACHING_MOMENT, leads_them=bool(team)):
                raise problem
            kept = await transaction.moments.on_message(who.user_id, channel_id, ts)
        if kept is not None:
            return MomentForm(kept.id, channel_id, ts, kept.salesperson_id, kept.text, shared=kept.shared)
        return MomentForm(new_id(), channel_id, ts, written_by if written_by in team else None)

    async def save(self, who: Who, form: MomentForm) -> CoachingMoment:
        """Save what was written under the form's id; sending it again replaces it. Raises Problems at the fields that
        are empty, too long, or name somebody that this person does not lead, and Problem above the daily limit.
        """
        person = await self._people.meet(who)
        _check(form)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            leads_them = form.salesperson_id in await team_of(transaction, who.user_id)
            if problem := refusal(person, Permission.SAVE_COACHING_MOMENT, leads_them=leads_them):
                raise Problem(problem.key, field="salesperson")
            kept = await transaction.moments.get(form.id)
            if kept is not None and kept.author_id != who.user_id:
                raise Problem("errors.stale_form")
            if kept is None:
                await allowances.use(self._context, transaction, person, Allowance.MOMENT, "text")
            at = kept.at if kept else self._context.clock()
            moment = CoachingMoment(
                form.id,
                who.user_id,
                form.salesperson_id or "",
                at,
                form.channel_id,
                ts=form.ts,
                text=form.text.strip(),
                shared=form.shared,
            )
            await transaction.moments.save(moment)
        return moment


def _check(form: MomentForm) -> None:
    problems = [] if form.salesperson_id else [Problem("errors.needed", field="salesperson")]
    if not form.text.strip():
        problems.append(Problem("errors.needed", field="text"))
    if len(form.text) > LONGEST:
        problems.append(Problem("errors.too_long", field="text", limit=LONGEST, length=len(form.text)))
    if problems:
        raise Problems(*problems)
