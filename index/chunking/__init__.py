"""A document goes in, chunks and sentences with exact offsets come out."""
