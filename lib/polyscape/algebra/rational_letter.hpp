#pragma once
/// Rationals in letters to other processes of a job (base/letter.hpp).
#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/letter.hpp"

namespace polyscape::algebra {

/// In about the memory that it takes. Throws Error for numbers of more than a million words.
void write(LetterWriter& letter, const Rational& x);
void write(LetterWriter& letter, const std::vector<GaussianRational>& point);

/// What write() has written. Throws Error where that is no number.
Rational read_rational(LetterReader& letter);
std::vector<GaussianRational> read_point(LetterReader& letter);

}  // namespace polyscape::algebra
