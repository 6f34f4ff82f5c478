"""What is shipped to run the service: image, compose files and unit agree with the code."""

from __future__ import annotations

import configparser
import fnmatch
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from curator.cli import root
from curator.cli.serve import DRAIN_SECONDS
from curator.settings.table import table
from curator.web.app import ROUTES
from tests.web.serving import Serving, free_port

HERE = Path(__file__).parents[2]
DOCKERFILE = (HERE / "Dockerfile").read_text("utf-8")
COMPOSE = {name: yaml.safe_load((HERE / name).read_text("utf-8"))
           for name in ("compose.yaml", "compose.postgres.yaml")}  # fmt: skip
HOW_TO = (HERE / "docs" / "how-to" / "run-the-service.md").read_text("utf-8")
PROJECT = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))
SETTINGS = {row.variable: row for _, row in table()}
PATHS = {getattr(route, "path", "") for route in ROUTES}

Instruction = tuple[str, str]


def instructions() -> list[list[Instruction]]:
    """The stages of the Dockerfile, each as its instructions."""
    joined = re.sub(r"(?m)^\s*#.*\n", "", DOCKERFILE).replace("\\\n", " ")
    stages: list[list[Instruction]] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, rest.strip()))
    return stages


def all_of(stage: Sequence[Instruction], word: str) -> list[str]:
    return [rest for name, rest in stage if name == word]


def environment(stage: Sequence[Instruction]) -> dict[str, str]:
    pairs = (pair.split("=", 1) for rest in all_of(stage, "ENV") for pair in shlex.split(rest))
    return {name: value for name, value in pairs}  # noqa: C416 - pairs are lists


@pytest.fixture
def final() -> list[Instruction]:
    """The stage that becomes the image."""
    return instructions()[-1]


def setting_of(name: str) -> bool:
    """Whether a variable is a setting, or the file of a secret one."""
    plain = name.removesuffix("_FILE")
    return name in SETTINGS or (plain in SETTINGS and SETTINGS[plain].secret)


# --------------------------------------------------------------------------- the image


def test_it_does_not_run_as_root(final: list[Instruction]) -> None:
    [user] = all_of(final, "USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    last_run = max(place for place, (word, _) in enumerate(final) if word == "RUN")
    assert final.index(("USER", user)) > last_run


def test_both_stages_have_a_python_that_the_project_allows() -> None:
    bases = [all_of(stage, "FROM")[0].split()[0] for stage in instructions()]
    assert len(set(bases)) == 1
    found = re.fullmatch(r"python:(\d+\.\d+)-slim-\w+", bases[0])
    assert found
    assert PROJECT["project"]["requires-python"] == f">={found[1]}"


def test_its_settings_exist_and_keep_everything_in_the_volume(final: list[Instruction]) -> None:
    given = {name: value for name, value in environment(final).items() if "CURATOR" in name}
    assert all(map(setting_of, given))
    assert all_of(final, "VOLUME") == ["/data"]
    assert given["CURATOR_DATA"] == "/data"
    assert given["CURATOR_FEEDS"].startswith("/data/")
    assert given["CURATOR_HOST"] == "0.0.0.0"
    assert all_of(final, "EXPOSE") == [given["CURATOR_PORT"]]


def test_what_it_starts_is_a_command(final: list[Instruction]) -> None:
    [entry], [command] = (json.loads(all_of(final, word)[0]) for word in ("ENTRYPOINT", "CMD"))
    assert entry in PROJECT["project"]["scripts"]
    assert command in root.COMMANDS


def health_command(stage: Sequence[Instruction]) -> list[str]:
    [check] = all_of(stage, "HEALTHCHECK")
    command: list[str] = json.loads(check.partition("CMD ")[2])
    return command


def test_its_health_check_tells_a_well_service_from_none(
    final: list[Instruction], open_house: Serving
) -> None:
    name, *arguments = health_command(final)
    assert name == "python"
    asked = re.search(r"\{os\.environ\[.*?\]\}(/\w+)", arguments[-1])
    assert asked
    assert asked[1] in PATHS

    def ends(port: int) -> int:
        variables = {**os.environ, "CURATOR_PORT": str(port)}
        return subprocess.run(
            [sys.executable, *arguments], env=variables, capture_output=True, check=False
        ).returncode

    assert ends(int(open_house.url.rpartition(":")[2])) == 0
    assert ends(free_port()) != 0


def copied() -> Iterator[str]:
    for rest in all_of(instructions()[0], "COPY"):
        yield from rest.split()[:-1]


def test_everything_that_is_copied_exists_and_reaches_the_builder() -> None:
    let_through = (HERE / ".dockerignore").read_text().splitlines()
    for name in copied():
        assert (HERE / name).exists(), name
        assert f"!{name}" in let_through, name


def test_the_builder_gets_all_that_the_wheel_is_made_of() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], PROJECT["project"]["readme"]}
    given = tuple(copied())
    for path in needed:
        assert any(path == name or path.startswith(f"{name}/") for name in given), path


def test_no_secret_or_database_of_the_folder_reaches_the_builder() -> None:
    ignored = (HERE / ".dockerignore").read_text().splitlines()
    assert next(line for line in ignored if line and not line.startswith("#")) == "*"
    allowed = [line[1:] for line in ignored if line.startswith("!")]
    for name in ("secrets", "curator.db", ".env", ".git"):
        assert not any(fnmatch.fnmatch(name, pattern) for pattern in allowed)


def test_every_package_is_pinned_by_hash_the_driver_of_postgresql_too() -> None:
    run = " ".join(all_of(instructions()[0], "RUN"))
    for install in re.findall(r"pip install ([^&]+)", run):
        assert "--require-hashes" in install or install.split()[-1] == "."
        assert "--no-deps" in install
    [script] = re.findall(r"awk '(.*?)'", run)
    pins = subprocess.run(
        ["awk", script, str(HERE / "constraints.txt")], capture_output=True, text=True, check=True
    ).stdout
    names = re.findall(r"(?m)^([a-z][\w-]*)==", pins)
    assert names == ["psycopg", "psycopg-binary"]
    assert pins.count("--hash=sha256:") >= len(names)
    assert [line for line in pins.splitlines() if not re.match(r"psycopg|    --hash", line)] == []


# --------------------------------------------------------------------------- compose


def services() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for document in COMPOSE.values():
        yield from document["services"].items()


def test_containers_have_a_read_only_root_and_no_rights() -> None:
    for _, service in services():
        if "image" not in service:
            continue  # what the second file adds to the first one's service
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["restart"] == "unless-stopped"


def test_the_service_runs_as_the_user_of_the_image(final: list[Instruction]) -> None:
    service = COMPOSE["compose.yaml"]["services"]["curator"]
    assert [service["user"]] == all_of(final, "USER")
    assert service["volumes"] == ["data:/data"]
    [port] = service["ports"]
    assert port == f"127.0.0.1:8000:{all_of(final, 'EXPOSE')[0]}"
    assert any(place.startswith("/tmp") for place in service["tmpfs"])
    assert int(service["stop_grace_period"].removesuffix("s")) > DRAIN_SECONDS


def test_every_variable_is_a_setting_and_every_secret_a_file() -> None:
    defined: defaultdict[str, set[str]] = defaultdict(set)
    for document in COMPOSE.values():
        for name, secret in document["secrets"].items():
            defined[name].add(secret["file"])
    for _, service in services():
        for variable, value in service["environment"].items():
            if variable.startswith("CURATOR_"):
                assert setting_of(variable), variable
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
        assert defined.keys() >= set(service["secrets"])
    for name, files in defined.items():
        assert files == {f"./secrets/{name}"}
    assert "secrets/\n" in (HERE / ".gitignore").read_text()


def test_volumes_are_named() -> None:
    for document in COMPOSE.values():
        used = {
            volume.partition(":")[0]
            for service in document["services"].values()
            for volume in service.get("volumes", ())
        }
        assert used == set(document["volumes"])


# --------------------------------------------------------------------------- systemd


def unit() -> dict[str, dict[str, list[str]]]:
    """Sections, keys, and every value that a key was given."""

    class Many(dict[str, Any]):
        def __setitem__(self, key: str, value: Any) -> None:
            if isinstance(value, list) and isinstance(self.get(key), list):
                value = [*self[key], *value]
            super().__setitem__(key, value)

    parser = configparser.RawConfigParser(dict_type=Many, strict=False, empty_lines_in_values=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(HERE / "deploy" / "curator.service")
    return {
        section: {key: str(value).split("\n") for key, value in parser.items(section)}
        for section in parser.sections()
    }


def test_the_unit_starts_the_service_and_waits_for_it_to_end() -> None:
    service = unit()["Service"]
    [start] = service["ExecStart"]
    program, command = start.split()
    assert program.endswith("/bin/curator")
    assert command in root.COMMANDS
    assert int(service["TimeoutStopSec"][0]) > DRAIN_SECONDS
    assert service["KillMode"] == ["mixed"]
    assert str(root.MISCONFIGURED) in service["RestartPreventExitStatus"][0].split()


def test_the_units_variables_are_settings_in_its_own_folder() -> None:
    service = unit()["Service"]
    variables = dict(pair.split("=", 1) for pair in " ".join(service["Environment"]).split())
    assert all(map(setting_of, variables))
    assert service["StateDirectory"] == ["curator"]
    assert variables["CURATOR_DATA"] == "%S/curator"
    assert variables["CURATOR_FEEDS"].startswith("%S/curator/")


def test_credentials_are_named_as_the_settings_look_for_them() -> None:
    [loaded] = unit()["Service"]["LoadCredential"]
    name, folder = loaded.split(":")
    for file in re.findall(rf"{re.escape(folder)}/(\w+)", HOW_TO):
        variable = f"{name}_{file}".upper()
        assert SETTINGS[variable].secret, variable


@pytest.mark.parametrize(
    "line",
    ["NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
     "PrivateDevices=yes", "CapabilityBoundingSet=", "RestrictNamespaces=yes", "UMask=0077",
     "SystemCallFilter=@system-service"],
)  # fmt: skip
def test_the_unit_is_hardened(line: str) -> None:
    assert line in (HERE / "deploy" / "curator.service").read_text().splitlines()


# --------------------------------------------------------------------------- the how-to


def test_the_how_to_names_what_exists() -> None:
    named = set(re.findall(r"CURATOR_[A-Z_]+[A-Z]", HOW_TO))
    assert [name for name in named if not setting_of(name)] == []
    for path in re.findall(r"`GET (/\w+)`", HOW_TO):
        assert path in PATHS
    commands = (HERE / "docs" / "reference" / "commands.md").read_text("utf-8")
    for words in re.findall(r"(?:\$ |`|/bin/)curator ([a-z]+(?: [a-z]+)?)", HOW_TO):
        first = words.split()[0]
        assert f"## curator {first}\n" in commands, words
    for link in re.findall(r"\]\(([^)#:]+\.md)\)", HOW_TO):
        assert (HERE / "docs" / "how-to" / link).exists(), link
