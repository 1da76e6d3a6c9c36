"""Chunks go in, indexes of vectors and words on disk come out; a question goes in, ranked chunk numbers come out."""
