"""Tiny extractive question answering models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.embedding.model_files import BUNDLED, find

if TYPE_CHECKING:
    from pathlib import Path

# Twice the logit of a token that begins or ends an answer, and of the null answer, after the layer norm.
SURE = 12.0


def tiny_random_model(folder: Path) -> Path:
    """Save a RoBERTa with random weights, whose tokens are bytes: several make up one character."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, RobertaConfig, RobertaForQuestionAnswering

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {word: number for number, word in enumerate(["<s>", "<pad>", "</s>", "<unk>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=False)
    special = {"cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=512, **special
    )
    fast.save_pretrained(folder)
    config = RobertaConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=514,
        type_vocab_size=1,
        initializer_range=0.5,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        RobertaForQuestionAnswering(config).save_pretrained(folder)
    return folder


def model_that_knows(answer: str, folder: Path) -> Path:
    """Save a BERT whose weights say that one word is the answer wherever it stands, and the null answer elsewhere."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

    tokenizer = AutoTokenizer.from_pretrained(find(BUNDLED).folder, local_files_only=True)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=4, num_hidden_layers=0, num_attention_heads=1, intermediate_size=4
    )
    model = BertForQuestionAnswering(config)
    words = model.bert.embeddings.word_embeddings.weight
    with torch.no_grad():
        for embeddings in (model.bert.embeddings.position_embeddings, model.bert.embeddings.token_type_embeddings):
            embeddings.weight.zero_()
        words.copy_(torch.tensor([0.0, 0.0, 1.0, -1.0]).repeat(len(tokenizer), 1))
        words[tokenizer.convert_tokens_to_ids(answer)] = torch.tensor([1.0, -1.0, 0.0, 0.0])
        words[tokenizer.cls_token_id] = torch.tensor([0.0, 0.0, 0.0, 0.0])
        model.qa_outputs.weight.copy_(torch.tensor([[SURE, 0.0, -SURE, 0.0]]).repeat(2, 1))
        model.qa_outputs.bias.zero_()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
