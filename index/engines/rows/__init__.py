"""Documents, chunks and words go in; rows of an engine's tables come out, and back."""
