"""Rules about the nudges that somebody set up for a channel."""
