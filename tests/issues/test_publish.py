from __future__ import annotations

from dataclasses import replace

import pytest

from curator.errors import Conflict
from curator.issues import publish
from curator.model import Issue, IssueState, Rendered
from tests.issues import sample

MAIL = Rendered("Subject", "text", "<p>html</p>", "preheader")


def _issue(state: IssueState = IssueState.DRAFT) -> Issue:
    return Issue(1, 12, sample.PERIOD, state, sample.content(), sample.NOW)


def test_the_usual_way_from_draft_to_sent() -> None:
    issue = _issue()
    for state in (IssueState.APPROVED, IssueState.SENDING, IssueState.SENT):
        issue = publish.advance(issue, state, sample.NOW)

    assert issue.state is IssueState.SENT
    assert issue.sent_at == sample.NOW


def test_a_pause_tells_why_and_resuming_forgets_it() -> None:
    paused = publish.advance(
        _issue(IssueState.SENDING), IssueState.PAUSED, sample.NOW, "550 5.7.26 policy"
    )
    assert paused.paused_reason == "550 5.7.26 policy"

    assert publish.advance(paused, IssueState.SENDING, sample.NOW).paused_reason is None


@pytest.mark.parametrize("start", IssueState)
@pytest.mark.parametrize("to", IssueState)
def test_every_other_step_is_refused_in_a_sentence(start: IssueState, to: IssueState) -> None:
    issue = _issue(start)
    if to in publish.NEXT[start]:
        assert publish.advance(issue, to, sample.NOW).state is to
        return
    with pytest.raises(Conflict, match=f"issue 12 is {start}"):
        publish.advance(issue, to, sample.NOW)


def test_taking_an_issue_back_thaws_it() -> None:
    frozen = publish.freeze(_issue(IssueState.APPROVED), MAIL, sample.NOW)
    assert frozen.digest == publish.fingerprint(MAIL)

    draft = publish.advance(frozen, IssueState.DRAFT, sample.NOW)

    assert (draft.rendered, draft.digest, draft.frozen_at) == (None, None, None)


def test_an_issue_that_is_leaving_cannot_be_frozen_anew() -> None:
    with pytest.raises(Conflict, match="can no longer change"):
        publish.freeze(_issue(IssueState.SENDING), MAIL, sample.NOW)


def test_the_fingerprint_notices_every_byte_and_where_it_stands() -> None:
    same = Rendered("Subject", "text", "<p>html</p>", "preheader")
    moved = replace(MAIL, subject="Subjectp", preheader="reheader")

    assert publish.fingerprint(MAIL) == publish.fingerprint(same)
    assert publish.fingerprint(MAIL) != publish.fingerprint(moved)
