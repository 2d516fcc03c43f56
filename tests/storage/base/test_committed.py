"""What one request has committed, with the tasks that it starts, and nothing of another's."""

import asyncio
from contextvars import Context

from bot.storage.base import committed


def test_the_first_commit_of_a_request_notes_its_form() -> None:
    def request() -> None:
        committed.watch("form")
        assert (committed.is_any(), committed.form_to_note()) == (False, "form")
        committed.mark()
        assert (committed.is_any(), committed.form_to_note()) == (True, "")

    Context().run(request)


def test_outside_a_request_nothing_is_noted() -> None:
    def background() -> None:
        committed.mark()
        assert (committed.is_any(), committed.form_to_note()) == (False, "")

    Context().run(background)


async def test_a_task_commits_for_the_request_that_started_it_and_for_no_other() -> None:
    async def task() -> None:
        committed.mark()

    async def request(*, commits: bool) -> bool:
        committed.watch()
        if commits:
            await asyncio.create_task(task())
        return committed.is_any()

    busy, other = await asyncio.gather(request(commits=True), request(commits=False))
    assert (busy, other) == (True, False)
