"""Figures for those who may read them, without anything of any reader in them."""

from __future__ import annotations

import logging
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.web.conftest import Build


def test_they_are_off_by_default_and_closed_to_other_networks(build: Build) -> None:
    for serving in (build(), build(metrics_networks="10.0.0.0/8")):
        with serving.client() as stranger:
            assert stranger.get("/metrics").status_code == 404


def test_they_tell_how_much_of_what_there_is(build: Build) -> None:
    serving = build(furnished=True, metrics_networks="127.0.0.1")
    with serving.client() as watcher:
        watcher.get("/archive/3")
        watcher.get("/unsubscribe/a-secret")
        text = watcher.get("/metrics").text
    found = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["curator_issues", (("state", "sent"),)] == 3
    route = (("method", "GET"), ("route", "/archive/{number:id}"), ("status", "200"))
    assert found["curator_http_requests_total", route] == 1
    assert "a-secret" not in text


def test_the_log_names_the_route_and_no_secret(
    build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "curator.access")
    with build().client() as browser:
        browser.get("/unsubscribe/a-secret?x=y")
        browser.get("/desk/readers/one?address=ada@mail.example.org")
    for _ in range(100):  # the line is written after the answer has left
        lines = [record for record in caplog.records if record.name == "curator.access"]
        if len(lines) == 2:
            break
        time.sleep(0.02)
    assert [record.__dict__["route"] for record in lines] == [
        "/unsubscribe/{token}",
        "/desk/readers/one",
    ]
    assert "a-secret" not in str([record.__dict__ for record in lines])
    assert "ada@" not in str([record.__dict__ for record in lines])
