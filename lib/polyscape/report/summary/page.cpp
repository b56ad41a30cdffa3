#include "polyscape/report/summary/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace polyscape::report {

using algebra::Integer;

namespace {
constexpr std::size_t width = 100, margin = 19;
}

void Page::item(const std::string& label, const std::string& content) {
  std::string row = fmt::format("  {:<{}}", label, margin - 2);
  std::size_t column = std::max(row.size(), margin);
  if (row.size() > margin) row += " ", ++column;
  for (std::size_t from = 0; from < content.size();) {
    std::size_t to = content.find(' ', from);
    if (to == std::string::npos) to = content.size();
    const std::size_t length = to - from;
    if (column + length > width && column > margin) {
      while (!row.empty() && row.back() == ' ') row.pop_back();
      text_ += row + "\n";
      row = std::string(margin, ' ');
      column = margin;
    }
    row += content.substr(from, length) + " ";
    column += length + 1;
    from = to + 1;
  }
  while (!row.empty() && row.back() == ' ') row.pop_back();
  text_ += row + "\n";
}

void Page::count(Label label, std::uint64_t value, const std::string& remark) {
  raw(fmt::format("  {:<{}}{:>12}{}", label.text(), margin - 2, readable(value), remark));
}

void Page::bound(Label label, const Integer& value, const std::string& rest) {
  line(label, readable(value) + (rest.empty() ? "" : "  " + rest));
  if (const std::string atoms = beside_atoms(value); !atoms.empty()) line("", "= " + atoms);
}

std::string readable(const Integer& value) {
  constexpr std::uint64_t longest = 24;
  if (value.digits() > longest) {
    const double log10 = value.log10();
    return fmt::format("{}{:.3f} x 10^{} ({} digits)", value.sign() < 0 ? "-" : "",
                       std::pow(10, log10 - std::floor(log10)), static_cast<long>(std::floor(log10)),
                       readable(Integer(static_cast<long>(value.digits()))));
  }
  std::string text = value.to_string();
  const std::size_t first = value.sign() < 0 ? 1 : 0;
  for (std::size_t i = text.size(); i > first + 3;) text.insert(i -= 3, ",");
  return text;
}

std::string beside_atoms(const Integer& value) {
  constexpr double atoms_log10 = 80;  // order of magnitude, baryons of the observable universe
  const double log10 = value.log10();
  if (!(log10 > atoms_log10)) return "";
  return fmt::format("10^{:.{}f} times 10^80, the number of atoms in the observable universe", log10 - atoms_log10,
                     log10 < 1e6 ? 1 : 0);
}

std::string readable(std::uint64_t value) { return readable(Integer(static_cast<long>(value))); }

std::string plural(const Integer& count, const std::string& noun) {
  return fmt::format("{} {}{}", readable(count), noun, count == Integer(1) ? "" : "s");
}
std::string plural(std::uint64_t count, const std::string& noun) {
  return plural(Integer(static_cast<long>(count)), noun);
}

}  // namespace polyscape::report
