"""Adapters of reading models and language models, one a file, each imported when it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.models.openai_client import OpenAILanguageModel
    from rag.protocols import ClaimJudge, ReadingModel
    from rag.settings import Settings

__all__ = ["open_claim_judge", "open_language_model", "open_reading_model"]


def open_claim_judge() -> ClaimJudge:
    """Return the bundled judge of claims."""
    from rag.models.onnx_judge import OnnxClaimJudge  # noqa: PLC0415 (loaded when it is chosen)

    return OnnxClaimJudge()


def open_language_model(settings: Settings) -> OpenAILanguageModel:
    """Return the language model that the settings name. Its server is not contacted before the first question."""
    from rag.models.openai_client import OpenAILanguageModel  # noqa: PLC0415 (loaded when it is chosen)

    return OpenAILanguageModel(
        settings.language_model,
        settings.language_model_url,
        settings.language_model_key,
        context=settings.language_model_context,
        timeout=settings.language_model_timeout,
    )


def open_reading_model(name: str) -> ReadingModel:
    """Return the bundled reading model, or one of the Hugging Face hub by name or path."""
    if name == "bundled":
        from rag.models.onnx_reader import OnnxReadingModel  # noqa: PLC0415 (loaded when it is chosen)

        return OnnxReadingModel()
    from rag.models.hugging_face import HuggingFaceReadingModel  # noqa: PLC0415 (loaded when it is chosen)

    return HuggingFaceReadingModel(name)
