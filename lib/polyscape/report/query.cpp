#include "polyscape/report/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "polyscape/base/error.hpp"
#include "polyscape/base/list.hpp"
#include "polyscape/report/aggregate.hpp"
#include "polyscape/report/digits.hpp"

namespace polyscape::report {
namespace {

using algebra::Rational;
using Cells = std::vector<std::string>;

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Insertions, deletions and changes of letters from one to the other.
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

/// "write real, rank or level": the names nearest to a word, as a remedy.
std::string nearest(const std::string& word, const Cells& names) {
  constexpr std::size_t most = 3;
  std::vector<std::pair<std::size_t, std::string>> by_distance;
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(lowered(word), lowered(name));
    const bool part = word.size() > 2 && lowered(name).find(lowered(word)) != std::string::npos;
    if (part || distance <= std::max<std::size_t>(1, name.size() / 2)) by_distance.emplace_back(distance, name);
  }
  std::ranges::stable_sort(by_distance, {}, &std::pair<std::size_t, std::string>::first);
  by_distance.resize(std::min(by_distance.size(), most));
  std::string text;
  for (std::size_t i = 0; i < by_distance.size(); ++i)
    text += (i == 0 ? "write " : i + 1 < by_distance.size() ? ", " : " or ") + by_distance[i].second;
  return text;
}

std::optional<std::size_t> find_column(const Grid& grid, const std::string& name) {
  const auto found = [&](const auto& same) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < grid.columns.size(); ++i)
      if (same(grid.columns[i].name) || std::ranges::any_of(grid.columns[i].aliases, same)) return i;
    return std::nullopt;
  };
  if (const auto exact = found([&](const std::string& n) { return n == name; })) return exact;
  return found([&](const std::string& n) { return lowered(n) == lowered(name); });
}

struct Filter {
  std::size_t column;
  std::string op, value;
  std::optional<Rational> number;

  bool holds(const std::string& cell) const {
    if (value.empty()) return cell.empty() == (op == "=");
    if (cell.empty()) return false;
    const auto x = number_of(cell);
    if (!x || !number) return op == "=" ? cell == value : op == "!=" && cell != value;
    const auto order = *x <=> *number;
    return op == "="    ? order == 0
           : op == "!=" ? order != 0
           : op == "<"  ? order < 0
           : op == "<=" ? order <= 0
           : op == ">"  ? order > 0
                        : order >= 0;
  }
};

Filter filter_of(const std::string& text, const Grid& grid) {
  const std::size_t at = text.find_first_of("=!<>");
  const std::size_t end = at == std::string::npos ? at : text.find_first_not_of("=!<>", at);
  const std::string op = at == std::string::npos ? "" : text.substr(at, end - at);
  static const Cells operators{"=", "!=", "<", "<=", ">", ">="};
  if (std::ranges::find(operators, op) == operators.end() || trimmed(text.substr(0, at)).empty())
    throw InputError("--where", "NAME = VALUE, with =, !=, <, <=, > or >=", "\"" + text + "\"",
                     "write --where \"real >= 3\", for example");
  Filter filter{column_index(grid, trimmed(text.substr(0, at)), "--where"), op,
                end == std::string::npos ? "" : trimmed(text.substr(end)), std::nullopt};
  filter.number = number_of(filter.value);
  if (op.find_first_of("<>") != std::string::npos && !filter.number)
    throw InputError("--where", "a number behind " + op, "\"" + filter.value + "\"",
                     "write one, or compare words with = or !=");
  return filter;
}

/// A column that is asked for.
struct Wanted {
  std::size_t column;
  std::optional<Aggregate> aggregate;
};

Wanted wanted_of(const std::string& text, const Grid& grid, const std::string& place) {
  if (const auto whole = find_column(grid, text)) return {*whole, std::nullopt};  // a name may have a colon
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return {column_index(grid, text, place), std::nullopt};
  const auto aggregate = named<Aggregate>(text.substr(colon + 1));
  if (!aggregate)
    throw InputError(place, any_name<Aggregate>() + " behind a colon", "\"" + text + "\"",
                     "write " + text.substr(0, colon) + ":mean, for example");
  return {column_index(grid, text.substr(0, colon), place), aggregate};
}

/// Groups of rows, by their indices.
using Groups = std::vector<std::vector<std::size_t>>;

Groups groups_of(const Grid& grid, const Cells& names, bool grouped) {
  Groups groups;
  if (!grouped) {
    for (std::size_t i = 0; i < grid.rows.size(); ++i) groups.push_back({i});
    return groups;
  }
  std::vector<std::size_t> columns;
  for (const std::string& name : names) columns.push_back(column_index(grid, name, "--group-by"));
  std::map<Cells, std::size_t> known;
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    Cells key;
    for (const std::size_t c : columns) key.push_back(grid.rows[i][c]);
    const auto [place, is_new] = known.emplace(std::move(key), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(i);
  }
  return groups;
}

Cells cells_of(const Grid& grid, const std::vector<std::size_t>& group, std::size_t column) {
  Cells cells;
  for (const std::size_t i : group) cells.push_back(grid.rows[i][column]);
  return cells;
}

std::string group_cell(const Grid& grid, const std::vector<std::size_t>& group, const Wanted& wanted,
                       const std::string& place) {
  const Column& column = grid.columns[wanted.column];
  const Cells cells = cells_of(grid, group, wanted.column);
  if (wanted.aggregate) {
    if (auto cell = aggregated(cells, *wanted.aggregate)) return *cell;
    const auto word = std::ranges::find_if(cells, [](const auto& c) { return !c.empty() && !number_of(c); });
    throw InputError(place + " " + column.name + ":" + std::string(name(*wanted.aggregate)), "numbers",
                     "\"" + *word + "\"", "write " + column.name + ":hist, or leave such rows out with --where");
  }
  if (column.name == "draws") return *aggregated(cells, Aggregate::sum);
  std::string value;
  for (const std::string& cell : cells) {
    if (cell.empty() || cell == value) continue;
    if (!value.empty())
      throw InputError(place + " " + column.name, "one value in every group", value + " and " + cell,
                       fmt::format("write {0}:hist{1}, or add it to --group-by", column.name,
                                   number_of(cell) ? fmt::format(", {0}:min, {0}:mean or {0}:max", column.name) : ""));
    value = cell;
  }
  return value;
}

/// "incomplete", or in a group "3 incomplete, 1 failed"; empty where every row is complete.
std::string mark_of(const Grid& grid, const std::vector<std::size_t>& group, std::size_t standing) {
  std::string text;
  for (const char* word : {"contradiction", "incomplete", "failed"}) {
    const auto count = std::ranges::count(cells_of(grid, group, standing), word);
    if (count == 0) continue;
    text += (text.empty() ? "" : ", ") + (group.size() > 1 ? fmt::format("{} {}", count, word) : std::string(word));
  }
  return text;
}

void add_marks(const Grid& rows, const Groups& groups, Grid& result) {
  const auto standing = find_column(rows, "standing");
  if (!standing || std::ranges::find(result.columns, "standing", &Column::name) != result.columns.end()) return;
  Cells marks;
  for (const auto& group : groups) marks.push_back(mark_of(rows, group, *standing));
  if (std::ranges::all_of(marks, &std::string::empty)) return;
  result.columns.push_back({"mark", "", "", Content::mark, "what is to be known before relying on the row"});
  for (std::size_t i = 0; i < marks.size(); ++i) result.rows[i].push_back(marks[i]);
}

/// Unknown cells last, numbers by size before words by the alphabet.
bool comes_before(const std::string& a, const std::string& b, bool reversed) {
  if (a.empty() || b.empty()) return !a.empty() && b.empty();
  const auto x = number_of(a), y = number_of(b);
  if (x && y) return reversed ? *y < *x : *x < *y;
  if (x || y) return x.has_value() != reversed;
  return reversed ? b < a : a < b;
}

/// Groups by the cells that the keys have of them.
void sort_groups(const Grid& grid, const Cells& keys, Groups& groups) {
  for (std::size_t k = keys.size(); k-- > 0;) {
    const bool reversed = keys[k].starts_with('-');
    const Wanted key = wanted_of(keys[k].substr(reversed ? 1 : 0), grid, "--sort");
    std::vector<std::pair<std::string, std::vector<std::size_t>>> keyed;
    for (auto& group : groups) {
      std::string cell = group_cell(grid, group, key, "--sort");
      keyed.emplace_back(std::move(cell), std::move(group));
    }
    std::ranges::stable_sort(keyed,
                             [&](const auto& a, const auto& b) { return comes_before(a.first, b.first, reversed); });
    groups.clear();
    for (auto& [cell, group] : keyed) groups.push_back(std::move(group));
  }
}

}  // namespace

std::size_t column_index(const Grid& grid, const std::string& name, const std::string& place) {
  if (const auto found = find_column(grid, name)) return *found;
  Cells names;
  for (const Column& c : grid.columns) {
    names.push_back(c.name);
    names.insert(names.end(), c.aliases.begin(), c.aliases.end());
  }
  const std::string near = nearest(name, names);
  throw InputError(place, "a column", "\"" + name + "\"",
                   near.empty() ? "see polyscape table --list-columns" : near + ", or see --list-columns");
}

Grid filtered(const Grid& all, const std::vector<std::string>& where) {
  std::vector<Filter> filters;
  for (const std::string& text : where) filters.push_back(filter_of(text, all));
  Grid result{all.columns, {}};
  std::ranges::copy_if(all.rows, std::back_inserter(result.rows), [&](const Cells& row) {
    return std::ranges::all_of(filters, [&](const Filter& f) { return f.holds(row[f.column]); });
  });
  return result;
}

Grid selected(const Grid& rows, const Query& query) {
  const std::string place = "--columns";
  for (const std::string& name : query.group_by) column_index(rows, name, "--group-by");
  std::vector<Wanted> wanted;
  for (const std::string& text : query.columns) {
    const Wanted w = wanted_of(text, rows, place);
    const bool error_of_mean = w.aggregate == Aggregate::error && !wanted.empty() &&
                               wanted.back().aggregate == Aggregate::error && wanted.back().column == w.column;
    if (!error_of_mean) wanted.push_back(w);
    if (w.aggregate == Aggregate::mean) wanted.push_back({w.column, Aggregate::error});
  }
  const bool grouped =
      !query.group_by.empty() || std::ranges::any_of(wanted, [](const Wanted& w) { return w.aggregate.has_value(); });
  Groups groups = groups_of(rows, query.group_by, grouped);
  sort_groups(rows, query.sort, groups);
  Grid result{{}, std::vector<Cells>(groups.size())};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Wanted& w = wanted[i];
    Column column = rows.columns[w.column];
    if (w.aggregate) column = aggregated(column, *w.aggregate);
    if (w.aggregate == Aggregate::error && i > 0 && wanted[i - 1].aggregate == Aggregate::mean &&
        wanted[i - 1].column == w.column)
      column.content = Content::error;
    result.columns.push_back(std::move(column));
    for (std::size_t g = 0; g < groups.size(); ++g) result.rows[g].push_back(group_cell(rows, groups[g], w, place));
  }
  add_marks(rows, groups, result);
  return result;
}

std::vector<std::string> default_columns(const Grid& rows, const std::vector<std::string>& group_by, bool narrow) {
  const auto varies = [&](std::size_t c) {
    return std::ranges::any_of(rows.rows, [&](const Cells& row) { return row[c] != rows.rows.front()[c]; });
  };
  Cells names;
  if (!group_by.empty()) {
    names = group_by;
    for (const char* name : {"draws", "isolated:max", "real:min", "real:mean", "real:max", "completeness:hist"})
      names.emplace_back(name);
    return names;
  }
  if (!narrow) {
    for (const Column& c : rows.columns)
      if (!c.on_demand) names.push_back(c.name);
    return names;
  }
  const auto network = *find_column(rows, "network");
  if (std::ranges::any_of(rows.rows, [&](const Cells& row) { return row[network].empty(); }))
    names.emplace_back("title");
  names.emplace_back("network");
  if (varies(*find_column(rows, "activation"))) names.emplace_back("activation");
  // Of what was chosen only what the other columns do not show.
  static const Cells shown{"inputs", "width", "repeat", "activation", "samples"};
  bool seeds = false;
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    const std::string& name = rows.columns[c].name;
    const std::string last = name.substr(name.rfind('.') + 1);
    if (!rows.columns[c].chosen || !varies(c) || std::ranges::find(shown, last) != shown.end()) continue;
    names.push_back(name);
    seeds |= last == "seed";
  }
  if (!seeds && varies(*find_column(rows, "data_seed"))) names.emplace_back("data_seed");
  for (const char* name : {"weights", "samples", "bezout", "mixed_volume_affine", "isolated", "real", "completeness"})
    names.emplace_back(name);
  return names;
}

std::vector<std::string> listed(const std::string& text, const std::string& place) {
  Cells words = comma_separated(text);
  if (std::ranges::find(words, "") != words.end())
    throw InputError(place, "names with commas between them", "\"" + text + "\"", "write a,b,c");
  return words;
}

}  // namespace polyscape::report
