"""Cards and views of ride-alongs, reflections, coaching moments, development and calendars."""
