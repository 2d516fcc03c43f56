"""Signals as a terminal sends them, for processes that tests start."""

import signal


def heed_signals() -> None:
    """Run in a new process before its program, so that Ctrl-C and a closing terminal work again. A shell that started
    the tests in the background, or `nohup`, made them ignore these signals, and everything that they start too.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
