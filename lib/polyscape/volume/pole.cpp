#include "polyscape/volume/pole.hpp"

#include <algorithm>

namespace polyscape::volume {
namespace {

using Limit = std::optional<Pole>;

Limit first(const Limit& a, const Limit& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

bool operator<(const Pole& a, const Pole& b) { return a.value < b.value || (a.value == b.value && a.order > b.order); }

Pole product(const Pole& a, const Pole& b) {
  if (a.value == b.value) return {a.value, a.order + b.order};
  return std::min(a, b);
}

Pole sum(const Pole& a, const Pole& b) { return {a.value + b.value, a.order + b.order - 1}; }

Bracket lowest(const Bracket& a, const Bracket& b) { return {first(a.low, b.low), first(a.high, b.high)}; }

Bracket product(const Bracket& a, const Bracket& b) {
  const auto both = [](const Limit& x, const Limit& y) -> Limit {
    if (!x || !y) return x ? x : y;
    return product(*x, *y);
  };
  return {both(a.low, b.low), both(a.high, b.high)};
}

Bracket sum(const Bracket& a, const Bracket& b) {
  const auto both = [](const Limit& x, const Limit& y) -> Limit {
    if (!x || !y) return std::nullopt;
    return sum(*x, *y);
  };
  return {both(a.low, b.low), both(a.high, b.high)};
}

}  // namespace polyscape::volume
