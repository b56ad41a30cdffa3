#include "polyscape/report/caption.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <set>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/report/digits.hpp"
#include "polyscape/report/query.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::report {
namespace {

using algebra::Rational;

std::vector<std::string> known_cells(const Grid& rows, const std::string& column) {
  const std::size_t c = column_index(rows, column, "caption");
  std::vector<std::string> cells;
  for (const auto& row : rows.rows)
    if (!row[c].empty()) cells.push_back(row[c]);
  return cells;
}

/// "data seed 7", "data seeds 1 to 100", "data seeds 1, 5, 9", "12 data seeds from 1 to 90".
std::string seeds(const Grid& rows, const std::string& column, const std::string& words) {
  std::set<Rational> values;
  for (const std::string& cell : known_cells(rows, column))
    if (const auto x = number_of(cell)) values.insert(*x);
  if (values.empty()) return "";
  const std::string first = values.begin()->to_string(), last = values.rbegin()->to_string();
  if (values.size() == 1) return words + " " + first;
  const Rational count(static_cast<long>(values.size()));
  if (*values.rbegin() - *values.begin() + Rational(1) == count) return fmt::format("{}s {} to {}", words, first, last);
  if (values.size() > 5) return fmt::format("{} {}s from {} to {}", values.size(), words, first, last);
  std::string list;
  for (const Rational& x : values) list += (list.empty() ? "" : ", ") + x.to_string();
  return words + "s " + list;
}

std::string seed_sentence(const Grid& rows) {
  std::string text;
  for (const auto& [column, words] :
       {std::pair("data_seed", "data seed"), std::pair("teacher_seed", "teacher seed"),
        std::pair("noise_seed", "noise seed"), std::pair("regularization_seed", "regularization seed"),
        std::pair("seed", "solver seed")})
    if (const std::string part = seeds(rows, column, words); !part.empty()) text += (text.empty() ? "" : ", ") + part;
  if (text.empty()) return "";
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

std::string basis_of(std::string_view word) {
  return std::string(std::ranges::find(words(), word, &Word::word)->basis);
}

/// " below 2^-80": the largest of the probabilities that modular counts are too small, rounded up.
std::string error_of(const Grid& rows) {
  const std::size_t known = column_index(rows, "completeness", "caption"),
                    error = column_index(rows, "error_log2", "caption");
  std::optional<Rational> largest;
  for (const auto& row : rows.rows)
    if (const auto x = number_of(row[error]); row[known] == name(Completeness::modular) && x)
      largest = std::max(largest.value_or(*x), *x);
  return largest ? "below 2^" + decimal_text(algebra::rounded(*largest, 3, algebra::Rounding::up)) : "that is stated";
}

std::string completeness_sentence(const Grid& rows) {
  const std::vector<std::string> cells = known_cells(rows, "completeness");
  std::string text;
  const auto names = names_of(Completeness());
  for (const std::string_view word : names | std::views::reverse) {
    const auto count = std::ranges::count(cells, word);
    if (count == 0) continue;
    const std::string many = static_cast<std::size_t>(count) == cells.size() ? "" : fmt::format(" in {}", count);
    std::string basis = basis_of(word);
    const std::string_view printed = "that is printed";
    if (basis.ends_with(printed)) basis.replace(basis.size() - printed.size(), printed.size(), error_of(rows));
    text += fmt::format("{}{}{} ({})", text.empty() ? "" : ", ", word, many, basis);
  }
  return text.empty() ? "" : "Completeness: " + text + ".";
}

}  // namespace

std::string caption(const Grid& rows, std::size_t lines) {
  std::string text = lines < rows.rows.size()
                         ? fmt::format("{} results in {} row{}.", rows.rows.size(), lines, lines == 1 ? "" : "s")
                         : "";
  for (const std::string& sentence : {seed_sentence(rows), completeness_sentence(rows)})
    if (!sentence.empty()) text += (text.empty() ? "" : " ") + sentence;
  return text;
}

}  // namespace polyscape::report
