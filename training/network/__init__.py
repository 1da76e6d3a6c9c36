"""Token ids go in, logits and losses come out: the networks, their batches, and how their weights are read."""
