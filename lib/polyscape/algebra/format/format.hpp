#pragma once
/// Polynomial systems as text: nine formats to write, three to read.
#include <optional>
#include <string>
#include <string_view>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/names.hpp"

namespace polyscape::algebra {

enum class Format {
  phcpack,    ///< read and written
  bertini,    ///< input file; read and written
  julia,      ///< script for HomotopyContinuation.jl
  macaulay2,  ///< script
  singular,   ///< script
  msolve,     ///< input file
  sympy,      ///< Python script
  latex,      ///< an align* environment
  json,       ///< read and written, see write_system
};

constexpr auto names_of(Format) {
  return std::to_array<std::string_view>(
      {"phcpack", "bertini", "julia", "macaulay2", "singular", "msolve", "sympy", "latex", "json"});
}

/// The system in the given format, coefficients exact (msolve: each equation times its common denominator). A name that
/// the format cannot express or its program reserves is changed; a comment says so where the format has comments.
/// JSON: { "variables": ["x", "y"], "equations": ["x^2*y - 1/3", ...] }; an equation may also be a list of terms
/// { "coefficient": "-1/3", "exponents": [2, 1] }, which is how systems are written whose names are no identifiers; a
/// complex coefficient is there a list of its parts, in texts a sum with i or I, where no variable is called so. Throws
/// InputError for complex coefficients where the program has none (msolve). Throws ArgumentError if an equation is not
/// in names.size() variables, or if names are empty or equal.
std::string write_system(const System& system, Format format);

/// The format of a text that read_system can read: JSON begins with {, PHCpack with a number, Bertini with CONFIG,
/// INPUT or a declaration. nullopt if it is none of these.
std::optional<Format> recognize_format(std::string_view text);

/// The system that a PHCpack, Bertini or JSON text holds; which one is decided by content. Decimals are the exact
/// rationals they spell. What write_system wrote in these formats is read back equal, changed names included.
/// file: what error messages call the text. Throws InputError "FILE:LINE: expected ..., found ...; REMEDY".
System read_system(const std::string& text, const std::string& file);

}  // namespace polyscape::algebra
