"""What `make bench` says at the end."""

from tests.benchmarks.figures import Figure, at_least, at_most, verdict


def test_what_is_not_reached_stands_at_the_end_and_figures_without_a_goal_do_not_count() -> None:
    figures = [at_least("sent", 0.9, 0.8), at_most("start", 1.2345, 1.0, "s"), Figure("bare", 3000.0, "messages/s")]
    assert verdict(figures) == "1 of 2 goals reached.\n  start: 1.23 s, at most 1"


def test_where_all_is_reached_nothing_more_is_said() -> None:
    assert verdict([at_least("sent", 0.8, 0.8)]) == "1 of 1 goals reached."
