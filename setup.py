"""`pip install .`: the package in python/, whose module CMake builds. What README lists has to be installed.

POLYSCAPE_BUILD=build/release takes a build tree that is there, in place of one of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

ROOT = Path(__file__).resolve().parent
VERSION = re.search(r"project\(polyscape VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())[1]


class ByCMake(build_ext):
    def build_extension(self, extension):
        build = Path(os.environ.get("POLYSCAPE_BUILD") or Path(self.build_temp).resolve() / "cmake")
        if not (build / "CMakeCache.txt").exists():
            subprocess.run(["cmake", "-S", ROOT, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DPOLYSCAPE_PYTHON=ON",
                            "-DPOLYSCAPE_TESTS=OFF", "-DPOLYSCAPE_BENCH=OFF", f"-DPython_EXECUTABLE={sys.executable}",
                            *(["-G", "Ninja"] if shutil.which("ninja") else [])], check=True)
        jobs = str(os.cpu_count() or 1)
        subprocess.run(["cmake", "--build", build, "--target", "polyscape_python", "-j", jobs], check=True)
        target = Path(self.get_ext_fullpath(extension.name)).parent
        target.mkdir(parents=True, exist_ok=True)
        for made in [*(build / "python/polyscape").glob("_core*.so"), *(build / "python/polyscape").glob("*.pyi")]:
            if not made.is_symlink():
                shutil.copy2(made, target)


setup(version=VERSION, packages=["polyscape"], package_dir={"": "python"},
      package_data={"polyscape": ["py.typed", "*.pyi"]},
      ext_modules=[Extension("polyscape._core", [])], cmdclass={"build_ext": ByCMake})
