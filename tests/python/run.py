"""Runs the tests of the Python package, or says what is missing and ends with status 77: skipped."""

import sys

sys.dont_write_bytecode = True
try:
    import numpy  # noqa: F401
    import pytest
except ImportError as e:
    print(f"skipped: {e} (Debian's packages: python3-pytest python3-numpy)")
    sys.exit(77)

sys.exit(pytest.main(["-p", "no:cacheprovider", "-q", "-ra", *sys.argv[1:]]))
