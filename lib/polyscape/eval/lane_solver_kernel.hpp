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
    for (std::size_t k = 0; k < n_; ++k) {
      choose_pivot(k);
      const Complex inverse = inverse_[k] = L::inverse(a_[k * n_ + k]);
      std::size_t i = k + 1;
      for (; i + 1 < n_; i += 2) eliminate_two(k, i, inverse);
      if (i < n_) eliminate_one(k, i, inverse);
    }
  }

  void solve(Complex* b) const {
    for (std::size_t e = 0; e < count_; ++e) {
      const auto [lane, row, pivot] = exchanges_[e];
      L::swap_lane(b[row], b[pivot], lane);
    }
    for (std::size_t i = 1; i < n_; ++i) b[i] = L::minus(b[i], dot(a_ + i * n_, b, i));
    for (std::size_t i = n_; i-- > 0;)
      b[i] = L::times(inverse_[i], L::minus(b[i], dot(a_ + i * n_ + i + 1, b + i + 1, n_ - i - 1)));
  }

  /// Estimates from below of the infinity norms of A^-1 (plain), and of D^-1 A^-1 R (weighted) with R the rows' sizes
  /// before factorisation and D the inverse of `inverse_weights`: the largest over a few fixed right-hand sides of entries
  /// of modulus about one. They serve to see a norm grow. column: n of working memory. NaN where A is singular.
  void inverse_norms(const Real* inverse_weights, const Real* row_sizes, Complex* column, Real& plain,
                     Real& weighted) const {
    plain = weighted = Real{};
    for (unsigned pattern = 0; pattern < 2; ++pattern) {
      fill(pattern, nullptr, column);
      for (std::size_t i = 0; i < n_; ++i) plain = larger_or_nan(plain, L::size(column[i]));
      fill(pattern, row_sizes, column);
      for (std::size_t i = 0; i < n_; ++i) weighted = larger_or_nan(weighted, L::size(column[i]) * inverse_weights[i]);
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
  /// Solves for a fixed right-hand side of corners of the unit square, times the sizes of the rows if given.
  void fill(unsigned pattern, const Real* row_sizes, Complex* column) const {
    unsigned word = 0x9e3779b9u + 0x85ebca6bu * pattern;
    for (std::size_t i = 0; i < n_; ++i) {
      word = word * 1664525u + 1013904223u;
      const Real size = row_sizes == nullptr ? Real{} + 1.0 : row_sizes[i];
      column[i] = L::widened({(word >> 31) != 0 ? size : -size, (word >> 30 & 1) != 0 ? size : -size});
    }
    solve(column);
  }
  /// Comparisons with NaN are false: NaN has to win and to stay.
  static Real larger(Real a, Real b) { return a > b ? a : b; }
  static Real larger_or_nan(Real a, Real b) { return (!(b <= a)) & (a == a) ? b : a; }

  void choose_pivot(std::size_t k) {
    constexpr double threshold = 0.1;
    const Real own = L::sum_size(a_[k * n_ + k]) * scale_[k];
    Real best = own, index = Real{} + static_cast<double>(k);
    for (std::size_t i = k + 1; i < n_; ++i) {
      const Real candidate = L::sum_size(a_[i * n_ + k]) * scale_[i];
      const auto better = candidate > best;
      best = better ? candidate : best;
      index = better ? Real{} + static_cast<double>(i) : index;
    }
    const auto exchange = own < threshold * best;
    for (std::uint32_t lane = 0; lane < L::width; ++lane) {
      if (exchange[lane] == 0) continue;
      const auto pivot = static_cast<std::size_t>(index[lane]);
      for (std::size_t j = 0; j < n_; ++j) L::swap_lane(a_[k * n_ + j], a_[pivot * n_ + j], lane);
      const double scale = scale_[k][lane];
      scale_[k][lane] = scale_[pivot][lane];
      scale_[pivot][lane] = scale;
      exchanges_[count_++] = {lane, static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(pivot)};
    }
  }

  void eliminate_one(std::size_t k, std::size_t i, Complex inverse) {
    Complex* const row = a_ + i * n_;
    const Complex* const pivot = a_ + k * n_;
    const Complex f = row[k] = L::times(row[k], inverse);
    for (std::size_t j = k + 1; j < n_; ++j) L::subtract_product(row[j], f, pivot[j]);
  }
  void eliminate_two(std::size_t k, std::size_t i, Complex inverse) {
    Complex* const row = a_ + i * n_;
    Complex* const next = row + n_;
    const Complex* const pivot = a_ + k * n_;
    const Complex f = row[k] = L::times(row[k], inverse), g = next[k] = L::times(next[k], inverse);
    for (std::size_t j = k + 1; j < n_; ++j) {
      const Complex p = pivot[j];
      L::subtract_product(row[j], f, p);
      L::subtract_product(next[j], g, p);
    }
  }
  static Complex dot(const Complex* a, const Complex* b, std::size_t count) {
    typename L::Sum even, odd;
    std::size_t j = 0;
    for (; j + 1 < count; j += 2) {
      even.add_product(a[j], b[j]);
      odd.add_product(a[j + 1], b[j + 1]);
    }
    if (j < count) even.add_product(a[j], b[j]);
    return L::plus(even.value(), odd.value());
  }

  std::size_t n_;
  Complex* a_;
  Complex* inverse_;
  Real* scale_;
  Exchange* exchanges_;
  std::size_t count_ = 0;
};

}  // namespace polyscape::eval
