"""Delivery: what is due becomes rows, and rows become messages in Slack, once each, at Slack's pace."""
