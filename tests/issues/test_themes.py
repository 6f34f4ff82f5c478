from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import TemplateError
from curator.issues import themes


def test_the_packaged_theme_is_found() -> None:
    folder = themes.packaged()

    assert (folder / "email" / "digest" / "body.html").is_file()


def test_ones_own_folders_come_before_it_in_the_order_given(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()

    assert themes.search_path([one, other]) == [one, other, themes.packaged()]


def test_a_folder_named_but_missing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="there is no such folder of templates"):
        themes.search_path([tmp_path / "nowhere"])


def test_every_mail_is_a_triplet() -> None:
    for folder in (themes.packaged() / "email").iterdir():
        if folder.is_dir():
            names = {path.name for path in folder.iterdir()}
            assert {"subject.txt", "body.txt", "body.html"} <= names, folder.name
