#include "polyscape/report/aggregate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "polyscape/report/digits.hpp"

namespace polyscape::report {
namespace {

using algebra::Rational;
using Numbers = std::vector<Rational>;

Rational sum(const Numbers& numbers) {
  Rational total;
  for (const Rational& x : numbers) total += x;
  return total;
}

Rational size(const Numbers& numbers) { return static_cast<long>(numbers.size()); }

/// Of one of them, by n - 1.
Rational variance(const Numbers& numbers) {
  const Rational mean = sum(numbers) / size(numbers);
  Rational squares;
  for (const Rational& x : numbers) squares += (x - mean) * (x - mean);
  return squares / (size(numbers) - Rational(1));
}

std::string of_numbers(const Numbers& numbers, Aggregate aggregate) {
  switch (aggregate) {
    case Aggregate::min:
      return std::ranges::min(numbers).to_string();
    case Aggregate::max:
      return std::ranges::max(numbers).to_string();
    case Aggregate::sum:
      return sum(numbers).to_string();
    case Aggregate::mean:
      return (sum(numbers) / size(numbers)).to_string();
    case Aggregate::deviation:
    case Aggregate::error: {
      if (numbers.size() < 2) return "";
      const Rational square = variance(numbers);
      return decimal_text(square_root(aggregate == Aggregate::error ? square / size(numbers) : square));
    }
    default:
      return "";
  }
}

/// By size where all are numbers, else by the alphabet.
std::string histogram(std::vector<std::string> cells) {
  std::vector<std::pair<std::optional<Rational>, std::string>> keys;
  for (std::string& cell : cells) keys.emplace_back(number_of(cell), std::move(cell));
  const bool numbers = std::ranges::all_of(keys, [](const auto& key) { return key.first.has_value(); });
  std::ranges::stable_sort(
      keys, [&](const auto& a, const auto& b) { return numbers ? *a.first < *b.first : a.second < b.second; });
  std::string text;
  for (std::size_t i = 0, end; i < keys.size(); i = end) {
    for (end = i;
         end < keys.size() && (numbers ? *keys[end].first == *keys[i].first : keys[end].second == keys[i].second);)
      ++end;
    text += fmt::format("{}{}:{}", i == 0 ? "" : " ", keys[i].second, end - i);
  }
  return text;
}

}  // namespace

std::optional<std::string> aggregated(std::span<const std::string> cells, Aggregate aggregate) {
  std::vector<std::string> filled;
  std::ranges::copy_if(cells, std::back_inserter(filled), [](const std::string& cell) { return !cell.empty(); });
  if (aggregate == Aggregate::count) return std::to_string(filled.size());
  if (aggregate == Aggregate::hist) return histogram(std::move(filled));
  Numbers numbers;
  for (const std::string& cell : filled) {
    const auto x = number_of(cell);
    if (!x) return std::nullopt;
    numbers.push_back(*x);
  }
  return numbers.empty() ? "" : of_numbers(numbers, aggregate);
}

Column aggregated(const Column& column, Aggregate aggregate) {
  const std::string word(name(aggregate));
  Column result = column;
  result.aliases.clear();
  for (const std::string& alias : column.aliases) result.aliases.push_back(alias + ":" + word);
  result.name += ":" + word;
  result.latex += ", " + word;
  result.markdown += ", " + word;
  result.chosen = false;
  if (aggregate == Aggregate::count || aggregate == Aggregate::hist || aggregate == Aggregate::mean ||
      aggregate == Aggregate::sum)
    result.content = aggregate == Aggregate::hist ? Content::text : Content::number;
  if (aggregate == Aggregate::deviation || aggregate == Aggregate::error) result.content = Content::measured;
  if (aggregate != Aggregate::hist && (result.content == Content::text || result.content == Content::formula))
    result.content = Content::number;
  return result;
}

}  // namespace polyscape::report
