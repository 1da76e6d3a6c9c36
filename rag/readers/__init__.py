"""Who writes the answer: from a verdict, sentences with their citations."""

from rag.readers.extractive import ExtractiveReader

__all__ = ["ExtractiveReader"]
