"""`python -m bot setup`: makes the Slack app with somebody, step by step, and tries each token as it is pasted."""
