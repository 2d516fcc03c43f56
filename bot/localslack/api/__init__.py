"""Requests from an app to the local Slack: the Web API, OAuth and response URLs."""
