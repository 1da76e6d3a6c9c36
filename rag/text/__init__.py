"""Text goes in, its content words, names, numbers and denials come out."""
