"""Folders go in, lists of their files come out: what to read, where it lies, and the original bytes of a document."""
