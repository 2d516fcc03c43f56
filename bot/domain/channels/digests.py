"""Why a digest did not come: kept with its slot, and read there again by the person who set it up."""

TOO_FEW = "too few answers"  # never how many: that would be a number about one or two people


def had_too_few(reason: str) -> bool:
    """Whether this was the reason; older ones go on with a number, which is shown to nobody any more."""
    return reason.startswith(TOO_FEW)
