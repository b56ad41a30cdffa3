#pragma once
/// Mixed cells under moving liftings (Jensen, arXiv 1601.02818): what cells flip to, in exact arithmetic.
#include <flint/fmpz.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/cancel.hpp"

namespace polyscape::bounds {

using algebra::Integer;

inline constexpr double exact_double = 0x1p53;

struct Overflow {};
struct Tie {};
struct OutOfWork {};

// Exact arithmetic in two sizes: integers in doubles, where bounds on the results are checked beforehand, and of any
// size.
inline double quotient(double a, double b) { return a / b; }
inline Integer quotient(const Integer& a, const Integer& b) {
  Integer result;
  fmpz_divexact(result.word(), a.word(), b.word());
  return result;
}
/// Throws Overflow unless an integer whose size is at most |a| + |b| is exact in this arithmetic: then sums and
/// products on the way to it are.
inline void require_exact(double, double a, double b = 0) {
  if (!(std::abs(a) + std::abs(b) < exact_double)) throw Overflow{};
}
inline void require_exact(const Integer&, double, double = 0) {}
/// A number as require_exact() needs it.
inline double size(double x) { return x; }
inline double size(const Integer&) { return 0; }
/// What a step takes, against one in doubles.
inline double cost(double) { return 1; }
inline double cost(const Integer&) { return 16; }
inline double to_double(double x) { return x; }
inline double to_double(const Integer& x) { return x.to_double(); }
/// a / b, rounded; also where neither is a double.
inline double ratio(double a, double b) { return a / b; }
inline double ratio(const Integer& a, const Integer& b) { return algebra::Rational(a, b).to_double(); }
inline Integer to_integer(double x) { return Integer(static_cast<long>(x)); }
inline Integer to_integer(const Integer& x) { return x; }
inline int sign(double x) { return (x > 0) - (x < 0); }
inline int sign(const Integer& x) { return x.sign(); }
inline double absolute(double x) { return std::abs(x); }
inline Integer absolute(const Integer& x) { return x.sign() < 0 ? Integer(0) - x : x; }
/// Sign of a/b - c/d for positive b, d. Rounding keeps the order: only products that round to one double are multiplied
/// exactly.
inline int compare_fractions(double a, double b, double c, double d) {
  const double first = a * d, second = c * b;
  if (first != second) return first > second ? 1 : -1;
  const __int128 left = static_cast<__int128>(a) * static_cast<__int128>(d),
                 right = static_cast<__int128>(c) * static_cast<__int128>(b);
  return (left > right) - (left < right);
}
inline int compare_fractions(const Integer& a, const Integer& b, const Integer& c, const Integer& d) {
  return (a * d - c * b).sign();
}

/// One support with its lifting and the direction in which that moves.
template <class T>
struct Lifted {
  std::size_t points = 0;
  std::vector<std::vector<T>> coordinate;  ///< [variable][point]
  struct Entry {
    std::uint32_t variable;
    T value;
  };
  std::vector<Entry> entries;            ///< the coordinates that are not zero, point by point
  std::vector<std::size_t> entries_end;  ///< of each point
  std::vector<T> lifting, direction;
  std::vector<std::int64_t> id;  ///< of the point in the caller's support, or -1
  double largest_coordinate = 0, largest_lifting = 0;
  bool moves = false;  ///< some direction is not zero

  void add(const std::vector<std::int64_t>& point, std::int64_t lift, std::int64_t move, std::int64_t index) {
    coordinate.resize(point.size());
    require_exact(T{}, static_cast<double>(lift), static_cast<double>(move));
    for (std::size_t c = 0; c < point.size(); ++c) {
      require_exact(T{}, static_cast<double>(point[c]));
      coordinate[c].push_back(T(point[c]));
      if (point[c] != 0) entries.push_back({static_cast<std::uint32_t>(c), T(point[c])});
      largest_coordinate = std::max(largest_coordinate, std::abs(static_cast<double>(point[c])));
    }
    entries_end.push_back(entries.size());
    lifting.push_back(T(static_cast<long>(lift)));
    direction.push_back(T(static_cast<long>(move)));
    id.push_back(index);
    moves = moves || move != 0;
    largest_lifting =
        std::max({largest_lifting, std::abs(static_cast<double>(lift)), std::abs(static_cast<double>(move))});
    ++points;
  }
};

/// The supports of all equations.
template <class T>
using Supports = std::vector<const Lifted<T>*>;

/// An edge (a_i, b_i) of each support. V: rows b_i - a_i; inverse = volume * V^-1.
template <class T>
struct Cell {
  std::vector<std::uint32_t> a, b;
  std::vector<T> inverse;
  T volume{};
};

/// Follows mixed cells while liftings move. Where a point of support j comes down to a cell's hyperplane the circuit
/// that it forms with the cell's edges flips: the cell is replaced by those in which it takes the place of a_j, of b_j
/// or of either.
template <class T>
class Flips {
 public:
  Flips(std::size_t n, double& work) : n_(n), work_(work), y_(n), move_(n) {}

  /// All cells that `cell` becomes along lifting + t direction: t from infinity to 0 (`inwards`) or from 0 to infinity
  /// or `last`.
  template <class Visit>
  void follow(const Supports<T>& supports, bool inwards, const T* last, Cell<T> first, Visit visit) {
    std::vector<Cell<T>> stack;
    stack.push_back(std::move(first));
    while (!stack.empty()) {
      Cell<T> cell = std::move(stack.back());
      stack.pop_back();
      for (;;) {
        const auto event = next(supports, inwards, last, cell);
        if (event.point == none) {
          visit(std::move(cell));
          break;
        }
        if (!flip(supports, event, cell, stack)) break;
      }
    }
  }

  /// lifting(point) + normal . point, times the cell's volume.
  static T height(const Lifted<T>& s, std::uint32_t point, const std::vector<T>& lifting, const T& volume,
                  const std::vector<T>& normal) {
    T result = volume * lifting[point];
    for (std::size_t k = point == 0 ? 0 : s.entries_end[point - 1]; k < s.entries_end[point]; ++k)
      result += normal[s.entries[k].variable] * s.entries[k].value;
    return result;
  }

  /// The cell's inner normal times its volume: y . (b_i - a_i) = lifting(a_i) - lifting(b_i).
  std::vector<T> normal(const Supports<T>& supports, const Cell<T>& cell, bool of_direction) const {
    std::vector<T> result(n_, T(0));
    double largest = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      const auto& lift = of_direction ? supports[i]->direction : supports[i]->lifting;
      const T w = lift[cell.a[i]] - lift[cell.b[i]];
      if (sign(w) == 0) continue;
      for (std::size_t c = 0; c < n_; ++c) {
        const T product = cell.inverse[c * n_ + i] * w;
        largest = std::max(largest, std::abs(size(product)));
        result[c] += product;
      }
    }
    require_exact(T{}, static_cast<double>(n_) * largest);
    return result;
  }

  /// The edge of support k becomes `factor` times as long.
  void stretch(Cell<T>& cell, std::size_t k, const T& factor) const {
    for (std::size_t c = 0; c < n_; ++c)
      for (std::size_t i = 0; i < n_; ++i) {
        if (i == k) continue;
        T& x = cell.inverse[c * n_ + i];
        require_exact(T{}, size(factor) * size(x));
        x = factor * x;
      }
    require_exact(T{}, size(factor) * size(cell.volume));
    cell.volume = factor * cell.volume;
  }

  /// Inverse and volume from the edges (fraction-free Gauss-Jordan elimination). False: the edges are dependent.
  bool invert(const Supports<T>& supports, Cell<T>& cell) const {
    const std::size_t width = 2 * n_;
    std::vector<T> m(n_ * width, T(0));
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t c = 0; c < n_; ++c)
        m[i * width + c] = supports[i]->coordinate[c][cell.b[i]] - supports[i]->coordinate[c][cell.a[i]];
      m[i * width + n_ + i] = T(1);
    }
    T previous(1);
    for (std::size_t k = 0; k < n_; ++k) {
      spend(static_cast<double>(n_) * static_cast<double>(width));
      std::size_t pivot = k;
      while (pivot < n_ && sign(m[pivot * width + k]) == 0) ++pivot;
      if (pivot == n_) return false;
      if (pivot != k)
        for (std::size_t c = 0; c < width; ++c) std::swap(m[k * width + c], m[pivot * width + c]);
      const T p = m[k * width + k];
      for (std::size_t i = 0; i < n_; ++i) {
        if (i == k) continue;
        const T f = m[i * width + k];
        for (std::size_t c = 0; c < width; ++c) {
          const T product = p * m[i * width + c] - f * m[k * width + c];
          require_exact(T{}, size(p) * size(m[i * width + c]), size(f) * size(m[k * width + c]));
          m[i * width + c] = quotient(product, previous);
        }
      }
      previous = p;
    }
    // Every diagonal entry is the determinant now.
    const bool negative = sign(previous) < 0;
    cell.volume = absolute(previous);
    cell.inverse.assign(n_ * n_, T(0));
    for (std::size_t c = 0; c < n_; ++c)
      for (std::size_t i = 0; i < n_; ++i) {
        const T x = m[c * width + n_ + i];
        cell.inverse[c * n_ + i] = negative ? T(0) - x : x;
      }
    return true;
  }

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  void spend(double steps) const {
    work_ -= cost(T{}) * steps;
    if (work_ < 0 || cancellation_requested()) throw OutOfWork{};
  }
  struct Event {
    std::size_t support = 0;
    std::uint32_t point = none;
  };

  /// The point that ends the cell first.
  Event next(const Supports<T>& supports, bool inwards, const T* last, const Cell<T>& cell) {
    y_ = normal(supports, cell, false);
    move_ = normal(supports, cell, true);
    double largest_y = 0;
    bool moves = false;
    for (std::size_t c = 0; c < n_; ++c) {
      largest_y = std::max({largest_y, std::abs(size(y_[c])), std::abs(size(move_[c]))});
      moves = moves || sign(move_[c]) != 0;
    }
    Event result;
    T time{}, speed{};
    for (std::size_t i = 0; i < n_; ++i) {
      const Lifted<T>& s = *supports[i];
      if (!s.moves && !moves) continue;
      spend(static_cast<double>(s.points) * static_cast<double>(n_ + 4));
      require_exact(T{}, 2 * size(cell.volume) * s.largest_lifting,
                    2 * static_cast<double>(n_) * largest_y * s.largest_coordinate);
      const T base = height(s, cell.a[i], s.lifting, cell.volume, y_),
              rising = height(s, cell.a[i], s.direction, cell.volume, move_);
      for (std::uint32_t p = 0; p < s.points; ++p) {
        // Inwards t falls: heights with a positive rise do.
        const T rise = height(s, p, s.direction, cell.volume, move_) - rising;
        const int falls = inwards ? sign(rise) : -sign(rise);
        if (falls <= 0 || p == cell.a[i] || p == cell.b[i]) continue;
        const T above = height(s, p, s.lifting, cell.volume, y_) - base;
        const T h = inwards ? T(0) - above : above, r = absolute(rise);
        if (inwards && sign(h) <= 0) continue;  // above the hyperplane still at t = 0
        if (last != nullptr && compare_fractions(h, r, *last, T(1)) >= 0) continue;
        if (result.point != none) {
          const int order = compare_fractions(h, r, time, speed);
          if (order == 0) throw Tie{};
          if ((order < 0) == inwards) continue;
        }
        result = {i, p};
        time = h;
        speed = r;
      }
    }
    return result;
  }

  /// Replaces the cell; a second successor goes to the stack. False: another cell at the same circuit provides the
  /// successor.
  bool flip(const Supports<T>& supports, const Event& event, Cell<T>& cell, std::vector<Cell<T>>& stack) const {
    const std::size_t j = event.support;
    const Lifted<T>& s = *supports[j];
    // point - a_j in terms of the edges, times the volume
    std::vector<T> u(n_);
    for (std::size_t c = 0; c < n_; ++c) u[c] = s.coordinate[c][event.point] - s.coordinate[c][cell.a[j]];
    std::vector<T> share(n_, T(0));
    for (std::size_t i = 0; i < n_; ++i) {
      double bound = 0;
      for (std::size_t c = 0; c < n_; ++c) {
        share[i] += cell.inverse[c * n_ + i] * u[c];
        bound += std::abs(size(cell.inverse[c * n_ + i]) * size(u[c]));
      }
      require_exact(T{}, bound, size(cell.volume));
    }
    // The circuit has coefficients 1 at the point, -(1 - share_j) at a_j, -share_j at b_j.
    const bool for_a = sign(cell.volume - share[j]) > 0, for_b = sign(share[j]) > 0;
    // Beside the point one of them may be among those that such cells leave out: that cell has the same successor.
    if (sign(cell.volume - share[j]) < 0 && cell.a[j] < event.point) return false;
    if (sign(share[j]) < 0 && cell.b[j] < event.point) return false;
    if (for_a && for_b) {
      Cell<T> other = cell;
      replace(other, j, share, false, event.point);
      stack.push_back(std::move(other));
    }
    replace(cell, j, share, for_a, event.point);
    return true;
  }

  /// The point takes the place of a_j (or b_j): the edge becomes b_j - point (or point - a_j).
  void replace(Cell<T>& cell, std::size_t j, const std::vector<T>& share, bool for_a, std::uint32_t point) const {
    std::vector<T> mu(n_);
    for (std::size_t i = 0; i < n_; ++i) mu[i] = for_a ? T(0) - share[i] : share[i];
    if (for_a) mu[j] += cell.volume;
    (for_a ? cell.a[j] : cell.b[j]) = point;
    const bool negative = sign(mu[j]) < 0;
    const T volume = absolute(mu[j]);
    for (std::size_t c = 0; c < n_; ++c) {
      T* const row = cell.inverse.data() + c * n_;
      const T own = negative ? T(0) - row[j] : row[j];
      for (std::size_t i = 0; i < n_; ++i) {
        if (i == j) continue;
        require_exact(T{}, size(volume) * size(row[i]), size(mu[i]) * size(own));
        row[i] = quotient(volume * row[i] - mu[i] * own, cell.volume);
      }
      row[j] = own;
    }
    cell.volume = volume;
  }

  std::size_t n_;
  double& work_;
  std::vector<T> y_, move_;
};

}  // namespace polyscape::bounds
