"""Strings go in, strings that are safe to show come out, and the sentences that every interface says."""
