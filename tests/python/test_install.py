"""The package, installed below a prefix."""

import os
import subprocess
import sys

import pytest

SCRIPT = os.environ.get("POLYSCAPE_INSTALL")


@pytest.mark.skipif(not SCRIPT, reason="run by hand")
def test_installed_below_a_prefix(data, tmp_path):
    done = subprocess.run(["cmake", f"-DCMAKE_INSTALL_PREFIX={tmp_path}", "-P", SCRIPT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (folder,) = tmp_path.glob("lib/python*/*-packages")
    assert {"__init__.py", "py.typed", "records.pyi", "_jobs.pyi"} <= set(os.listdir(folder / "polyscape"))
    assert not any(path.is_symlink() for path in (folder / "polyscape").iterdir())
    file = str(data / "xor_quadratic.toml")
    code = f"import polyscape; print(polyscape.__file__, polyscape.bounds({file!r}).bounds.bezout)"
    done = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(folder)})
    assert done.stdout == f"{folder}/polyscape/__init__.py 15625\n", done.stderr
