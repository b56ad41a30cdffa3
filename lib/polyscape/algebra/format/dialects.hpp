#pragma once
/// One function a format; use write_system and read_system of format.hpp, which check and choose.
#include <string>
#include <vector>

#include "polyscape/algebra/format/expression.hpp"
#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

std::string write_phcpack(const System& system);
std::string write_bertini(const System& system);
std::string write_julia(const System& system);
std::string write_macaulay2(const System& system);
std::string write_singular(const System& system);
std::string write_msolve(const System& system);
std::string write_sympy(const System& system);
std::string write_latex(const System& system);
std::string write_json(const System& system);

/// What a text holds.
struct Reading {
  std::vector<std::string> names;
  std::vector<Polynomial> equations;  ///< in the names, and unknowns for inner sums (Symbols::inner)
  ExpressionParser::Inner inner;
};
// inner: unknowns for inner sums.
Reading read_phcpack(const std::string& text, const std::string& file, std::size_t inner);
Reading read_bertini(const std::string& text, const std::string& file, std::size_t inner);
Reading read_json(const std::string& text, const std::string& file, std::size_t inner);
/// The format is recognised by content, as by read_system.
Reading read_text(const std::string& text, const std::string& file, std::size_t inner);

}  // namespace polyscape::algebra
