"""The optional encoder: checked, still, and absent without harm."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from curator.errors import CuratorError
from curator.topics import semantic

needs_extra = pytest.mark.skipif(not semantic.installed(), reason="the semantic extra is absent")


@needs_extra
def test_the_same_text_has_the_same_vector_of_length_one() -> None:
    encode = semantic.encoder()
    assert encode is not None
    one, other, again = encode(["a cat on a mat", "gradient descent", "a cat on a mat"])
    assert np.array_equal(one, again)
    assert np.linalg.norm(one) == pytest.approx(1.0, abs=1e-5)
    assert float(one @ other) < 0.5
    assert encode([]).shape == (0, 384)


def test_an_unknown_model_file_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_bytes(b"another model")
    with pytest.raises(CuratorError, match="not the model"):
        semantic._checked(model)


def test_without_the_extra_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "NEEDS", ("no_such_package_anywhere",))
    semantic.encoder.cache_clear()
    assert semantic.encoder() is None
    assert semantic.embedder() is None
    semantic.encoder.cache_clear()


@needs_extra
def test_it_is_loaded_with_the_first_text() -> None:
    semantic.encoder.cache_clear()
    embed = semantic.embedder()
    assert embed is not None
    assert semantic.encoder.cache_info().currsize == 0
    assert embed(["a cat on a mat"]).shape == (1, 384)
    assert semantic.encoder.cache_info().currsize == 1


@needs_extra
def test_it_is_let_go_and_comes_back_the_same() -> None:
    embed = semantic.embedder()
    assert embed is not None
    before = embed(["a cat on a mat"])
    semantic.rest()
    assert semantic.encoder.cache_info().currsize == 0
    assert np.array_equal(embed(["a cat on a mat"]), before)
