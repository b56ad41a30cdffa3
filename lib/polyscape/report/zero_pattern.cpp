#include "polyscape/report/zero_pattern.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace polyscape::report {
namespace {

/// A weight's name, w<layer>_<row>_<column> or b<layer>_<row>.
struct Place {
  long layer, row;
  bool bias;
};

std::optional<Place> place_of(const std::string& name) {
  Place place{0, 0, name.starts_with('b')};
  if (!place.bias && !name.starts_with('w')) return std::nullopt;
  const char *const end = name.data() + name.size(), *at = name.data() + 1;
  const auto number = [&](long& value) {
    const auto [next, error] = std::from_chars(at, end, value);
    const bool read = error == std::errc() && next > at;
    at = next;
    return read;
  };
  if (!number(place.layer) || at == end || *at++ != '_' || !number(place.row)) return std::nullopt;
  long column = 0;
  if (!place.bias && (at == end || *at++ != '_' || !number(column))) return std::nullopt;
  return at == end ? std::optional(place) : std::nullopt;
}

}  // namespace

std::string zero_pattern(const std::vector<std::string>& names, const std::vector<std::string>& zero) {
  // Last layer first, weights before biases, then by rows; what is no weight at the end, in its order.
  std::map<std::pair<long, bool>, std::map<long, std::string>> matrices;
  std::string others, text;
  for (const std::string& name : names) {
    const char digit = std::ranges::find(zero, name) == zero.end() ? '1' : '0';
    if (const auto place = place_of(name))
      matrices[{-place->layer, place->bias}][place->row] += digit;
    else
      others += " " + name + "=" + digit;
  }
  for (const auto& [matrix, rows] : matrices) {
    text += (text.empty() ? "" : " ") + std::string(matrix.second ? "b" : "W") + std::to_string(-matrix.first) + "=";
    for (auto row = rows.begin(); row != rows.end(); ++row) text += (row == rows.begin() ? "" : "/") + row->second;
  }
  return text.empty() && !others.empty() ? others.substr(1) : text + others;
}

}  // namespace polyscape::report
