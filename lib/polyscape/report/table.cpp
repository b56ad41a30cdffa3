#include "polyscape/report/table.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "polyscape/report/caption.hpp"
#include "polyscape/report/digits.hpp"
#include "polyscape/report/escape.hpp"
#include "polyscape/report/latex_table.hpp"
#include "polyscape/report/marks.hpp"
#include "polyscape/report/query.hpp"

namespace polyscape::report {
namespace {

/// The digits of the integer in front in groups of three.
std::string grouped(std::string number) {
  const std::size_t begin = number.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(number.find_first_not_of("0123456789", begin), number.size());
  for (std::size_t i = end; i > begin + 3;) number.insert(i -= 3, ",");
  return number;
}

std::string markdown_cell(const Grid& grid, const std::vector<std::string>& row, std::size_t c) {
  const Content content = grid.columns[c].content;
  if (content == Content::mark) {
    std::string symbols;
    for (const Mark& m : marks_in(row[c])) symbols += m.symbol;
    return symbols;
  }
  if (content == Content::text || !number_of(row[c])) return markdown_escaped(row[c]);
  const bool with_errors = c + 1 < row.size() && grid.columns[c + 1].content == Content::error;
  return grouped(with_errors ? page_number(row[c], row[c + 1]) : page_number(row[c], content));
}

std::string markdown_table(const Grid& grid, const Setting& setting) {
  std::string head = "|", rule = "|", text, below;
  std::vector<std::size_t> shown;
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    const Content content = grid.columns[c].content;
    if (content == Content::error && c > 0) continue;
    shown.push_back(c);
    head += " " + markdown_escaped(grid.columns[c].markdown) + " |";
    rule += content == Content::text || content == Content::formula || content == Content::mark ? " :-- |" : " --: |";
  }
  for (const auto& row : grid.rows) {
    text += "|";
    for (const std::size_t c : shown) text += " " + markdown_cell(grid, row, c) + " |";
    text += "\n";
  }
  for (const Mark& m : marks_in(grid)) below += std::string(m.symbol) + " " + m.word + ": " + m.meaning + "\n";
  return (setting.caption.empty() ? "" : markdown_escaped(setting.caption) + "\n\n") + head + "\n" + rule + "\n" +
         text + (below.empty() ? "" : "\n" + below);
}

/// Escaped, but for powers of two, 2^-80.5, which are set as such.
std::string latex_caption(const std::string& text) {
  std::string out;
  for (std::size_t at = 0, begin; at < text.size();) {
    begin = text.find("2^-", at);
    out += latex_escaped(text.substr(at, begin == std::string::npos ? begin : begin - at));
    if (begin == std::string::npos) break;
    at = std::min(text.find_first_not_of("0123456789.", begin + 3), text.size());
    const std::size_t end = text[at - 1] == '.' ? at - 1 : at;  // of the sentence
    out += "$2^{-" + text.substr(begin + 3, end - begin - 3) + "}$";
    at = end;
  }
  return out;
}

std::string latex_table(const Grid& grid, const Setting& setting) {
  constexpr std::size_t page = 45;  // lines
  const std::string legend = latex_legend(grid),
                    open = "\\begin{table}\n\\centering\n\\small\n\\setlength{\\tabcolsep}{4pt}\n";
  const std::vector<std::string> tabulars = latex_tabulars(grid, setting.keys);
  const bool one_page = (grid.rows.size() + 3) * tabulars.size() <= page;
  std::string text;
  for (const std::string& tabular : tabulars) {
    const bool first = &tabular == &tabulars.front();
    if (setting.caption.empty() || (!first && one_page))
      text += first ? "" : "\\par\\medskip\n";
    else if (first)
      text += open + "\\caption{" + latex_caption(setting.caption) + (legend.empty() ? "" : " " + legend) +
              "}\n\\label{tab:" + setting.label + "}\n";
    else
      text += "\\end{table}\n" + open + "\\tablename~\\ref{tab:" + setting.label + "}, continued\\par\\smallskip\n";
    text += tabular;
  }
  if (!setting.caption.empty()) text += "\\end{table}\n";
  return setting.standalone ? latex_document(text) : text;
}

/// What programs read: exact.
std::string plain_cell(const Column& column, const std::string& cell) {
  const bool decimal = column.content == Content::number && cell.find('/') != std::string::npos;
  const auto x = decimal ? number_of(cell) : std::nullopt;
  return x ? decimal_text(*x) : cell;
}

std::string csv_table(const Grid& grid) {
  std::string text;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) text += (i ? "," : "") + csv_field(grid.columns[i].name);
  text += "\n";
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      text += (i ? "," : "") + csv_field(plain_cell(grid.columns[i], row[i]));
    text += "\n";
  }
  return text;
}

std::string json_table(const Grid& grid) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& cells : grid.rows) {
    nlohmann::ordered_json row = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < cells.size(); ++i) row[grid.columns[i].name] = plain_cell(grid.columns[i], cells[i]);
    rows.push_back(std::move(row));
  }
  return rows.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

Grid filled(const Grid& grid) {
  if (grid.rows.empty()) return grid;
  Grid result{{}, std::vector<std::vector<std::string>>(grid.rows.size())};
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    if (std::ranges::all_of(grid.rows, [&](const auto& row) { return row[c].empty(); })) continue;
    result.columns.push_back(grid.columns[c]);
    for (std::size_t i = 0; i < grid.rows.size(); ++i) result.rows[i].push_back(grid.rows[i][c]);
  }
  return result;
}

std::string table(const Grid& grid, TableFormat format, const Setting& setting) {
  switch (format) {
    case TableFormat::latex:
      return latex_table(grid, setting);
    case TableFormat::markdown:
      return markdown_table(grid, setting);
    case TableFormat::csv:
      return csv_table(grid);
    case TableFormat::json:
      return json_table(grid);
  }
  return "";
}

Grid grid(std::span<const Result> results) {
  const Grid all = full_grid(results);
  return selected(all, {default_columns(all, {}, false), {}, {}, {}});
}

Grid narrow_grid(std::span<const Result> results) {
  const Grid all = full_grid(results);
  return filled(selected(all, {default_columns(all, {}, true), {}, {}, {}}));
}

std::string table(std::span<const Result> results, TableFormat format) {
  if (!is_page(format)) return table(grid(results), format);
  Setting setting;
  if (format == TableFormat::latex) setting.caption = caption(full_grid(results), results.size());
  return table(narrow_grid(results), format, setting);
}

}  // namespace polyscape::report
