"""Requests go in, requests that are allowed, known and within limits come out."""
