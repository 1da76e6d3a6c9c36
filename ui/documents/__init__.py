"""Uploaded files and removals go in, a changed library and a list of its documents come out."""
