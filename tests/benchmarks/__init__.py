"""Load, crashes and figures: `make crash` and `make bench`. Everything runs on 127.0.0.1 and ends on its own."""
