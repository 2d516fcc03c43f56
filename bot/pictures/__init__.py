"""Draws pictures, and puts them where Slack shows them."""
