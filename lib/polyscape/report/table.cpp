#include "polyscape/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace polyscape::report {

namespace {

std::string bound_text(const algebra::Integer& value) {
  return value.digits() <= 10000 ? value.to_string() : fmt::format("1e{}", value.digits() - 1);
}
std::string architecture(const Result& r) { return r.network ? r.network->architecture : ""; }
std::string weights(const Result& r) {
  return r.network ? r.network->weights.to_string() : std::to_string(r.system.variables);
}
std::string samples(const Result& r) { return r.network ? std::to_string(r.network->samples) : ""; }
std::string bezout(const Result& r) { return r.bounds.bezout ? bound_text(*r.bounds.bezout) : ""; }
std::string multihomogeneous(const Result& r) {
  return r.bounds.multihomogeneous ? bound_text(r.bounds.multihomogeneous->value) : "";
}
std::string linear_product(const Result& r) {
  return r.bounds.linear_product ? bound_text(r.bounds.linear_product->value) : "";
}
std::string mixed_volume(const Result& r) { return r.bounds.mixed_volume ? bound_text(*r.bounds.mixed_volume) : ""; }
std::string generic_root_count(const Result& r) {
  return r.bounds.generic_root_count ? bound_text(*r.bounds.generic_root_count) : "";
}
std::string linear_one_sample(const Result& r) {
  return r.bounds.linear_one_sample ? bound_text(*r.bounds.linear_one_sample) : "";
}
std::string lifted(const Result& r) {
  return r.bounds.lifted && r.bounds.lifted->value ? bound_text(*r.bounds.lifted->value) : "";
}
std::string lift(const Result& r) { return r.bounds.lifted ? r.bounds.lifted->lift : ""; }
std::string mixed_volume_affine(const Result& r) {
  return r.bounds.mixed_volume_affine ? bound_text(*r.bounds.mixed_volume_affine) : "";
}
std::string tracked(const Result& r) { return r.paths ? std::to_string(r.paths->tracked) : ""; }
std::string failed(const Result& r) { return r.paths ? std::to_string(r.paths->failed) : ""; }
std::string isolated(const Result& r) { return r.solutions ? std::to_string(r.solutions->isolated) : ""; }
std::string torus(const Result& r) { return r.solutions ? std::to_string(r.solutions->torus) : ""; }
std::string real(const Result& r) { return r.solutions && r.system.real ? std::to_string(r.solutions->real) : ""; }
std::string kind_count(const Result& r, Kind kind) {
  if (!r.solutions || r.system.which != Origin::gradient) return "";
  const auto found = r.solutions->real_by_kind.find(kind);
  return std::to_string(found == r.solutions->real_by_kind.end() ? 0 : found->second);
}
std::string minima(const Result& r) { return kind_count(r, Kind::minimum); }
std::string saddles(const Result& r) { return kind_count(r, Kind::saddle); }
std::string degenerate(const Result& r) { return kind_count(r, Kind::degenerate); }
std::string by_index(const Result& r) {
  std::string text;
  if (r.solutions)
    for (const auto& [index, count] : r.solutions->real_by_index)
      text += fmt::format("{}{}:{}", text.empty() ? "" : " ", index, count);
  return text;
}
std::string zero_loss_dimension(const Result& r) {
  if (!r.interpolation || !r.interpolation->dimension) return "";
  return *r.interpolation->dimension < 0 ? "empty" : std::to_string(*r.interpolation->dimension);
}
std::string latex_escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += '\\', out += c;
        break;
      default:
        out += c;
    }
  }
  return out;
}
std::string markdown_escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '\\' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

// Digits in groups of three; beyond 15 of them a power of ten. \, and the like are LaTeX's.
std::string typeset(const std::string& number, bool latex) {
  if (number.size() < 4 || number.find_first_not_of("0123456789") != std::string::npos) return number;
  if (number.size() > 15) {
    const std::string leading = fmt::format("{}.{}", number[0], number.substr(1, 2));
    return latex ? fmt::format("${}\\times10^{{{}}}$", leading, number.size() - 1)
                 : fmt::format("{}e{}", leading, number.size() - 1);
  }
  std::string text = number;
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, latex ? "\\," : ",");
  return text;
}

/// The columns that some row fills.
Grid filled(const Grid& grid) {
  Grid result{{}, std::vector<std::vector<std::string>>(grid.rows.size())};
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    if (std::ranges::all_of(grid.rows, [&](const auto& row) { return row[c].empty(); })) continue;
    result.columns.push_back(grid.columns[c]);
    for (std::size_t i = 0; i < grid.rows.size(); ++i) result.rows[i].push_back(grid.rows[i][c]);
  }
  return result;
}

std::string latex_table(const Grid& grid) {
  std::string spec, head, text;
  for (const Column& c : grid.columns) {
    spec += c.text ? 'l' : 'r';
    head += (head.empty() ? "" : " & ") + c.latex;
  }
  text = "\\begin{tabular}{" + spec + "}\n\\toprule\n" + head + " \\\\\n\\midrule\n";
  for (const auto& row : grid.rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      text += (i ? " & " : "") + (grid.columns[i].text ? latex_escaped(row[i]) : typeset(row[i], true));
    text += " \\\\\n";
  }
  return text + "\\bottomrule\n\\end{tabular}\n";
}

std::string markdown_table(const Grid& grid) {
  std::string head = "|", rule = "|", text;
  for (const Column& c : grid.columns) {
    head += " " + c.markdown + " |";
    rule += c.text ? " :-- |" : " --: |";
  }
  for (const auto& row : grid.rows) {
    text += "|";
    for (std::size_t i = 0; i < row.size(); ++i)
      text += " " + (grid.columns[i].text ? markdown_escaped(row[i]) : typeset(row[i], false)) + " |";
    text += "\n";
  }
  return head + "\n" + rule + "\n" + text;
}

/// As a field of a CSV file: in quotes where it needs them.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string csv_table(const Grid& grid) {
  std::string text;
  const auto line = [&](const auto& cells, const auto& field) {
    for (std::size_t i = 0; i < cells.size(); ++i) text += (i ? "," : "") + csv_field(field(cells[i]));
    text += "\n";
  };
  line(grid.columns, [](const Column& c) { return c.name; });
  for (const auto& row : grid.rows) line(row, [](const std::string& cell) { return cell; });
  return text;
}

/// What a column of `polyscape table` shows of a result (empty: unknown).
struct ResultColumn {
  Column column;
  std::string (*cell)(const Result& result);
};

const std::vector<ResultColumn>& result_columns() {
  static const std::vector<ResultColumn> list{
      {{"title", "title", "title", true}, [](const Result& r) { return r.title; }},
      {{"network", "network", "network", true}, architecture},
      {{"weights", "$M$", "M"}, weights},
      {{"samples", "$N$", "N"}, samples},
      {{"bezout", "B\\'ezout", "Bezout"}, bezout},
      {{"multihomogeneous", "multihom.", "multihomogeneous"}, multihomogeneous},
      {{"linear_product", "lin.\\ product", "linear product"}, linear_product},
      {{"mixed_volume", "mixed vol.", "mixed volume"}, mixed_volume},
      {{"mixed_volume_affine", "mixed vol., origin", "mixed volume with origin"}, mixed_volume_affine},
      {{"lifted", "lifted mixed vol.", "lifted mixed volume"}, lifted},
      {{"lift", "lift", "lift", true}, lift},
      {{"linear_one_sample", "$(1 + 4 d_y)^{d_1}$", "published bound"}, linear_one_sample},
      {{"generic_root_count", "generic", "generic root count"}, generic_root_count},
      {{"paths", "paths", "paths"}, tracked},
      {{"failed", "failed", "failed"}, failed},
      {{"isolated", "complex", "complex"}, isolated},
      {{"torus", "torus", "torus"}, torus},
      {{"real", "real", "real"}, real},
      {{"minima", "minima", "minima"}, minima},
      {{"saddles", "saddles", "saddles"}, saddles},
      {{"degenerate", "degenerate", "degenerate"}, degenerate},
      {{"real_by_index", "real by index", "real by index", true}, by_index},
      {{"zero_loss_dimension", "$\\dim\\{L=0\\}$", "dim of zero loss"}, zero_loss_dimension},
      {{"completeness", "known", "known", true}, known}};
  return list;
}

}  // namespace

std::string known(const Result& r) {
  if (!r.solutions) return "";
  if (const Standing s = standing(r); s != Standing::complete)
    return s == Standing::contradiction ? "CONTRADICTION" : "incomplete";
  return std::string(name(r.solutions->completeness));
}

Grid grid(std::span<const Result> results) {
  Grid grid;
  for (const ResultColumn& c : result_columns()) grid.columns.push_back(c.column);
  for (const Result& r : results) {
    auto& row = grid.rows.emplace_back();
    for (const ResultColumn& c : result_columns()) row.push_back(c.cell(r));
  }
  return grid;
}

std::string table(const Grid& grid, TableFormat format) {
  switch (format) {
    case TableFormat::latex:
      return latex_table(filled(grid));
    case TableFormat::markdown:
      return markdown_table(filled(grid));
    case TableFormat::csv:
      return csv_table(grid);
  }
  return "";
}

std::string table(std::span<const Result> results, TableFormat format) { return table(grid(results), format); }

}  // namespace polyscape::report
