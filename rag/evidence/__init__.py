"""Ranked hits go in, the sentences that answer come out as cited evidence, with the probability that they are right."""
