"""Embed many texts with the bundled model in torch: no padding, and 16 bits where the processor or a GPU is fast so.

It takes less time than ``SentenceTransformer.encode``: see ``docs/performance.md``.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.errors import EmbedderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import torch
    from numpy.typing import NDArray

    from index.embedding.model_files import Weights

# Tokens that the model was trained on. The rest of a longer text is cut off.
WINDOW = 256
# Texts in a batch, all of the same length: 4, 8 and 16 took the same time on a processor. A GPU wants more at a time.
BATCH, GPU_BATCH = 8, 256
LAYERS, HEADS, EPSILON = 6, 12, 1e-12
# Kernels that oneDNN caches, one for each shape of a layer. Its default is 1,024. Texts of one length come together, so
# few are needed. Peak memory after 1,500 texts of 5 to 160 words: 974 MB with 1,024, 764 MB with 64, 747 MB with 16.
KEPT_ROUTINES = 64


class BertEncoder:
    """Embeds texts with the bundled model: BERT with six layers (Devlin et al. 2019), mean of the tokens, length 1.

    Texts with the same number of tokens are embedded together. So there is no padding and no mask, and a vector does
    not depend on the other texts of the batch.

    Parameters
    ----------
    weights
        Of the bundled model, checked.
    half
        Whether a processor computes in bfloat16; None for where that is faster.

    Raises
    ------
    EmbedderError
        When the files are not those of this model.
    """

    def __init__(self, weights: Weights, *, half: bool | None = None) -> None:
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", str(KEPT_ROUTINES))  # read when torch is loaded
        import torch  # noqa: PLC0415 (2 s to import)
        from safetensors.torch import load_file  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        self._tokenizer: Final = Tokenizer.from_file(str(weights.folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(WINDOW)
        self._device: Final = "cuda" if torch.cuda.is_available() else "cpu"
        self._kind: Final = _kind(self._device, half=is_half() if half is None else half)
        self._batch: Final = BATCH if self._device == "cpu" else GPU_BATCH
        try:
            self._read(load_file(weights.folder / "model.safetensors"))
        except KeyError as error:
            raise EmbedderError(
                f"The weights in {weights.folder} are not those of a BERT model: no {error}."
            ) from error

    def _read(self, stored: dict[str, torch.Tensor]) -> None:
        import torch  # noqa: PLC0415

        def both(name: str) -> tuple[torch.Tensor, torch.Tensor]:
            return placed(stored[f"{name}.weight"]), placed(stored[f"{name}.bias"])

        def placed(numbers: torch.Tensor) -> torch.Tensor:
            return numbers.to(self._device, self._kind)

        positions, types = (stored[f"embeddings.{name}_embeddings.weight"] for name in ("position", "token_type"))
        self._words = placed(stored["embeddings.word_embeddings.weight"])
        self._positions = placed(positions + types[0])
        self._first = both("embeddings.LayerNorm")
        self._layers = []
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            three = [both(f"{layer}.attention.self.{name}") for name in ("query", "key", "value")]
            weight, bias = torch.cat([each[0] for each in three]), torch.cat([each[1] for each in three])
            self._layers.append(
                (
                    self._linear(weight, bias),
                    self._linear(*both(f"{layer}.attention.output.dense")),
                    both(f"{layer}.attention.output.LayerNorm"),
                    self._linear(*both(f"{layer}.intermediate.dense"), then="gelu"),
                    self._linear(*both(f"{layer}.output.dense")),
                    both(f"{layer}.output.LayerNorm"),
                )
            )

    def _linear(self, weight: torch.Tensor, bias: torch.Tensor, then: str = "none") -> Callable[[Any], Any]:
        """Return a layer, from the numbers of each token to the next."""
        import torch  # noqa: PLC0415

        if then == "gelu":
            return lambda numbers: torch.nn.functional.gelu(torch.nn.functional.linear(numbers, weight, bias))
        return lambda numbers: torch.nn.functional.linear(numbers, weight, bias)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Return a vector for each text, shape (len(texts), 384); ``progress`` gets the number done."""
        import torch  # noqa: PLC0415

        vectors = np.zeros((len(texts), self._words.shape[1]), np.float32)
        tokens = [each.ids for each in self._tokenizer.encode_batch(list(texts))]
        batches, done = list(_alike(tokens, self._batch)), 0
        # One batch for each thread: with all threads on one batch throughput is 0.88 of this.
        threads = torch.get_num_threads()
        pool = ThreadPoolExecutor(threads, "embedding", torch.set_num_threads, (1,))
        try:
            read = pool.map(lambda places: self._encoded([tokens[place] for place in places]), batches)
            for places, found in zip(batches, read, strict=True):
                vectors[places] = found
                done += len(places)
                if progress is not None:
                    progress(done)
        finally:
            pool.shutdown(cancel_futures=True)
            torch.set_num_threads(threads)  # for threads that use torch for the first time, it was set to 1 by these
        return vectors

    def _encoded(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import torch  # noqa: PLC0415
        from torch.nn.functional import layer_norm, normalize, scaled_dot_product_attention  # noqa: PLC0415

        with torch.inference_mode():
            ids = torch.tensor(tokens, device=self._device)
            texts, length = ids.shape
            width = (self._words.shape[1],)
            state = layer_norm(self._words[ids] + self._positions[:length], width, *self._first, EPSILON)
            for ask, give, after_asking, widen, narrow, after in self._layers:
                query, key, value = ask(state).view(texts, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
                heard = scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(texts, length, -1)
                state = layer_norm(state + give(heard), width, *after_asking, EPSILON)
                state = layer_norm(state + narrow(widen(state)), width, *after, EPSILON)
            found: NDArray[np.float32] = normalize(state.float().mean(1), dim=-1).cpu().numpy()
            return found


def _alike(tokens: Sequence[Sequence[int]], most: int) -> Iterator[list[int]]:
    """Yield the indices of at most ``most`` texts of the same length at a time, the longest first."""
    order = sorted(range(len(tokens)), key=lambda place: -len(tokens[place]))
    for _, group in groupby(order, key=lambda place: len(tokens[place])):
        places = list(group)
        yield from (places[low : low + most] for low in range(0, len(places), most))


def _kind(device: str, *, half: bool) -> torch.dtype:
    """Return what to compute with. On a GPU it is float16, which has more digits than bfloat16 and is as fast."""
    import torch  # noqa: PLC0415

    if device == "cuda":
        return torch.float16
    return torch.bfloat16 if half else torch.float32


def is_half() -> bool:
    """Return whether the processor computes in bfloat16; elsewhere it is slower than in float32."""
    import torch  # noqa: PLC0415 (2 s to import)

    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16") or able.get("avx512_bf16"))
