"""Calls of tools go in, records come out, over HTTP or standard input and output."""
