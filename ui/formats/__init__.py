"""Outcomes go in, JSON, plain text or Markdown comes out; pure functions."""
