#include "polyscape/bounds/mixed_cells.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/bounds/flips_kernel.hpp"

namespace polyscape::bounds {
namespace {

// Lifting values are drawn below this: large enough that ties, which make it start again, are rare.
constexpr std::int64_t lifting_range = std::int64_t{1} << 24;
constexpr int most_attempts = 50;
constexpr std::uint64_t speeds = 1 << 10;  // of points that leave, against ties

constexpr double most_coordinates = 5e7;  // of all points of all stages: what memory holds

// Exponents are ints; their differences and sums are not.
using Point = std::vector<std::int64_t>;
using Points = std::vector<Point>;

Point corner_of(std::size_t n, std::size_t i, std::int64_t length) {  // 0, length e_1, .., length e_n
  Point e(n, 0);
  if (i > 0) e[i - 1] = length;
  return e;
}

std::int64_t degree(const Points& support) {
  std::int64_t result = 0;
  for (const Point& point : support)
    result = std::max(result, std::accumulate(point.begin(), point.end(), std::int64_t{0}));
  return result;
}

template <class T>
Supports<T> pointers(const std::vector<Lifted<T>>& supports) {
  Supports<T> result;
  for (const Lifted<T>& s : supports) result.push_back(&s);
  return result;
}

/// Regeneration: first every support is a simplex {0, e_1..e_n}, then one after the other is exchanged. In its stage
/// support k grows from d Delta to d Delta with its own points, which come down from infinity, and then loses the
/// corners that are not its own, which go up to infinity. So do, at the end of all stages, points that are said to
/// leave.
template <class T>
class Regeneration {
 public:
  Regeneration(const std::vector<Points>& supports, Random random, double& work, bool keep,
               const std::vector<std::int64_t>& leaving)
      : n_(supports.size()), keep_(keep), work_(work), flips_(n_, work), given_(supports), leaving_(leaving) {
    order_.resize(n_);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    // Cheap equations first: the intermediate counts stay small.
    std::ranges::stable_sort(order_, {},
                             [&](std::size_t i) { return std::pair(degree(supports[i]), supports[i].size()); });
    prepare(random);
  }

  MixedSubdivision run() {
    Cell<T> cell;
    for (std::size_t i = 0; i < n_; ++i) {
      cell.a.push_back(0);
      cell.b.push_back(static_cast<std::uint32_t>(i + 1));
    }
    const Supports<T> start = pointers(start_);
    flips_.invert(start, cell);
    const T one(1);
    // Ends at the lifting of the stages, which has no large values.
    flips_.follow(start, false, &one, std::move(cell), [&](Cell<T>&& c) { descend(0, std::move(c)); });
    return std::move(result_);
  }

 private:
  using Lifting = std::vector<std::int64_t>;

  static std::int64_t drawn(Random& random) {
    return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(lifting_range)));
  }

  void prepare(Random random) {
    std::vector<Lifting> corners(n_);
    start_.resize(n_);
    for (std::size_t k = 0; k < n_; ++k) corners[k] = prepare_start(k, random);
    result_.lifting.resize(n_);
    growing_.resize(n_);
    shrinking_.resize(n_);
    for (std::size_t k = 0; k < n_; ++k) prepare_stage(k, corners[k], random);
    for (std::size_t k = 0; k < n_ && !leaving_.empty(); ++k) prepare_leaving(k, random);
    inwards_.resize(n_);
    outwards_.resize(n_);
    for (std::size_t k = 0; k < n_; ++k)
      for (std::size_t i = 0; i < n_; ++i) {
        inwards_[k].push_back(i == k ? &growing_[k] : i < k ? &own_[i] : &corners_[i]);
        outwards_[k].push_back(i == k ? &shrinking_[k] : i < k ? &own_[i] : &corners_[i]);
      }
  }

  /// Returns the lifting of 0, e_1, .., e_n in the support that stage k exchanges.
  Lifting prepare_start(std::size_t k, Random& random) {
    Lifting corners;
    for (std::size_t i = 0; i <= n_; ++i) {
      corners.push_back(drawn(random));
      // A lifting with the one cell ({0, e_1}, .., {0, e_n}), then on the way to the random one.
      const std::int64_t begin = i == 0 || i == k + 1 ? drawn(random) : 2 * lifting_range + drawn(random);
      start_[k].add(corner_of(n_, i, 1), begin, corners.back() - begin, -1);
    }
    return corners;
  }

  /// The support that stage k exchanges: within it, before and after.
  void prepare_stage(std::size_t k, const Lifting& corners, Random& random) {
    const Points& own = given_[order_[k]];
    const std::int64_t d = std::max<std::int64_t>(degree(own), 1);
    if (d > std::numeric_limits<std::int64_t>::max() / lifting_range)
      throw LimitError(
          "supports of degree at most " + std::to_string(std::numeric_limits<std::int64_t>::max() / lifting_range),
          std::to_string(d), "lower the exponents");
    Lifted<T>&in = growing_[k], &out = shrinking_[k];
    Lifting& lifting = result_.lifting[order_[k]];
    lifting.resize(own.size());
    std::vector<bool> is_corner(own.size());
    for (std::size_t i = 0; i <= n_; ++i) {
      const Point point = corner_of(n_, i, d);
      const auto found = std::ranges::find(own, point);
      const std::int64_t lift = d * corners[i];
      std::int64_t id = -1;
      if (found != own.end()) {
        id = found - own.begin();
        is_corner[static_cast<std::size_t>(id)] = true;
        lifting[static_cast<std::size_t>(id)] = lift;
      }
      in.add(point, lift, 0, id);
      out.add(point, lift, id < 0 ? 1 : 0, id);
    }
    for (std::size_t p = 0; p < own.size(); ++p) {
      if (is_corner[p]) continue;
      lifting[p] = drawn(random);
      in.add(own[p], lifting[p], 1, static_cast<std::int64_t>(p));
      out.add(own[p], lifting[p], 0, static_cast<std::int64_t>(p));
    }
    // Before their stage supports are simplices, after it they have their own points, both at rest.
    Lifted<T>& before = corners_.emplace_back();
    for (std::size_t i = 0; i <= n_; ++i) before.add(corner_of(n_, i, 1), corners[i], 0, -1);
    Lifted<T>& after = own_.emplace_back();
    for (const std::int64_t id : out.id)
      if (id >= 0) after.add(own[static_cast<std::size_t>(id)], lifting[static_cast<std::size_t>(id)], 0, id);
  }

  /// The support that stage k exchanged, at the end of all stages.
  void prepare_leaving(std::size_t k, Random& random) {
    Lifted<T>& last = last_.emplace_back();
    const Lifting& lifting = result_.lifting[order_[k]];
    for (const std::int64_t id : own_[k].id) {
      const auto place = static_cast<std::size_t>(id);
      const std::int64_t speed = id == leaving_[order_[k]] ? 1 + static_cast<std::int64_t>(random.below(speeds)) : 0;
      last.add(given_[order_[k]][place], lifting[place], speed, id);
    }
  }

  /// A cell of (own supports before k, simplices from k on) through stage k and all that follow.
  void descend(std::size_t k, Cell<T>&& cell) {
    if (k == n_) return finish(cell);
    flips_.stretch(cell, k, T(std::max<std::int64_t>(degree(given_[order_[k]]), 1)));  // from Delta to d Delta
    flips_.follow(inwards_[k], true, nullptr, std::move(cell), [&](Cell<T>&& grown) {
      flips_.follow(outwards_[k], false, nullptr, std::move(grown), [&](Cell<T>&& left) {
        const std::uint32_t a = left.a[k], b = left.b[k];
        const auto& id = outwards_[k][k]->id;
        if (id[a] < 0 || id[b] < 0) return;  // at infinity
        const auto index = [&](std::uint32_t p) {
          return static_cast<std::uint32_t>(
              std::ranges::count_if(id.begin(), id.begin() + p, [](std::int64_t i) { return i >= 0; }));
        };
        left.a[k] = index(a);
        left.b[k] = index(b);
        descend(k + 1, std::move(left));
      });
    });
  }

  void finish(const Cell<T>& cell) {
    const Integer volume = to_integer(cell.volume);
    result_.volume += volume;
    if (!leaving_.empty()) leave(cell);
    if (!keep_) return;
    if (!result_.volume.to_int64()) throw OutOfWork{};  // no list of as many roots is ever used
    MixedCell found;
    found.volume = volume.to_int64().value();
    found.edges.resize(n_);
    for (std::size_t k = 0; k < n_; ++k)
      found.edges[order_[k]] = {static_cast<std::uint32_t>(own_[k].id[cell.a[k]]),
                                static_cast<std::uint32_t>(own_[k].id[cell.b[k]])};
    for (const T& y : flips_.normal(pointers(own_), cell, false)) found.normal.push_back(ratio(y, cell.volume));
    result_.cells.push_back(std::move(found));
  }

  void leave(Cell<T> cell) {
    flips_.follow(pointers(last_), false, nullptr, std::move(cell), [&](Cell<T>&& left) {
      for (std::size_t k = 0; k < n_; ++k)
        if (last_[k].id[left.a[k]] == leaving_[order_[k]] || last_[k].id[left.b[k]] == leaving_[order_[k]])
          return;  // at infinity
      result_.volume_left += to_integer(left.volume);
    });
  }

  std::size_t n_;
  bool keep_;
  double& work_;
  Flips<T> flips_;
  const std::vector<Points>& given_;
  std::vector<std::size_t> order_;  ///< the equation that each stage exchanges
  const std::vector<std::int64_t>& leaving_;
  std::vector<Lifted<T>> start_, corners_, own_, last_;
  std::vector<Lifted<T>> growing_, shrinking_;   ///< each support in its own stage
  std::vector<Supports<T>> inwards_, outwards_;  ///< of each stage
  MixedSubdivision result_;
};

/// Shifts a support to the smallest exponents that are not negative: the mixed volume is the same.
Points shifted(const Support& support) {
  std::vector<int> least = support.front();
  for (const auto& point : support)
    for (std::size_t c = 0; c < least.size(); ++c) least[c] = std::min(least[c], point[c]);
  Points result;
  for (const auto& point : support) {
    Point& moved = result.emplace_back(point.begin(), point.end());
    for (std::size_t c = 0; c < least.size(); ++c) moved[c] -= least[c];
  }
  return result;
}

/// Without points that lie in the middle between two others: the hull is the same, and of all monomials of a degree
/// little more than the corners stays.
Support thinned(const Support& support) {
  if (support.empty()) throw ArgumentError("mixed_volumes: a support is empty");
  const std::size_t n = support.front().size();
  constexpr double most_tries = 1e7;
  if (static_cast<double>(support.size()) * static_cast<double>(n * (n + 1)) > most_tries) return support;
  const std::set<std::vector<int>> there(support.begin(), support.end());
  const auto between = [&](const std::vector<int>& point, std::size_t i, std::size_t j) {  // along e_i, or e_i - e_j
    std::vector<int> before = point, behind = point;
    ++before[i], --behind[i];
    if (j != i) --before[j], ++behind[j];
    return there.contains(before) && there.contains(behind);
  };
  Support result;
  for (const auto& point : support) {
    stop_if_cancelled();
    bool inside = false;
    for (std::size_t i = 0; i < n && !inside; ++i)
      for (std::size_t j = i; j < n && !inside; ++j) inside = between(point, i, j);
    if (!inside) result.push_back(point);
  }
  return result;
}

}  // namespace

std::vector<Support> supports(const algebra::System& system, Origin wanted) {
  std::vector<Support> result;
  for (const algebra::Polynomial& p : system.equations) {
    Support& support = result.emplace_back();
    for (const algebra::Term& term : p.terms()) support.push_back(term.exponents);
    const std::vector<int> origin(system.names.size(), 0);
    if (wanted == Origin::added && std::ranges::find(support, origin) == support.end()) support.push_back(origin);
  }
  return result;
}

std::optional<MixedVolumes> mixed_volumes(const algebra::System& system, Random random, double work) {
  std::vector<Support> with_origin = supports(system, Origin::as_given);
  MixedVolumeOptions options;
  options.work = work;
  const std::vector<int> origin(system.names.size(), 0);
  for (Support& support : with_origin) {
    const bool there = std::ranges::find(support, origin) != support.end();
    support = thinned(support);
    // Of those without it the origin leaves again.
    options.leaving.push_back(there ? -1 : static_cast<std::int64_t>(support.size()));
    if (!there) support.push_back(origin);
  }
  const auto found = mixed_cells(with_origin, random, options);
  if (!found) return std::nullopt;
  return MixedVolumes{found->volume, found->volume_left, found->work};
}

std::optional<MixedSubdivision> mixed_cells(const std::vector<Support>& supports, Random random,
                                            const MixedVolumeOptions& options) {
  std::vector<Points> moved;
  double coordinates = 0;
  for (const Support& support : supports) {
    if (support.empty() || support.front().size() != supports.size())
      throw ArgumentError("mixed_cells: as many supports as variables, none empty");
    coordinates += static_cast<double>(support.size() + supports.size()) * static_cast<double>(supports.size());
    if (coordinates > most_coordinates) return std::nullopt;
    moved.push_back(shifted(support));
  }
  if (!options.leaving.empty() && options.leaving.size() != supports.size())
    throw ArgumentError("mixed_cells: a point that leaves, or -1, for each support");
  double work = options.work;
  bool fits = true;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    if (cancellation_requested()) return std::nullopt;
    const Random stream = random.stream(static_cast<std::uint64_t>(attempt));
    try {
      MixedSubdivision found = fits ? Regeneration<double>(moved, stream, work, options.cells, options.leaving).run()
                                    : Regeneration<Integer>(moved, stream, work, options.cells, options.leaving).run();
      if (std::isfinite(options.work)) found.work = options.work - work;
      return found;
    } catch (const Overflow&) {
      fits = false;
    } catch (const Tie&) {  // another lifting
    } catch (const OutOfWork&) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace polyscape::bounds
