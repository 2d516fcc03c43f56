"""Outgoing webhooks: sent to public https addresses only."""
