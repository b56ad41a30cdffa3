#include "polyscape/algebra/format/format.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

// What is left of `text` after blanks, and after comments to the end of the line that begin with `comment`.
std::string_view skip_blank(std::string_view text, char comment) {
  while (!text.empty()) {
    if (std::isspace(static_cast<unsigned char>(text.front())))
      text.remove_prefix(1);
    else if (text.front() == comment)
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    else
      break;
  }
  return text;
}

bool starts_bertini(std::string_view text) {
  text = skip_blank(text, '%');
  const auto end = std::ranges::find_if_not(text, [](unsigned char c) { return std::isalnum(c) || c == '_'; });
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  constexpr std::string_view openings[] = {"CONFIG",   "INPUT",    "variable_group", "hom_variable_group",
                                           "variable", "function", "parameter",      "pathvariable",
                                           "constant"};
  return std::ranges::find(openings, word) != std::end(openings);
}

}  // namespace

std::string write_system(const System& system, Format format) {
  for (const Polynomial& p : system.equations)
    if (p.variables() != system.names.size()) throw ArgumentError("write_system: an equation lacks or has more names");
  const std::set<std::string> distinct(system.names.begin(), system.names.end());
  if (distinct.size() != system.names.size() || distinct.contains(""))
    throw ArgumentError("write_system: names must be distinct and not empty");
  switch (format) {
    case Format::phcpack:
      return write_phcpack(system);
    case Format::bertini:
      return write_bertini(system);
    case Format::julia:
      return write_julia(system);
    case Format::macaulay2:
      return write_macaulay2(system);
    case Format::singular:
      return write_singular(system);
    case Format::msolve:
      return write_msolve(system);
    case Format::sympy:
      return write_sympy(system);
    case Format::latex:
      return write_latex(system);
    case Format::json:
      return write_json(system);
  }
  throw ArgumentError("write_system: unknown format");
}

std::optional<Format> recognize_format(std::string_view text) {
  if (const auto rest = skip_blank(text, '#'); !rest.empty()) {
    if (rest.front() == '{') return Format::json;
    if (std::isdigit(static_cast<unsigned char>(rest.front()))) return Format::phcpack;
  }
  if (starts_bertini(text)) return Format::bertini;
  return std::nullopt;
}

Reading read_text(const std::string& text, const std::string& file, std::size_t inner) {
  const auto format = recognize_format(text);
  if (format == Format::phcpack) return read_phcpack(text, file, inner);
  if (format == Format::bertini) return read_bertini(text, file, inner);
  if (format == Format::json) return read_json(text, file, inner);
  const auto begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
  const std::string start = text.substr(begin, std::min<std::size_t>(text.find('\n', begin) - begin, 30));
  throw InputError(file + ":" + std::to_string(line), "a system in PHCpack, Bertini or JSON format",
                   start.empty() ? "an empty file" : "\"" + start + "\"",
                   "begin with the number of equations (PHCpack), with CONFIG or INPUT (Bertini) or with { (JSON)");
}

System read_system(const std::string& text, const std::string& file) {
  Reading reading = read_text(text, file, 0);
  return {std::move(reading.names), std::move(reading.equations)};
}

}  // namespace polyscape::algebra
