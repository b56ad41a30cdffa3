"""What polyscape raises."""

import re

_SENTENCE = re.compile(
    r"(?:(?P<where>.*?): )?expected (?P<expected>.*?)(?:, found (?P<found>.*?))?(?:; (?P<remedy>.*))?", re.DOTALL
)


class Error(Exception):
    """Root of what polyscape raises on purpose."""


class InputError(Error, ValueError):
    """What was given cannot be used; the message is the program's.

    It reads "WHERE: expected EXPECTED, found FOUND; REMEDY". Its parts are attributes, None where a message lacks them:
    `where` (file:line and key, or the option), `expected`, `found`, and `remedy`, what to write instead.
    """

    def __init__(self, message="", *, where=None, expected=None, found=None, remedy=None):
        if expected is not None:
            message = f"expected {expected}, found {found}" + (f"; {remedy}" if remedy else "")
            message = f"{where}: {message}" if where else message
        super().__init__(message)
        if expected is None:
            parts = _SENTENCE.fullmatch(message)
            where, expected, found, remedy = parts.groups() if parts else (None,) * 4
        self.where, self.expected, self.found, self.remedy = where, expected, found, remedy


class Cancelled(Error):
    """The job was ended before it had anything to show."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, while a job ran. `result` is what it had found by then, marked as cancelled; None where that is nothing,
    or where Ctrl-C came again before the job had stopped."""

    def __init__(self, result=None):
        known = "; what it found is this exception's .result" if result is not None else ""
        super().__init__(f"the job was interrupted{known}")
        self.result = result


for _kind in (Error, InputError, Cancelled, Interrupted):
    _kind.__module__ = "polyscape"
