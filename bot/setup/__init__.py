"""`python -m bot setup`: walks somebody through making the Slack app, and tries each token as it is pasted."""
