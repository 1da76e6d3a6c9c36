"""A question and a snapshot go in, hits come out, fused and then reranked by the reading model."""
