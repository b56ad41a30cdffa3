#include "polyscape/volume/deep_linear.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "polyscape/base/error.hpp"

namespace polyscape::volume {

Pole deep_linear(std::span<const long> widths, long rank) {
  if (widths.size() < 2 || rank < 0 || std::ranges::min(widths) < rank)
    throw ArgumentError("deep_linear: no widths, or a rank above the least of them");
  std::vector<long> rest;  // M_s = H_s - rank, the smallest first
  for (const long h : widths) rest.push_back(h - rank);
  std::ranges::sort(rest);
  // The first l + 1 of them: none is more than their sum over l, and the next one is not less.
  std::size_t taken = 2;
  long sum = rest[0] + rest[1];
  const auto fits = [&] {
    const long l = static_cast<long>(taken) - 1;
    return sum >= l * rest[taken - 1] &&
           (taken == rest.size() || (rest[taken - 1] < rest[taken] && sum < l * rest[taken]));
  };
  while (!fits() && taken < rest.size()) sum += rest[taken++];
  const long l = static_cast<long>(taken) - 1;
  const long q = sum == 0 ? 0 : (sum + l - 1) / l, a = sum - (q - 1) * l;
  Rational pairs = 0;
  for (std::size_t i = 0; i < taken; ++i)
    for (std::size_t j = i + 1; j < taken; ++j) pairs += Rational(rest[i] * rest[j]);
  const Rational mean = Rational(sum) / Rational(l);
  const Rational value = Rational(rank * (widths.front() + widths.back()) - rank * rank) / Rational(2) +
                         Rational(a * (l - a)) / Rational(4 * l) - Rational(l * (l - 1)) / Rational(4) * mean * mean +
                         pairs / Rational(2);
  return {value, static_cast<int>(a * (l - a)) + 1};
}

}  // namespace polyscape::volume
