"""Tiny CrossEncoders with random weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.embedding.model_files import BUNDLED, find

if TYPE_CHECKING:
    from pathlib import Path


def tiny_cross_encoder(folder: Path, labels: int = 1, activation: str = "torch.nn.modules.linear.Identity") -> Path:
    """Save a CrossEncoder with the bundled tokenizer; many that are published give bare logits, as this one does."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(find(BUNDLED).folder, local_files_only=True)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        initializer_range=0.5,
    )
    config.num_labels = labels
    config.sentence_transformers = {"activation_fn": activation}
    with torch.random.fork_rng():
        torch.manual_seed(7)
        model = BertForSequenceClassification(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
