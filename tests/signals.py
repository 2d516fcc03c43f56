"""Signals as a terminal gives them, for processes that tests start."""

import signal


def heed_signals() -> None:
    """Run in a new process before its program: Ctrl-C and a terminal's end count again. A shell that started the tests
    in the background, or `nohup`, has told them to ignore these, and what they start as well.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
