#include "polyscape/report/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>

#include "polyscape/report/column_cells.hpp"
#include "polyscape/report/escape.hpp"
#include "polyscape/report/zero_pattern.hpp"

namespace polyscape::report {
namespace {

constexpr std::size_t most_index_columns = 1000;

const std::vector<Column>& fixed_columns() {
  static const std::vector<Column> list = [] {
    std::vector<Column> columns;
    for (const ResultColumn& c : result_columns()) columns.push_back(c.column);
    return columns;
  }();
  return list;
}

/// Where the column of that name stands; it is appended, empty in all rows, where there is none.
std::size_t column_of(Grid& grid, const Column& column) {
  const auto found = std::ranges::find(grid.columns, column.name, &Column::name);
  if (found != grid.columns.end()) return static_cast<std::size_t>(found - grid.columns.begin());
  grid.columns.push_back(column);
  for (auto& row : grid.rows) row.emplace_back();
  return grid.columns.size() - 1;
}

Column index_column(std::size_t index) {
  return {fmt::format("index_{}", index),
          fmt::format("$n_-={}$", index),
          fmt::format("index {}", index),
          Content::number,
          "real points of that index",
          {},
          true};
}

/// Under the name that the sweep has for it, behind "sweep." where that is a column's of its own.
Column chosen_column(const std::string& given) {
  const bool taken = std::ranges::any_of(fixed_columns(), [&](const Column& c) {
    return c.name == given || std::ranges::find(c.aliases, given) != c.aliases.end();
  });
  const std::string name = (taken ? "sweep." : "") + given;
  return {name, latex_escaped(given), given, Content::text, "what the sweep chose", {}, false, true};
}

std::string other_names(const Column& c) {
  std::string text;
  for (const std::string& alias : c.aliases) text += (text.empty() ? "`" : ", `") + alias + "`";
  return text;
}

}  // namespace

Grid no_rows() { return {fixed_columns(), {}}; }

namespace {

/// result: null where there is none.
void append_row(Grid& grid, const TextPairs& chosen, const Result* result, const std::string& reason) {
  std::vector<std::string>& row = grid.rows.emplace_back(grid.columns.size());
  const std::vector<ResultColumn>& columns = result_columns();
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (result != nullptr) row[i] = columns[i].cell(*result);
  const auto set = [&](const Column& column, const std::string& text) {
    const std::size_t at = column_of(grid, column);
    grid.rows.back()[at] = text;
  };
  const auto fixed = [&](const char* name, const std::string& text) {
    set(*std::ranges::find(fixed_columns(), name, &Column::name), text);
  };
  if (result == nullptr) fixed("standing", "failed"), fixed("completeness", "failed");
  fixed("reason", reason);
  fixed("draws", "1");
  for (const auto& [name, value] : chosen) set(chosen_column(name), value);
  if (result == nullptr || !result->solutions || result->solutions->real_by_kind.empty()) return;
  const auto& by_index = result->solutions->real_by_index;
  for (std::size_t k = 0; k <= result->system.variables && k < most_index_columns; ++k) {
    const auto found = by_index.find(static_cast<int>(k));
    set(index_column(k), std::to_string(found == by_index.end() ? 0 : found->second));
  }
}

}  // namespace

void append(Grid& grid, const Entry& entry) {
  append_row(grid, entry.chosen, entry.result ? &*entry.result : nullptr, entry.reason);
}

void append_strata(Grid& grid, const Entry& entry) {
  static const std::vector<Stratum> none(1);
  const bool known = entry.result && entry.result->solutions && entry.result->solutions->strata;
  for (const Stratum& stratum : known ? *entry.result->solutions->strata : none) {
    append(grid, entry);
    if (!known) continue;
    const auto set = [&](const char* name, const std::string& text) {
      const auto found = std::ranges::find(grid.columns, name, &Column::name);
      grid.rows.back()[static_cast<std::size_t>(found - grid.columns.begin())] = text;
    };
    set("stratum", zero_pattern(entry.result->names, stratum.zero));
    set("stratum_isolated", std::to_string(stratum.isolated));
    if (stratum.real) set("stratum_real", std::to_string(*stratum.real));
  }
}

Grid full_grid(std::span<const Result> results) {
  Grid grid = no_rows();
  for (const Result& r : results) append_row(grid, {}, &r, "");
  return grid;
}

std::string columns_markdown() {
  std::string text = "| CSV | other names | Markdown | |\n|:--|:--|:--|:--|\n";
  for (const Column& c : fixed_columns())
    text += fmt::format("| `{}` | {} | {} | {} |\n", c.name, other_names(c), c.markdown, c.meaning);
  return text + "| `index_K` | | index K | real points of index K, for K = 0, 1, .. |\n";
}

std::string columns_text(const Grid& grid) {
  std::string text;
  for (const Column& c : grid.columns) {
    std::string names = c.name;
    for (const std::string& alias : c.aliases) names += ", " + alias;
    text += fmt::format("{:<36} {}\n", names, c.meaning);
  }
  return text;
}

}  // namespace polyscape::report
