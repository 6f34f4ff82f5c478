"""The frame of the command line: help, exit codes, no tracebacks."""

from __future__ import annotations

import subprocess
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from click.testing import CliRunner

import curator.cli
from curator.cli.root import COMMANDS, cli, run

FEEDS = "newsletter: {title: T, author: {name: A}, from: a@letters.example}\nsources: []\n"


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    assert result.exit_code == 0
    assert all(name in result.output for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 3


def test_wrong_usage_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["digest", "--no-such-option"]) == 2
    assert "--no-such-option" in capsys.readouterr().err


def test_a_wrong_file_ends_with_4(
    tmp_path: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run(["--feeds", f"{tmp_path}/none.yaml", "digest"]) == 4
    assert "none.yaml" in capsys.readouterr().err


def test_a_mistake_of_our_own_is_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "digest", "curator.cli.root:nothing_of_that_name")
    assert run(["digest"]) == 1
    said = capsys.readouterr().err
    assert "a mistake of Curator's own" in said
    assert "Traceback" not in said
    assert run(["-v", "digest"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_folder_that_is_gone_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run(["init"]) == 1
    assert capsys.readouterr().err == (
        "curator: the folder you are in is gone; change to one that is there\n"
    )


@pytest.mark.parametrize(
    ("typed", "meant"), [("digset", "digest"), ("issue", "issues"), ("subscriber", "subscribers")]
)
def test_a_mistyped_command_is_told_with_what_was_meant(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([typed, "list"]) == 2
    assert f"No such command {typed!r}. Did you mean {meant!r}?" in capsys.readouterr().err


def test_a_command_like_none_is_told_without_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["xyzzy"]) == 2
    assert capsys.readouterr().err.endswith("No such command 'xyzzy'.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest", "--week", "2026-8"],
        ["digest", "--to", "nobody"],
        ["add", "words"],
        ["challenge", "add", " "],
        ["send", "monthly", "--month", "2026-13"],
    ],
)
def test_a_value_that_is_not_allowed_is_wrong_usage(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CURATOR_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feeds.yaml").write_text(FEEDS)
    assert run(arguments) == 2
    assert capsys.readouterr().err.startswith("curator: ")


def test_a_full_disk_is_told_as_such() -> None:
    """``curator resources export > FILE`` where nothing more fits."""
    command = [sys.executable, "-m", "curator", "config", "schema"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "curator: No space left on device; make room and run the command again\n"
    )


@pytest.mark.parametrize("command", [[], ["topics"], ["subscribers"]])
def test_help_tells_each_command_in_a_whole_sentence(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*command, "--help"])
    told = capsys.readouterr().out.split("Commands:\n")[1]
    assert "..." not in told
    assert " ".join(told.split()).endswith((".", ".)"))


def test_ctrl_c_while_it_is_loaded_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class CtrlC(MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "curator.cli.root":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "curator.cli.root")
    monkeypatch.setattr(sys, "meta_path", [CtrlC(), *sys.meta_path])
    with pytest.raises(SystemExit) as left:
        curator.cli.main()
    assert (left.value.code, capsys.readouterr().err) == (130, "interrupted\n")
