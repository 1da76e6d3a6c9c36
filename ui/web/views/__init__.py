"""Typed values go in, safe HTML comes out; pure functions."""
