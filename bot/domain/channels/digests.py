"""Why a digest did not come: kept with its slot, where the person who set it up can read it."""

TOO_FEW = "too few answers"  # never how many: that would be a number about one or two people


def had_too_few(reason: str) -> bool:
    """Whether this was the reason; older rows go on with a number, which is no longer shown to anybody."""
    return reason.startswith(TOO_FEW)
