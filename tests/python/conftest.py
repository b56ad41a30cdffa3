"""What the tests share: the program beside the package, shipped data, a small network."""

import json
import os
import subprocess
from pathlib import Path

import pytest

import polyscape

PROGRAM = os.environ["POLYSCAPE_PROGRAM"]


@pytest.fixture
def data():
    return Path(os.environ["POLYSCAPE_DATA"])


@pytest.fixture
def program():
    """Runs the program; its output as it stands, or with --json read; where it fails, what it says."""

    def run(*words, status=0):
        done = subprocess.run([PROGRAM, *map(str, words), "--quiet"], capture_output=True, text=True, timeout=600)
        assert done.returncode == status, done.stderr
        if status:
            return done.stderr
        return json.loads(done.stdout) if "--json" in words else done.stdout

    return run


def comparable(result):
    """A result as JSON without what differs from run to run."""
    if isinstance(result, polyscape.Result):
        result = json.loads(result.to_json())
    return {k: v for k, v in result.items() if k not in ("seconds", "timings")}


XOR = {
    "title": "XOR, two quadratic units",
    "network": {"inputs": 2, "layer": [{"width": 2, "activation": "z^2"}, {"width": 1}]},
    "data": {"inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "targets": [[0], [1], [1], [0]]},
    "regularization": {"tikhonov": "generic"},
}
SMALL = {
    "network": {"inputs": 1, "layer": [{"width": 1, "activation": "z^2"}, {"width": 1}]},
    "data": {"inputs": [[1], [2]], "targets": [[1], [3]]},
    "regularization": {"tikhonov": "generic"},
}


@pytest.fixture
def xor():
    return dict(XOR)


@pytest.fixture
def small():
    return {k: dict(v) for k, v in SMALL.items()}


@pytest.fixture(scope="session")
def xor_result():
    return polyscape.analyze(XOR)
