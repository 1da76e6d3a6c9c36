"""What is measured on: a seed goes in; documents, vectors, claims, visitors or a whole library come out."""
