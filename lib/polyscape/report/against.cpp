#include "polyscape/report/against.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/report/digits.hpp"
#include "polyscape/report/query.hpp"

namespace polyscape::report {
namespace {

using algebra::Rational;
using Cells = std::vector<std::string>;

constexpr const char* differs_column = "differs";

/// A row's place: numbers by their value, however they are written.
Cells key_of(const Cells& row, const std::vector<std::size_t>& columns) {
  Cells key;
  for (const std::size_t c : columns) {
    const auto x = number_of(row[c]);
    key.push_back(x ? x->to_string() : row[c]);
  }
  return key;
}

/// Where a match's columns stand.
struct Places {
  std::size_t published = 0, ours = 0;
  std::optional<std::size_t> published_error, our_error;
};

Places places_of(const Match& match, const Grid& published, const Grid& ours, const std::string& place) {
  Places result;
  result.published = column_index(published, match.published, place);
  if (!match.error.empty()) result.published_error = column_index(published, match.error, place);
  if (match.column.empty()) return result;
  result.ours = column_index(ours, match.column, place);
  if (const std::size_t next = result.ours + 1;
      next < ours.columns.size() && ours.columns[next].content == Content::error)
    result.our_error = next;
  return result;
}

Rational square_of(const Cells& row, const std::optional<std::size_t>& error) {
  const auto x = error ? number_of(row[*error]) : std::nullopt;
  return x ? *x * *x : Rational(0);
}

bool differ(const Places& at, const Cells& published, const Cells& ours) {
  const std::string &a = published[at.published], &b = ours[at.ours];
  if (a.empty() || b.empty()) return false;
  const auto x = number_of(a), y = number_of(b);
  if (!x || !y) return a != b;
  const Rational allowed = Rational(9) * (square_of(published, at.published_error) + square_of(ours, at.our_error));
  return allowed < (*x - *y) * (*x - *y);
}

/// Grows a grid column by column; in every row the cell is what `cell` makes of the published row and of ours.
template <class Cell>
void add_column(Grid& grid, Column column, const Grid& published, const std::vector<const Cells*>& ours, Cell cell) {
  grid.columns.push_back(std::move(column));
  for (std::size_t i = 0; i < published.rows.size(); ++i) grid.rows[i].push_back(cell(published.rows[i], ours[i]));
}

/// The published column under the heading of ours.
Column published_column(const Column& published, const Column& ours) {
  Column result = ours;
  result.name = published.name;
  result.latex += ", publ.";
  result.markdown += ", published";
  return result;
}

Column error_column(const Column& published) {
  return {published.name, published.latex, published.markdown, Content::error};
}

/// Where a published figure and ours stand in a grid.
using Pair = std::pair<std::size_t, std::size_t>;

Grid for_a_page(const Grid& all, const std::vector<Pair>& pairs) {
  Grid page = all;
  std::set<std::size_t> left_out;
  for (std::size_t c = 0; c < all.columns.size(); ++c)
    if (all.columns[c].name == differs_column) left_out.insert(c);
  for (const auto& [published, ours] : pairs) {
    const bool equal = std::ranges::all_of(all.rows, [p = published, o = ours](const Cells& row) {
      const auto x = number_of(row[p]), y = number_of(row[o]);
      return x && y && *x == *y;
    });
    if (!equal) continue;
    left_out.insert(published);
    page.columns[ours].latex += ", both";
    page.columns[ours].markdown += ", both";
  }
  for (auto c = left_out.rbegin(); c != left_out.rend(); ++c) {
    const auto at = static_cast<std::ptrdiff_t>(*c);
    page.columns.erase(page.columns.begin() + at);
    for (Cells& row : page.rows) row.erase(row.begin() + at);
  }
  return page;
}

}  // namespace

std::vector<Match> matches_of(const std::string& text, const std::string& place) {
  std::vector<Match> result;
  for (const std::string& word : listed(text, place)) {
    const std::size_t sign = word.find_first_of("=~");
    Match match{word.substr(0, sign), "", sign == std::string::npos ? "" : word.substr(sign + 1),
                sign != std::string::npos && word[sign] == '='};
    const std::size_t open = match.published.find('(');
    const bool closed = open == std::string::npos || match.published.back() == ')';
    if (match.published.empty() || open == 0 || !closed || (sign != std::string::npos && match.column.empty()))
      throw InputError(place, "PUBLISHED=COLUMN", "\"" + word + "\"", "write " + place + " N_C=isolated, for example");
    if (open != std::string::npos) {
      match.error = match.published.substr(open + 1, match.published.size() - open - 2);
      match.published.resize(open);
    }
    result.push_back(std::move(match));
  }
  return result;
}

Beside beside(const Grid& all_published, const Grid& ours, const std::vector<Match>& keys,
              const std::vector<Match>& compared) {
  std::vector<std::size_t> published_keys, our_keys;
  std::set<std::size_t> used;
  for (const Match& key : keys) {
    const Places at = places_of(key, all_published, ours, "--keys");
    published_keys.push_back(at.published), our_keys.push_back(at.ours);
    used.insert(at.ours);
  }
  std::map<Cells, const Cells*> by_key;
  for (const Cells& row : ours.rows) by_key[key_of(row, our_keys)] = &row;
  Grid published{all_published.columns, {}};
  std::vector<const Cells*> found;
  for (const Cells& row : all_published.rows)
    if (const auto at = by_key.find(key_of(row, published_keys)); at != by_key.end()) {
      published.rows.push_back(row);
      found.push_back(at->second);
    }

  Grid result{{}, std::vector<Cells>(published.rows.size())};
  const auto theirs = [](std::size_t c) { return [c](const Cells& row, const Cells*) { return row[c]; }; };
  const auto own = [](std::size_t c) { return [c](const Cells&, const Cells* row) { return (*row)[c]; }; };
  for (std::size_t k = 0; k < keys.size(); ++k)
    add_column(result, ours.columns[our_keys[k]], published, found, theirs(published_keys[k]));
  Cells differences(published.rows.size());
  std::vector<Pair> pairs;
  for (const Match& match : compared) {
    const Places at = places_of(match, published, ours, "--compare");
    const Column& column = published.columns[at.published];
    if (match.column.empty()) {
      add_column(result, column, published, found, theirs(at.published));
      continue;
    }
    used.insert(at.ours);
    if (match.judged && !at.published_error && !at.our_error)
      pairs.emplace_back(result.columns.size(), result.columns.size() + 1);
    add_column(result, published_column(column, ours.columns[at.ours]), published, found, theirs(at.published));
    if (at.published_error)
      add_column(result, error_column(published.columns[*at.published_error]), published, found,
                 theirs(*at.published_error));
    add_column(result, ours.columns[at.ours], published, found, own(at.ours));
    if (at.our_error) {
      used.insert(*at.our_error);
      add_column(result, ours.columns[*at.our_error], published, found, own(*at.our_error));
    }
    for (std::size_t i = 0; i < found.size(); ++i)
      if (match.judged && differ(at, published.rows[i], *found[i]))
        differences[i] += (differences[i].empty() ? "" : ", ") + match.published + " " +
                          published.rows[i][at.published] + " is " + page_number((*found[i])[at.ours], Content::number);
  }
  for (std::size_t c = 0; c < ours.columns.size(); ++c)
    if (!used.contains(c) && ours.columns[c].content != Content::mark)
      add_column(result, ours.columns[c], published, found, own(c));
  const auto mark = std::ranges::find(ours.columns, Content::mark, &Column::content);
  const auto marks = static_cast<std::size_t>(mark - ours.columns.begin());
  result.columns.push_back({differs_column, "differs", "differs", Content::text});
  result.columns.push_back({"mark", "", "", Content::mark});
  for (std::size_t i = 0; i < found.size(); ++i) {
    std::string words = mark != ours.columns.end() ? (*found[i])[marks] : "";
    if (!differences[i].empty()) words += words.empty() ? "differs" : ", differs";
    result.rows[i].push_back(differences[i]);
    result.rows[i].push_back(words);
  }
  const std::size_t without = all_published.rows.size() - published.rows.size();
  Grid page = for_a_page(result, pairs);
  return {std::move(result), std::move(page), without};
}

}  // namespace polyscape::report
