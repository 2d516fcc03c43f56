"""A Slack workspace in one local process, with people, a movable clock and a web page: for the demo and the tests."""
