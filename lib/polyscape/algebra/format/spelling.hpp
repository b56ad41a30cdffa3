#pragma once
/// How names, numbers and polynomials are spelled in a language.
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

/// What a language accepts as the name of a variable: letters and digits always, a letter first.
struct NameRule {
  std::string_view others = "_";                          ///< further characters that may follow the first letter
  char replacement = '_';                                 ///< for characters that may not stand in a name
  std::function<bool(const std::string&)> reserved = {};  ///< names taken by the language; none if empty
};

/// names[i] as the language accepts it, distinct, changed only where needed.
std::vector<std::string> legal_names(std::span<const std::string> names, const NameRule& rule);

/// Predicates for NameRule: the space-separated words; two or more letters and nothing else, which is what the names of
/// commands are made of.
std::function<bool(const std::string&)> any_of_words(std::string_view words);
bool is_word(const std::string& name);

/// "renamed: NEW = OLD, ..." for the names that differ; empty if none does or an old one holds a separator.
std::string renaming_note(std::span<const std::string> names, std::span<const std::string> legal);
/// `names` with what a renaming note anywhere in `text` says undone.
std::vector<std::string> undo_renaming(std::vector<std::string> names, std::string_view text);

/// "3 equations in 2 variables".
std::string size_note(const System& system);

struct Spelling {
  std::string_view power = "^", times = "*";
  std::function<std::string(const Rational&)> number = [](const Rational& x) { return x.to_string(); };  ///< x >= 0
  std::string_view imaginary = "i";  ///< the imaginary unit
  std::size_t width = 100;           ///< lines are broken behind a sign once they are longer; 0: never
  std::string_view indent = "    ";  ///< of the lines that follow
  std::string_view plus = " + ", minus = " - ";
};

/// p as a sum of terms in decreasing graded lexicographic order; "0" for zero.
std::string spell(const Polynomial& p, std::span<const std::string> names, const Spelling& spelling = {});

/// The texts, with the separator between them.
std::string joined(std::span<const std::string> texts, std::string_view separator);

}  // namespace polyscape::algebra
