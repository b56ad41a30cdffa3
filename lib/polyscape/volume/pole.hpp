#pragma once
/// Largest poles of zeta functions, and intervals of them. Where |g|^z has the pole -value of that order, the volume of
/// {|g| < e} goes to zero like e^value (log 1/e)^(order - 1).
#include <cstddef>
#include <optional>
#include <string>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::volume {

using algebra::Rational;

struct Pole {
  Rational value;
  int order = 1;
  bool operator==(const Pole&) const = default;
};

/// More volume comes first: the smaller value, of equal ones the larger order.
bool operator<(const Pole& a, const Pole& b);

/// Of functions of separate variables, one pole each: of their product, of the sum of their squares.
Pole product(const Pole& a, const Pole& b);
Pole sum(const Pole& a, const Pole& b);

/// The first pole, in the order above, over a set of points: at least `low`, at most `high`; nullopt comes after every
/// pole, so that without both the set has no points with one.
struct Bracket {
  std::optional<Pole> low, high;
  bool operator==(const Bracket&) const = default;
  bool is_exact() const { return low == high; }
  bool is_empty() const { return !low && !high; }
};

inline Bracket no_pole() { return {}; }
inline Bracket exactly(const Pole& pole) { return {pole, pole}; }

/// Over the union of both sets.
Bracket lowest(const Bracket& a, const Bracket& b);
/// Of the product or the sum of squares of functions of separate variables. Of a product every pair of points counts
/// and every point with a pole of one of them alone; of a sum the pairs.
Bracket product(const Bracket& a, const Bracket& b);
Bracket sum(const Bracket& a, const Bracket& b);

}  // namespace polyscape::volume
