#include "polyscape/spec/dataset.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "polyscape/base/error.hpp"

namespace polyscape::spec {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// One record after the other.
class Reader {
 public:
  Reader(const std::string& text, const std::string& file) : text_(text), file_(file) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // byte order mark
  }
  std::size_t line() const { return line_; }
  bool done() const { return at_ >= text_.size(); }

  std::vector<std::string> record() {
    std::vector<std::string> fields;
    for (;;) {
      fields.push_back(field());
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      ++line_;
      return fields;
    }
  }

 private:
  std::string field() {
    if (at_ >= text_.size() || text_[at_] != '"') {
      const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
      const std::string result = trimmed(text_.substr(at_, end - at_));
      at_ = end;
      return result;
    }
    const std::size_t opened = line_;
    std::string result;
    for (++at_;; ++at_) {
      if (at_ >= text_.size())
        throw InputError(file_ + ":" + std::to_string(opened), "a closing quote", "the end of the file",
                         "close the field with \"");
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        result += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        result += '"';
        ++at_;
      } else {
        break;
      }
    }
    ++at_;
    if (at_ < text_.size() && std::string_view(",\r\n").find(text_[at_]) == std::string_view::npos)
      throw InputError(file_ + ":" + std::to_string(line_), "a comma or the end of the line after a quoted field",
                       "\"" + text_.substr(at_, 1) + "\"", "write quotes inside a field twice");
    return result;
  }

  const std::string& text_;
  const std::string& file_;
  std::size_t at_ = 0, line_ = 1;
};

// How to leave a bad row out, in the language of `rows`.
std::string rows_without(std::size_t row, std::size_t count) {
  const auto range = [](std::size_t a, std::size_t b) {
    return a == b ? std::to_string(a) : std::to_string(a) + "-" + std::to_string(b);
  };
  std::string text = row > 1 ? range(1, row - 1) : "";
  if (row < count) text += (text.empty() ? "" : ", ") + range(row + 1, count);
  return text;
}

}  // namespace

CsvTable parse_csv(const std::string& text, const std::string& file) {
  CsvTable table{file, {}, {}, {}};
  Reader reader(text, file);
  while (!reader.done()) {
    const std::size_t line = reader.line();
    std::vector<std::string> fields = reader.record();
    if (fields.size() == 1 && fields[0].empty()) continue;
    if (table.columns.empty()) {
      table.columns = std::move(fields);
      std::set<std::string> names;
      for (const std::string& column : table.columns)
        if (!names.insert(column).second)
          throw InputError(file + ":" + std::to_string(line), "columns of different names", "\"" + column + "\" twice",
                           "rename one of them");
      continue;
    }
    if (fields.size() != table.columns.size())
      throw InputError(file + ":" + std::to_string(line),
                       std::to_string(table.columns.size()) + " fields, one a column of the header",
                       std::to_string(fields.size()), "complete the row, or quote fields that hold commas");
    table.rows.push_back(std::move(fields));
    table.lines.push_back(line);
  }
  if (table.columns.empty())
    throw InputError(file + ":1", "a header row with the columns' names", "nothing", "write one, for example x1,x2,y");
  return table;
}

std::size_t column_index(const CsvTable& table, const std::string& column, const std::string& place) {
  const auto it = std::ranges::find(table.columns, column);
  if (it == table.columns.end())
    throw InputError(place, "a column of " + table.file, "\"" + column + "\"", "write one of " + joined(table.columns));
  return static_cast<std::size_t>(it - table.columns.begin());
}

std::vector<Rational> numeric_column(const CsvTable& table, std::size_t column, const std::vector<std::size_t>& rows) {
  std::vector<Rational> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) {
    const std::string& cell = table.rows[row][column];
    const auto value = Rational::parse(cell);
    if (!value) {
      const std::string rest = rows_without(row + 1, table.rows.size());
      throw InputError(table.file + ":" + std::to_string(table.lines[row]) + " " + table.columns[column], "a number",
                       "\"" + cell + "\"",
                       "write one" + (rest.empty() ? "" : ", or leave the row out: rows = \"" + rest + "\""));
    }
    values.push_back(*value);
  }
  return values;
}

std::vector<std::string> class_names(const CsvTable& table, std::size_t column, const std::vector<std::size_t>& rows) {
  std::set<std::string> distinct;
  for (const std::size_t row : rows) distinct.insert(table.rows[row][column]);
  std::vector<std::string> names(distinct.begin(), distinct.end());
  const bool numbers = std::ranges::all_of(names, [](const auto& n) { return Rational::parse(n).has_value(); });
  if (numbers)
    std::ranges::sort(names, [](const auto& a, const auto& b) { return *Rational::parse(a) < *Rational::parse(b); });
  else
    std::ranges::sort(names);
  return names;
}

std::vector<std::size_t> parse_rows(std::string_view text, std::size_t count, const std::string& place) {
  constexpr std::size_t most_rows = 20'000'000;  // rows may be named again and again
  const std::string found = "\"" + std::string(text) + "\"", last = std::to_string(count);
  const auto fail = [&](const std::string& expected) {
    throw InputError(place, expected, found, "write rows = \"1-" + last + "\", for example");
  };
  const auto number = [&](std::string_view part) -> std::size_t {
    const auto value = algebra::Integer::parse(trimmed(std::string(part)));
    if (!value) fail("row numbers and ranges like \"1-50, 60\"");
    const auto small = value->to_int64();
    if (!small || *small < 1 || static_cast<std::size_t>(*small) > count) fail("rows from 1 to " + last);
    return static_cast<std::size_t>(*small);
  };
  std::vector<std::size_t> rows;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    const std::size_t dash = part.find('-');
    const std::size_t first = number(part.substr(0, std::min(dash, part.size())));
    const std::size_t final = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
    if (final < first) fail("ranges from the smaller to the larger row");
    if (rows.size() + (final - first) >= most_rows) fail("at most " + std::to_string(most_rows) + " rows in all");
    for (std::size_t row = first; row <= final; ++row) rows.push_back(row - 1);
    begin = end + 1;
  }
  return rows;
}

std::vector<std::vector<Rational>> random_rows(const Distribution& distribution, Random random, std::size_t samples,
                                               std::size_t width) {
  std::vector<std::vector<Rational>> result(samples, std::vector<Rational>(width));
  for (auto& row : result)
    for (Rational& value : row) value = draw(distribution, random);
  return result;
}

}  // namespace polyscape::spec
