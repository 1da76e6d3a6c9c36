"""Who writes the answer: from a verdict, sentences with their citations."""

from rag.readers.extractive import ExtractiveReader
from rag.readers.generative import GenerativeReader

__all__ = ["ExtractiveReader", "GenerativeReader"]
