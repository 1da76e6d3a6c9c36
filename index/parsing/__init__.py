"""Bytes of a file go in, a document or a picture of a page comes out, from a process that may do nothing else."""
