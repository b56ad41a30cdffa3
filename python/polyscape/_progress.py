"""How far a job has come, where a person looks."""

import contextlib
import sys
import time

_PATIENCE = 0.5  # seconds that a job may take before anything is shown


def _line(stage, done, total, of):
    if total:
        return f"{stage}: {done} of {total}"
    return f"{stage}: {done} {of}" if done else stage


class _Terminal:
    def __init__(self):
        self._length = 0

    def show(self, line):
        sys.stderr.write("\r" + line.ljust(self._length))
        sys.stderr.flush()
        self._length = len(line)

    def end(self):
        if self._length:
            sys.stderr.write("\r" + " " * self._length + "\r")
            sys.stderr.flush()


class _Notebook:
    def __init__(self):
        self._shown = None

    def show(self, line):
        from IPython.display import display

        if self._shown is None:
            self._shown = display({"text/plain": line}, raw=True, display_id=True)
        else:
            self._shown.update({"text/plain": line}, raw=True)

    def end(self):
        if self._shown is not None:
            self._shown.update({"text/plain": ""}, raw=True)


def _in_notebook():
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


@contextlib.contextmanager
def display(progress):
    """What a job is to call: the user's function, one that shows a line, or None."""
    if callable(progress):
        yield progress
        return
    screen = None
    if progress is not False:
        if _in_notebook():
            screen = _Notebook()
        elif progress or (sys.stderr is not None and sys.stderr.isatty()):
            screen = _Terminal()
    if screen is None:
        yield None
        return
    begun = time.monotonic()

    def show(*news):
        if time.monotonic() - begun > _PATIENCE:
            screen.show(_line(*news))

    try:
        yield show
    finally:
        screen.end()
