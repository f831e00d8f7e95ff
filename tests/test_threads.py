from __future__ import annotations

import os

import pytest

from predictor_tui.threads import VARIABLES, one_thread


def test_one_thread_unless_the_user_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.setenv(variable, "")  # so that what the test sets is taken back
        monkeypatch.delenv(variable)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    one_thread()
    assert {variable: os.environ[variable] for variable in VARIABLES} == dict.fromkeys(VARIABLES, "1") | {
        "OMP_NUM_THREADS": "3"
    }
