#pragma once
/// LU factorisation of one complex matrix a lane, each lane with pivots of its own.
#include "polyscape/eval/lanes_kernel.hpp"

namespace polyscape::eval {

/// Threshold pivoting with implicit row scaling: rows change places in a lane only where the pivot is less than a
/// tenth of the best one, since an exchange in one lane costs as much as the arithmetic of a column in all.
/// Where a matrix is singular the solution has infinities or NaNs.
template <class L>
class LaneSolver {
 public:
  using Real = typename L::Real;
  using Mask = typename L::Mask;
  using Complex = typename L::Complex;
  static constexpr int norm_columns = 4;  ///< two right-hand sides for either norm
  struct Exchange {
    std::uint32_t lane, row, pivot;
  };

  /// Complex numbers of working memory that it needs beside the matrix, and an exchange list of n * lanes.
  static std::size_t memory(std::size_t n) { return 2 * n; }

  /// matrix: row-major; fill, then factorise(), which overwrites it.
  LaneSolver(std::size_t n, Complex* matrix, Complex* memory, Exchange* exchanges)
      : n_(n), a_(matrix), inverse_(memory), scale_(reinterpret_cast<Real*>(memory + n)), exchanges_(exchanges) {}

  void factorise() {
    count_ = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      Real largest{};
      for (std::size_t j = 0; j < n_; ++j) largest = larger(largest, L::sum_size(a_[i * n_ + j]));
      scale_[i] = 1.0 / largest;
    }
    Pivots pivots = look_for_pivots(0);
    exchange_rows(0, pivots);
    for (std::size_t k = 0; k < n_; ++k) {
      // The next column comes first: its pivots are found, and inverted, beside the arithmetic of the others.
      for (std::size_t i = k + 1; i < n_; ++i) {
        Complex* const row = a_ + i * n_ + k;
        row[0] = L::times(row[0], inverse_[k]);
        L::subtract_product(row[1], row[0], a_[k * n_ + k + 1]);
      }
      if (k + 1 < n_) pivots = look_for_pivots(k + 1);
      std::size_t i = k + 1;
      for (; i + 1 < n_; i += 2) eliminate_two(k, i);
      if (i < n_) eliminate_one(k, i);
      if (k + 1 < n_) exchange_rows(k + 1, pivots);
    }
  }

  /// Overwrites b by the solution.
  void solve(Complex* b) const { solve_beside<1>(b); }

  /// Estimates from below of the infinity norms of A^-1 (plain), and of D^-1 A^-1 R (weighted) with R the rows' sizes
  /// before factorisation and D the inverse of `inverse_weights`: the largest over a few fixed right-hand sides of
  /// entries of modulus about one. They serve to see a norm grow. columns: norm_columns n of working memory. NaN where
  /// A is singular.
  void inverse_norms(const Real* inverse_weights, const Real* row_sizes, Complex* columns, Real& plain,
                     Real& weighted) const {
    plain = weighted = Real{};
    for (int r = 0; r < norm_columns; ++r) fill(r, r % 2 == 0 ? nullptr : row_sizes, columns);
    solve_beside<norm_columns>(columns);
    for (std::size_t i = 0; i < n_; ++i)
      for (int r = 0; r < norm_columns; ++r) {
        const Real size = L::size(columns[i * norm_columns + r]);
        if (r % 2 == 0)
          plain = larger_or_nan(plain, size);
        else
          weighted = larger_or_nan(weighted, size * inverse_weights[i]);
      }
  }
  /// Sizes of the matrix' rows as it stands; call before factorise().
  void row_sizes(Real* sizes) const {
    for (std::size_t i = 0; i < n_; ++i) {
      sizes[i] = Real{};
      for (std::size_t j = 0; j < n_; ++j) sizes[i] = larger(sizes[i], L::size(a_[i * n_ + j]));
    }
  }

 private:
  /// Column r: corners of the unit square, times the sizes of the rows if given.
  void fill(int r, const Real* row_sizes, Complex* columns) const {
    unsigned word = 0x9e3779b9u + 0x85ebca6bu * static_cast<unsigned>(r / 2);
    for (std::size_t i = 0; i < n_; ++i) {
      word = word * 1664525u + 1013904223u;
      const Real size = row_sizes == nullptr ? Real{} + 1.0 : row_sizes[i];
      columns[i * norm_columns + static_cast<std::size_t>(r)] =
          L::widened({(word >> 31) != 0 ? size : -size, (word >> 30 & 1) != 0 ? size : -size});
    }
  }

  /// `R` right-hand sides at once, entry i of number r at b[i * R + r]. Each unknown is eliminated from all other rows
  /// at once, two by two: what one row waits for is the unknown before it, not a sum over all of them.
  template <std::size_t R>
  void solve_beside(Complex* b) const {
    for (std::size_t e = 0; e < count_; ++e) {
      const auto [lane, row, pivot] = exchanges_[e];
      for (std::size_t r = 0; r < R; ++r) L::swap_lane(b[row * R + r], b[pivot * R + r], lane);
    }
    for (std::size_t j = 0; j + 1 < n_; j += 2) {
      for (std::size_t r = 0; r < R; ++r) L::subtract_product(b[(j + 1) * R + r], a_[(j + 1) * n_ + j], b[j * R + r]);
      for (std::size_t i = j + 2; i < n_; ++i) eliminate_unknowns<R>(b, i, j, j + 1);
    }
    std::size_t i = n_;
    for (; i >= 2; i -= 2) {
      for (std::size_t r = 0; r < R; ++r) {
        Complex& last = b[(i - 1) * R + r];
        Complex& other = b[(i - 2) * R + r];
        last = L::times(inverse_[i - 1], last);
        L::subtract_product(other, a_[(i - 2) * n_ + i - 1], last);
        other = L::times(inverse_[i - 2], other);
      }
      for (std::size_t row = i - 2; row-- > 0;) eliminate_unknowns<R>(b, row, i - 1, i - 2);
    }
    if (i == 1)
      for (std::size_t r = 0; r < R; ++r) b[r] = L::times(inverse_[0], b[r]);
  }
  template <std::size_t R>
  void eliminate_unknowns(Complex* b, std::size_t row, std::size_t first, std::size_t second) const {
    for (std::size_t r = 0; r < R; ++r) {
      Complex z = b[row * R + r];
      L::subtract_product(z, a_[row * n_ + first], b[first * R + r]);
      L::subtract_product(z, a_[row * n_ + second], b[second * R + r]);
      b[row * R + r] = z;
    }
  }
  /// Comparisons with NaN are false: NaN has to win and to stay.
  static Real larger(Real a, Real b) { return a > b ? a : b; }
  static Real larger_or_nan(Real a, Real b) { return (!(b <= a)) & (a == a) ? b : a; }

  struct Pivots {
    Real index;     ///< of the best row
    Mask exchange;  ///< where it has to take the place of row k
  };
  /// Of column k; inverts the entries on the diagonal.
  Pivots look_for_pivots(std::size_t k) {
    constexpr double threshold = 0.1;
    const Real own = L::sum_size(a_[k * n_ + k]) * scale_[k];
    Real best = own, index = Real{} + static_cast<double>(k);
    for (std::size_t i = k + 1; i < n_; ++i) {
      const Real candidate = L::sum_size(a_[i * n_ + k]) * scale_[i];
      const auto better = candidate > best;
      best = better ? candidate : best;
      index = better ? Real{} + static_cast<double>(i) : index;
    }
    inverse_[k] = L::inverse(a_[k * n_ + k]);
    return {index, own < threshold * best};
  }
  void exchange_rows(std::size_t k, const Pivots& pivots) {
    if (!L::any(pivots.exchange)) return;
    for (std::uint32_t lane = 0; lane < L::width; ++lane) {
      if (pivots.exchange[lane] == 0) continue;
      const auto pivot = static_cast<std::size_t>(pivots.index[lane]);
      for (std::size_t j = 0; j < n_; ++j) L::swap_lane(a_[k * n_ + j], a_[pivot * n_ + j], lane);
      const double scale = scale_[k][lane];
      scale_[k][lane] = scale_[pivot][lane];
      scale_[pivot][lane] = scale;
      exchanges_[count_++] = {lane, static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(pivot)};
    }
    inverse_[k] = L::inverse(a_[k * n_ + k]);
  }

  void eliminate_one(std::size_t k, std::size_t i) {
    Complex* const row = a_ + i * n_;
    const Complex* const pivot = a_ + k * n_;
    const Complex f = row[k];
    for (std::size_t j = k + 2; j < n_; ++j) L::subtract_product(row[j], f, pivot[j]);
  }
  void eliminate_two(std::size_t k, std::size_t i) {
    Complex* const row = a_ + i * n_;
    Complex* const next = row + n_;
    const Complex* const pivot = a_ + k * n_;
    const Complex f = row[k], g = next[k];
    for (std::size_t j = k + 2; j < n_; ++j) {
      const Complex p = pivot[j];
      L::subtract_product(row[j], f, p);
      L::subtract_product(next[j], g, p);
    }
  }

  std::size_t n_;
  Complex* a_;
  Complex* inverse_;
  Real* scale_;
  Exchange* exchanges_;
  std::size_t count_ = 0;
};

}  // namespace polyscape::eval
