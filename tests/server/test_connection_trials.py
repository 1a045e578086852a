"""Connections that are tried out of sight: one at a time for each person and connection, the answer for them alone."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from api_client import Api
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.worker.try_connection import ConnectionVerdict
from couture_server.connections.trials import MOST_KEPT, Trial, Trials

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Gate:
    """What is tried goes on when the test says so."""

    def __init__(self, verdict: ConnectionVerdict | Exception) -> None:
        self.verdict = verdict
        self.opened = threading.Event()

    def __call__(self) -> ConnectionVerdict:
        assert self.opened.wait(60)
        if isinstance(self.verdict, Exception):
            raise self.verdict
        return self.verdict


def ended(trials: Trials, trial: Trial) -> tuple[str, str | None]:
    trials._threads.shutdown(wait=True)
    return trial.state, trial.message


def test_the_answer_is_for_whoever_asked() -> None:
    trials, gate = Trials(), Gate(ConnectionVerdict(works=True, message="It works."))
    trial = trials.begin("ada", "db", NOW, gate)
    assert trials.find("ada", trial.token).state in ("queued", "running")
    for person, token in (("bob", trial.token), ("ada", "another")):
        with pytest.raises(NotFoundError):
            trials.find(person, token)
    with pytest.raises(ConflictError, match="'db' is being tried out"):
        trials.begin("ada", "db", NOW, gate)
    other = trials.begin("bob", "db", NOW, gate)
    gate.opened.set()
    assert ended(trials, trial) == ("success", "It works.")
    assert other.is_over


@pytest.mark.parametrize(
    ("verdict", "message"),
    [
        (ConnectionVerdict(works=False, message="No answer."), "No answer."),
        (InvalidInputError.at("host", "There is no host."), "There is no host."),
        (RuntimeError("s3cret"), "Something went wrong in the server."),
    ],
)
def test_what_goes_wrong_is_told_without_secrets(verdict: ConnectionVerdict | Exception, message: str) -> None:
    trials, gate = Trials(), Gate(verdict)
    gate.opened.set()
    state, told = ended(trials, trials.begin("ada", "db", NOW, gate))
    assert state == "failed"
    assert message in str(told)


def test_the_oldest_answers_are_forgotten() -> None:
    trials = Trials()
    tokens = []
    for number in range(MOST_KEPT + 3):
        gate = Gate(ConnectionVerdict(works=True, message=""))
        gate.opened.set()
        trial = trials.begin("ada", f"db{number}", NOW, gate)
        trials._threads.submit(lambda: None).result(60)
        tokens.append(trial.token)
    assert len(trials._known) <= MOST_KEPT + 2
    trials.find("ada", tokens[-1])


def test_the_setting_is_needed_and_a_token_that_nobody_has_is_unknown(api: Api) -> None:
    body = {"connection_id": "db", "conn_type": "http", "commit_on_success": True}
    assert "test_connection" in api.post("connections/enqueue-test", body, expect=409)["detail"]
    api.post("connections/enqueue-test", {**body, "queue": "gpu"}, expect=422)
    assert api.get("connections/enqueue-test", expect=404)["detail"].startswith("There is no test")
