"""Jobs beside other threads, and jobs that end early."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

import polyscape
from conftest import comparable


class Beginning:
    """Acts, once, when a job says for the first time that it follows paths."""

    def __init__(self, action):
        self.action, self.begun = action, False

    def __call__(self, stage, done, total, of):
        if not self.begun and stage.startswith("paths"):
            self.begun = True
            self.action()


def ctrl_c():
    os.kill(os.getpid(), signal.SIGINT)


def ctrl_c_soon():
    """While the job's thread waits."""
    threading.Timer(0.1, ctrl_c).start()


@pytest.fixture
def long_job():
    """Half a minute, a second or two of it before paths are followed."""
    return {
        "network": {"inputs": 2, "layer": [{"width": 3, "activation": "z^2"}, {"width": 1}]},
        "data": {"random": {"samples": 5}},
        "regularization": {"tikhonov": "generic"},
    }


@pytest.mark.parametrize("action", [ctrl_c, ctrl_c_soon])
def test_ctrl_c_raises_and_loses_nothing(action, long_job, small):
    begun = Beginning(action)
    with pytest.raises(KeyboardInterrupt) as e:
        polyscape.analyze(long_job, exact="never", progress=begun)
    partial = e.value.result
    assert begun.begun and isinstance(e.value, polyscape.Interrupted)
    assert partial.cancelled and partial.standing == "incomplete" and "cancelled" in partial.summary()
    assert partial.bounds.bezout == 5**9
    assert polyscape.analyze(small).standing == "complete"


def test_ctrl_c_where_nothing_is_told():
    """No line of Python runs while the job does. It would take hours."""
    names = [f"x{i}" for i in range(18)]
    equations = [f"({' + '.join(f'{(i * j) % 7 + 1}*x{j}' for j in range(18))})^2 + x{i} - {i + 1}" for i in range(18)]
    threading.Timer(1, ctrl_c).start()
    begun = time.monotonic()
    with pytest.raises(polyscape.Interrupted):
        polyscape.solve({"variables": names, "equations": equations}, exact="never", start="total-degree",
                        progress=False)
    assert time.monotonic() - begun < 60


def test_an_exception_of_the_callback_ends_the_job(long_job, small):
    class Enough(Exception):
        pass

    def enough():
        raise Enough

    with pytest.raises(Enough):
        polyscape.analyze(long_job, exact="never", progress=Beginning(enough))
    assert polyscape.analyze(small).standing == "complete"


def test_an_interrupted_job_goes_on(xor, xor_result, tmp_path):
    out = tmp_path / "xor.run"
    with pytest.raises(polyscape.Interrupted):
        polyscape.analyze(xor, out=out, progress=Beginning(ctrl_c))
    assert not out.exists() or polyscape.load(out).standing == "incomplete"
    found = polyscape.analyze(xor, out=out)
    assert comparable(polyscape.load(out)) == comparable(found) == comparable(xor_result)
    assert os.listdir(tmp_path) == ["xor.run"]  # no checkpoint
    with pytest.raises(polyscape.InputError, match="a new folder"):
        polyscape.analyze(xor, out=out)


def test_a_killed_job_goes_on(xor, xor_result, tmp_path):
    out = tmp_path / "xor.run"
    script = f"""
import polyscape
polyscape.analyze({xor!r}, out={str(out)!r}, progress=lambda stage, *_: print(stage, flush=True))
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    while "paths" not in process.stdout.readline():
        pass
    time.sleep(0.3)
    process.kill()
    process.wait()
    if not out.exists():
        assert comparable(polyscape.analyze(xor, out=out)) == comparable(xor_result)
    assert os.listdir(tmp_path) == ["xor.run"] and comparable(polyscape.load(out)) == comparable(xor_result)


def test_the_program_goes_on_with_an_interrupted_job(xor, xor_result, program, tmp_path):
    file, out = tmp_path / "specification.toml", tmp_path / "xor.run"
    polyscape.Specification(xor).write(file)
    with pytest.raises(polyscape.Interrupted):
        polyscape.analyze(file, out=out, seed=1, confirm=False, progress=Beginning(ctrl_c))
    if os.path.exists(f"{out}.checkpoint"):  # jobs of less than a second leave none
        program("resume", out)
        assert comparable(polyscape.load(out)) == comparable(xor_result)


SCRIPT = """
import polyscape, sys
print("here", flush=True)
polyscape.analyze({
    "network": {"inputs": 2, "layer": [{"width": 3, "activation": "z^2"}, {"width": 1}]},
    "data": {"random": {"samples": 5}}, "regularization": {"tikhonov": "generic"}},
    progress=lambda *news: print(news, flush=True))
"""


@pytest.mark.parametrize("times", [1, 2, 3])
def test_ctrl_c_on_a_terminal(times):
    """However often it comes, and whatever is left behind: the process ends as one that was interrupted."""
    process = subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
    assert process.stdout.readline() == "here\n"
    assert "bounds" in process.stdout.readline()
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.06)
    _, said = process.communicate(timeout=60)
    # By the exception, or by the signal where that comes when Python is on its own; never by a crash.
    assert process.returncode in (1, -signal.SIGINT), said
    assert times > 1 or "Interrupt" in said.splitlines()[-1], said  # a second one may cut that short


def test_other_threads_run_on(xor):
    counted, over = 0, threading.Event()

    def count():
        nonlocal counted
        while not over.is_set():
            counted += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        polyscape.analyze(xor)
    finally:
        over.set()
        thread.join()
    assert counted > 20  # of a job of a second: with the lock held it would be one or two


def test_jobs_at_the_same_time(small):
    alone = comparable(polyscape.analyze(small))
    found = [None] * 4

    def work(k):
        found[k] = comparable(polyscape.analyze(small, threads=1 + k % 2))

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert found == [alone] * 4


def test_progress_is_told(small, capfd, monkeypatch):
    told = []
    polyscape.analyze(small, progress=lambda *news: told.append(news))
    assert told and all(isinstance(stage, str) and done <= (total or done) for stage, done, total, _ in told)
    monkeypatch.setattr(polyscape._progress, "_PATIENCE", 0)
    polyscape.analyze(small, progress=True)
    assert capfd.readouterr().err.startswith("\r")
    polyscape.analyze(small, progress=False)
    assert capfd.readouterr() == ("", "")
