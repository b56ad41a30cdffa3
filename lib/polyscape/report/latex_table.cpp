#include "polyscape/report/latex_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "polyscape/report/digits.hpp"
#include "polyscape/report/escape.hpp"
#include "polyscape/report/marks.hpp"

namespace polyscape::report {
namespace {

/// Room that the numbers of an S column take.
struct NumberShape {
  std::size_t integer = 1, decimals = 0, error = 0, exponent = 0;
  bool negative = false, negative_exponent = false;

  /// Widens it by a number as page_number() writes it.
  void include(const std::string& text) {
    const std::size_t begin = text.starts_with('-') ? 1 : 0, e = text.find('e'), open = text.find('(');
    const std::size_t end = std::min({e, open, text.size()}), point = std::min(text.find('.'), end);
    negative |= begin == 1;
    integer = std::max(integer, point - begin);
    decimals = std::max(decimals, end - std::min(end, point + 1));
    if (open != std::string::npos) error = std::max(error, text.find(')') - open - 1);
    if (e == std::string::npos) return;
    const bool minus = text[e + 1] == '-';
    negative_exponent |= minus;
    exponent = std::max(exponent, text.size() - e - 1 - (minus ? 1 : 0));
  }

  std::string format() const {
    std::string text = fmt::format("{}{}.{}", negative ? "-" : "", integer, decimals);
    if (error > 0) text += fmt::format("({})", error);
    if (exponent > 0) text += fmt::format("e{}{}", negative_exponent ? "-" : "", exponent);
    return text;
  }
};

bool is_number(Content content) { return content == Content::number || content == Content::measured; }

std::string mark_symbols(const std::string& cell) {
  std::string text;
  for (const Mark& m : marks_in(cell)) text += m.latex;
  return text.empty() ? "" : "$^{" + text + "}$";
}

/// A column as it is set: one of the grid, with the errors behind it.
struct SetColumn {
  std::string spec, head;
  std::vector<std::string> cells;
};

SetColumn number_column(const Grid& grid, std::size_t c, bool with_errors) {
  SetColumn result{"", "{" + grid.columns[c].latex + "}", {}};
  std::vector<bool> plain;
  for (const auto& row : grid.rows) {
    result.cells.push_back(with_errors ? page_number(row[c], row[c + 1])
                                       : page_number(row[c], grid.columns[c].content));
    plain.push_back(number_of(row[c]) && result.cells.back().find('e') == std::string::npos);
  }
  // Powers of ten beside plain numbers stand alone: aligned with them, they would take the room of both.
  const bool powers_alone = std::ranges::find(plain, true) != plain.end();
  NumberShape shape;
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    std::string& cell = result.cells[i];
    if (cell.empty()) continue;
    if (!number_of(grid.rows[i][c]))
      cell = "{" + latex_escaped(cell) + "}";
    else if (!plain[i] && powers_alone)
      cell = "{\\num{" + cell + "}}";
    else
      shape.include(cell);
  }
  result.spec = "S[table-format=" + shape.format() + "]";
  return result;
}

SetColumn word_column(const Grid& grid, std::size_t c) {
  const Content content = grid.columns[c].content;
  SetColumn result{content == Content::mark       ? "@{\\,}l"
                   : content == Content::fraction ? "r"
                                                  : "l",
                   grid.columns[c].latex,
                   {}};
  for (const auto& row : grid.rows) {
    const std::string& cell = row[c];
    result.cells.push_back(content == Content::mark                        ? mark_symbols(cell)
                           : content == Content::formula                   ? latex_formula(cell)
                           : content == Content::fraction && !cell.empty() ? "$" + latex_escaped(cell) + "$"
                                                                           : latex_escaped(cell));
  }
  return result;
}

std::vector<SetColumn> set_columns(const Grid& grid) {
  std::vector<SetColumn> list;
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    const bool with_errors = c + 1 < grid.columns.size() && grid.columns[c + 1].content == Content::error;
    if (is_number(grid.columns[c].content) || grid.columns[c].content == Content::error)
      list.push_back(number_column(grid, c, with_errors));
    else
      list.push_back(word_column(grid, c));
    if (with_errors) ++c;
  }
  return list;
}

}  // namespace

std::string latex_tabular(const Grid& grid) {
  std::string spec, head, text;
  const std::vector<SetColumn> columns = set_columns(grid);
  for (const SetColumn& c : columns) {
    spec += (spec.empty() ? "" : " ") + c.spec;
    head += (head.empty() ? "" : " & ") + c.head;
  }
  text = "\\begin{tabular}{" + spec + "}\n\\toprule\n" + head + " \\\\\n\\midrule\n";
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    for (std::size_t c = 0; c < columns.size(); ++c) text += (c > 0 ? " & " : "") + columns[c].cells[i];
    text += " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

std::string latex_legend(const Grid& grid) {
  std::string text;
  for (const Mark& m : marks_in(grid))
    text += fmt::format("{}$^{{{}}}$\\,{}: {}.", text.empty() ? "" : " ", m.latex, m.word, m.meaning);
  return text;
}

std::string latex_document(const std::string& body) {
  return "\\documentclass{article}\n\\usepackage{amssymb}\n\\usepackage{booktabs}\n\\usepackage{siunitx}\n"
         "\\begin{document}\n" +
         body + "\\end{document}\n";
}

}  // namespace polyscape::report
