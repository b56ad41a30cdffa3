#include "polyscape/report/latex_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

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

  /// About how wide it is, in points.
  double width() const {
    constexpr double digit = 4.7, point = 2.6, parentheses = 7.2, sign = 7.2, times_ten = 17, thin = 1.6;
    return digit * static_cast<double>(integer + decimals + error + exponent) + (decimals > 0 ? point : 0) +
           (error > 0 ? parentheses : 0) + (negative ? sign : 0) + (exponent > 0 ? times_ten : 0) +
           thin * static_cast<double>(integer / 3 + decimals / 3);
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

// In points, of what is set in \\small.
constexpr double text_width = 345, separation = 8, wide = 120, widest = 200;

/// About how wide a text is, rather more than less: Computer Modern at 9 pt.
double width_of(std::string_view text) {
  double width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xc0) continue;  // a character's further bytes
    width += std::string_view("ijlI.,:;'!|").find(c) != std::string_view::npos        ? 2.7
             : std::string_view("fjrst()[]-/ ").find(c) != std::string_view::npos     ? 3.8
             : c == 'm' || c == 'w' || c == 'M' || c == 'W' || byte >= 0x80           ? 9.5
             : (c >= 'A' && c <= 'Z') || c == '=' || c == '+' || c == '<' || c == '>' ? 7.3
                                                                                      : 5.2;
  }
  return width;
}

/// The same of what LaTeX is given: without the commands and what groups.
double latex_width_of(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      const std::size_t end =
          std::min(text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", i + 1), text.size());
      if (end > i + 1 && text.substr(i, 5) != "\\math") shown += 'x';  // a letter of Greek, or the like
      i = std::max(end - 1, i + 1);
    } else if (std::string_view("{}$^_").find(text[i]) == std::string_view::npos) {
      shown += text[i];
    }
  }
  return width_of(shown);
}

/// A column as it is set: one of the grid, with the errors behind it.
struct SetColumn {
  std::string spec, head;
  std::vector<std::string> cells;
  double width = 0;
};

SetColumn number_column(const Grid& grid, std::size_t c, bool with_errors) {
  SetColumn result{"", "{" + grid.columns[c].latex + "}", {}, latex_width_of(grid.columns[c].latex)};
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
    constexpr double power = 12;  // of the cross and the ten
    result.width = std::max(result.width, width_of(cell) + (cell.find('e') == std::string::npos ? 0 : power));
    if (!number_of(grid.rows[i][c]))
      cell = "{" + latex_escaped(cell) + "}";
    else if (!plain[i] && powers_alone)
      cell = "{\\num{" + cell + "}}";
    else
      shape.include(cell);
  }
  result.spec = "S[table-format=" + shape.format() + "]";
  result.width = std::max(result.width, shape.width());
  return result;
}

SetColumn word_column(const Grid& grid, std::size_t c) {
  const Content content = grid.columns[c].content;
  SetColumn result{content == Content::mark       ? "@{\\,}l"
                   : content == Content::fraction ? "r"
                                                  : "l",
                   grid.columns[c].latex,
                   {},
                   latex_width_of(grid.columns[c].latex)};
  for (const auto& row : grid.rows) {
    const std::string& cell = row[c];
    result.width = std::max(result.width, content == Content::mark ? 0 : width_of(cell));
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

/// Which columns stand in each of the tabulars below each other. A mark stays behind the column before it.
std::vector<std::vector<std::size_t>> panels_of(const std::vector<SetColumn>& columns, std::size_t keys) {
  std::vector<std::vector<std::size_t>> panels(1);
  double keys_width = 0, width = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const double more = columns[c].width + separation;
    if (c < keys) keys_width += more;
    if (width + more > text_width && columns[c].width > 0 && panels.back().size() > keys) {
      panels.emplace_back(keys);
      std::iota(panels.back().begin(), panels.back().end(), std::size_t{0});
      width = keys_width;
    }
    panels.back().push_back(c);
    width += more;
  }
  return panels;
}

std::string tabular_of(const std::vector<SetColumn>& all, const std::vector<std::size_t>& shown, std::size_t rows) {
  std::string spec, head, text;
  for (const std::size_t c : shown) {
    spec += (spec.empty() ? "" : " ") + all[c].spec;
    head += (head.empty() ? "" : " & ") + all[c].head;
  }
  text = "\\begin{tabular}{" + spec + "}\n\\toprule\n" + head + " \\\\\n\\midrule\n";
  for (std::size_t i = 0; i < rows; ++i) {
    for (const std::size_t c : shown) text += (c == shown.front() ? "" : " & ") + all[c].cells[i];
    text += " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

}  // namespace

std::vector<std::string> latex_tabulars(const Grid& grid, std::size_t keys) {
  std::vector<SetColumn> columns = set_columns(grid);
  double all = 0;
  for (const SetColumn& c : columns) all += c.width + separation;
  if (all > text_width)
    for (SetColumn& c : columns)
      if (c.spec == "l" && c.width > wide) {
        c.width = std::min(c.width, widest);
        c.spec = fmt::format(">{{\\raggedright\\arraybackslash}}p{{{:.0f}pt}}", c.width);
      }
  std::vector<std::string> tabulars;
  for (const std::vector<std::size_t>& panel : panels_of(columns, keys))
    tabulars.push_back(tabular_of(columns, panel, grid.rows.size()));
  return tabulars;
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
