"""Claims for the reading model's third output: a paragraph goes in, claims with a passage and a label come out."""

from training.claims.examples import CONTRADICTED, NOTHING, SUPPORTED, Claim, ClaimRecipe, make_claims
from training.claims.exchanges import load_edits

__all__ = ["CONTRADICTED", "NOTHING", "SUPPORTED", "Claim", "ClaimRecipe", "load_edits", "make_claims"]
