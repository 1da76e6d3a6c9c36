"""Human questions with their paragraphs go in; groups of pairs with mined and made near misses come out."""
