"""Outbound: the only user of the Web API client."""
