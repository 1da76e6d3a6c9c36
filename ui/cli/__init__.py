"""Typed arguments go in, text or JSON and an exit code come out."""
