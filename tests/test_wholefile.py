"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import TextIO

import pytest

from curator import wholefile


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def stop_after_half(stream: TextIO) -> None:
    stream.write("half of it")
    raise LookupError


def test_a_file_is_there_once_all_of_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "readers.csv"
    path.write_text("as it was")
    with wholefile.writing(path) as stream:
        stream.write("email\r\n")
        stream.flush()
        assert path.read_text() == "as it was"
    assert path.read_bytes() == b"email\r\n"
    assert list(tmp_path.iterdir()) == [path]


def test_what_ends_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "readers.csv"
    path.write_text("as it was")
    with pytest.raises(LookupError), wholefile.writing(path) as stream:
        stop_after_half(stream)
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told() -> None:
    with (
        pytest.raises(OSError, match="No space left"),
        wholefile.writing(Path("/dev/full")) as full,
    ):
        full.write("x" * 100_000)


@pytest.mark.parametrize(("private", "permissions"), [(True, 0o600), (False, 0o644)])
def test_a_private_file_is_its_owner_s_alone(
    tmp_path: Path, *, private: bool, permissions: int
) -> None:
    path = tmp_path / "readers.csv"
    with wholefile.writing(path, private=private) as stream:
        stream.write("email")
    assert mode(path) == permissions


def test_permissions_stay_and_links_still_lead_there(tmp_path: Path) -> None:
    path, link = tmp_path / "feeds.yaml", tmp_path / "link.yaml"
    path.write_text("as it was")
    path.chmod(0o640)
    link.symlink_to(path)
    wholefile.replace(link, b"as it is")
    assert (path.read_text(), mode(path), link.is_symlink()) == ("as it is", 0o640, True)


def test_a_pipe_is_written_to_as_it_stands(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with wholefile.writing(pipe) as stream:
        stream.write("email")
    reader.join()
    assert read == ["email"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "none" / "readers.csv"
    with pytest.raises(FileNotFoundError) as failed, wholefile.writing(path):
        pass
    assert failed.value.filename == str(path)
