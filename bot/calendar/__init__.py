"""OUTBOUND: people's calendars, fetched from addresses that anybody may type, so that nothing inside can be reached."""
