#pragma once
/// Numbers of cells as exact values, and how pages write them. All in exact arithmetic: no digit is wrong.
#include <optional>
#include <string>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// The number that a cell spells; nullopt for words, for nothing, and for decimal exponents beyond 100,000.
std::optional<algebra::Rational> number_of(const std::string& cell);

/// As a decimal: exactly where it ends, else rounded to 12 significant digits.
std::string decimal_text(const algebra::Rational& x);

/// sqrt(x) rounded to 12 significant digits; x >= 0 of any size.
algebra::Rational square_root(const algebra::Rational& x);

/// A number with its standard error (>= 0), both rounded where the error's first digit stands, or its second if the
/// first is 1: 2.14(10), 0.333(5), 15.3(12), 1230(40), 1.234(5)e20. An error of 0 leaves the number as it is: 3(0).
std::string with_error(const algebra::Rational& value, const algebra::Rational& error);

/// How a page writes a cell of that content, in the form that siunitx reads: exact integers of up to 15 digits in full,
/// larger ones as 1.23e20; other numbers rounded, `measured` ones to three digits. What is no number stays as it is.
std::string page_number(const std::string& cell, Content content);
/// The same with the cell of the column of standard errors behind it; without one where that is empty.
std::string page_number(const std::string& cell, const std::string& error);

}  // namespace polyscape::report
