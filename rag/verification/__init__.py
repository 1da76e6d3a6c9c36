"""A text and a snapshot go in, a verdict with verbatim quotes for each of its sentences comes out."""
