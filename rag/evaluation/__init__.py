"""Measure the assistant on data sets: figures with intervals.

May import ``rag`` and ``index``; nothing else of ``rag`` imports it.
"""

from rag.evaluation.data import DataError, DataSet, load
from rag.evaluation.evaluate import Evaluation, evaluate
from rag.evaluation.libraries import library_of

__all__ = ["DataError", "DataSet", "Evaluation", "evaluate", "library_of", "load"]
