"""Trials of the page in a real browser: what it costs, and whether a new user gets ten tasks done."""
