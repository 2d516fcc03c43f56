"""`python -m bot`."""

import gc

gc.disable()  # what is imported stays: searching it for garbage meanwhile finds none, and takes a fifth of the start

from bot.cli import main  # noqa: E402 - see above

gc.freeze()  # nor is it searched later, while somebody waits for an answer
gc.enable()
main()
