"""polyscape: the loss landscape of polynomial networks, by exact algebra and homotopy continuation.

    import polyscape
    result = polyscape.analyze("xor.toml")
    result.solutions.isolated, result.points_frame()

Jobs are the verbs of the program: analyze, bounds, solve, components, certify, dynamics, volume, sweep. They take a
specification or a system (a dict, a text, a path) and return a Result, or Results of many. docs/python.md tells more.
"""

from . import _core, records
from ._errors import Cancelled, Error, InputError, Interrupted
from ._inputs import Specification, System
from ._jobs import analyze, bounds, certify, components, dynamics, solve, sweep, volume
from ._results import Figure, Figures, Result, Results, Row, load
from ._sympy import from_sympy
from ._tables import frame, table
from ._torch import from_torch

__version__ = _core.version()

figure_names = _core.figure_names

__all__ = [
    "Cancelled", "Error", "Figure", "Figures", "InputError", "Interrupted", "Result", "Results", "Row",
    "Specification", "System", "analyze", "bounds", "certify", "components", "dynamics", "figure_names", "frame",
    "from_sympy", "from_torch", "load", "records", "solve", "sweep", "table", "volume",
]
