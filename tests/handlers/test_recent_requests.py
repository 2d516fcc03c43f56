"""A request that only reads is recognised for as long as Slack redelivers it, and no longer."""

import pytest

from handlers import recent_requests
from handlers.recent_requests import RecentRequests


def test_a_request_is_new_once_and_again_after_it_failed() -> None:
    requests = RecentRequests()
    assert [requests.is_new(("T1", key)) for key in ("a", "b", "a")] == [True, True, False]
    requests.forget(("T1", "a"))
    requests.forget(("T1", "never"))
    assert [requests.is_new(("T1", key)) for key in ("a", "b")] == [True, False]
    assert requests.is_new(("T2", "b"))


def test_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_requests, "MOST_READ", 2)
    requests = RecentRequests()
    assert all(requests.is_new(("T1", key)) for key in ("a", "b", "c"))
    assert [requests.is_new(("T1", key)) for key in ("b", "c", "a")] == [False, False, True]
