#include "polyscape/critical/orbits.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "polyscape/base/disjoint_sets.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::critical {
namespace {

using algebra::GaussianRational;

// |a - b| at most 2^-bits max(1, |a|).
bool same(const eval::Point& a, const eval::Point& b, int bits) {
  return eval::distance(a, b) <= std::ldexp(std::max(1.0, eval::magnitude(a)), -bits);
}

// A random linear form, real parts: points are looked up by its value.
class Key {
 public:
  explicit Key(std::size_t size) {
    Random random(1);
    for (std::size_t i = 0; i < 2 * size; ++i) weights_.push_back(random.normal());
  }
  double operator()(const std::vector<GaussianRational>& x) const {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      sum += weights_[2 * i] * x[i].re.to_double() + weights_[2 * i + 1] * x[i].im.to_double();
    return sum;
  }
  // How far apart the keys of two points may be that differ by `relative` of their size.
  double window(const std::vector<GaussianRational>& x, double relative) const {
    double size = 1, total = 0;
    for (const auto& z : x) size = std::max(size, std::abs(z.to_complex()));
    for (const double w : weights_) total += std::abs(w);
    return total * size * relative;
  }

 private:
  std::vector<double> weights_;
};

/// Solutions by the value of a linear form.
class Lookup {
 public:
  explicit Lookup(std::span<const solve::Solution> solutions)
      : solutions_(solutions), key_(solutions[0].coordinates.size()) {
    for (std::size_t i = 0; i < solutions.size(); ++i) sorted_.emplace_back(key_(solutions[i].coordinates), i);
    std::sort(sorted_.begin(), sorted_.end());
  }
  /// The solution at x, known to `bits`.
  std::optional<std::size_t> operator()(const eval::Point& x, int bits) const {
    const double centre = key_(x), window = key_.window(x, 1e-7);
    // Half of the bits that both points are good for: their errors are far below, other points far beyond.
    for (auto it = std::lower_bound(sorted_.begin(), sorted_.end(), std::pair(centre - window, std::size_t{0}));
         it != sorted_.end() && it->first <= centre + window; ++it) {
      const solve::Solution& other = solutions_[it->second];
      if (same(x, other.coordinates, std::max(20, std::min(bits, other.bits) / 2))) return it->second;
    }
    return std::nullopt;
  }

 private:
  std::span<const solve::Solution> solutions_;
  Key key_;
  std::vector<std::pair<double, std::size_t>> sorted_;
};

}  // namespace

Orbits orbits(std::span<const solve::Solution> solutions, std::span<const algebra::SignedPermutation> generators) {
  Orbits result;
  if (solutions.empty()) return result;
  const std::size_t n = solutions.size();
  const Lookup at(solutions);
  DisjointSets sets(n);
  for (std::size_t i = 0; i < n; ++i)
    for (const auto& g : generators) {
      if (const auto found = at(algebra::act(g, solutions[i].coordinates), solutions[i].bits))
        sets.join(i, *found);
      else
        ++result.missing_images;
    }
  result.orbit.resize(n);
  for (const auto& group : sets.groups()) {
    for (const std::size_t i : group) result.orbit[i] = result.first.size();
    result.first.push_back(group.front());
  }
  result.count = result.first.size();
  for (const std::size_t i : result.first) {
    std::optional<std::size_t> found = i;
    if (!solutions[i].real) found = at(eval::conjugate(solutions[i].coordinates), solutions[i].bits);
    result.conjugate.push_back(found ? result.orbit[*found] : result.conjugate.size());
  }
  return result;
}

}  // namespace polyscape::critical
