"""Cards and views of channel nudges, and the weekly digest."""
