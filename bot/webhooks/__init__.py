"""Outgoing webhooks, on their way: to public https addresses alone."""
