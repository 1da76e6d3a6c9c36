"""Documents go in, questions that they answer come out."""
