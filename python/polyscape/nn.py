"""Modules of torch that say which polynomial they are, for from_torch()."""

from fractions import Fraction

import torch

from . import _core


def coefficients(polynomial):
    """Exact coefficients of a polynomial in z as a specification writes it, the constant first. Raises InputError."""
    text = f'[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = {_quoted(polynomial)}\n'
    text += "[data]\ninputs = [[1]]\ntargets = [[1]]\n"
    return [Fraction(c) for c in _core.Input(text, "polynomial", "").activations()[0]]


def _quoted(text):
    from ._toml import _string

    return _string(text)


class Polynomial(torch.nn.Module):
    """A polynomial in z, of each number: Polynomial("z^2 + z/2"). Coefficients are rounded to the input's precision."""

    def __init__(self, polynomial):
        super().__init__()
        self.polynomial = polynomial
        self._coefficients = [float(c) for c in coefficients(polynomial)]

    def forward(self, z):
        value = torch.zeros_like(z)
        for c in reversed(self._coefficients):
            value = value * z + c
        return value

    def extra_repr(self):
        return repr(self.polynomial)


class Power(Polynomial):
    """z^n, of each number: Power(2) squares."""

    def __init__(self, n):
        super().__init__(f"z^{n}")
