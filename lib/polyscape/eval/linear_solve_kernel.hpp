#pragma once
/// LU factorisation with partial pivoting of small dense complex matrices.
#include <span>
#include <utility>
#include <vector>

#include "polyscape/eval/scalar_kernel.hpp"

namespace polyscape::eval {

template <class R>
class LinearSolver {
 public:
  using T = Complex<R>;
  explicit LinearSolver(std::size_t n) : n_(n), lu_(n * n), row_(n), scale_(n), inverse_diagonal_(n), work_(n) {}

  /// The matrix to factorise, row-major; fill it, then call factorise().
  std::span<T> matrix() { return lu_; }

  /// Rows are divided by their largest entry (pivoting then compares like with like). False if a pivot is zero.
  bool factorise() {
    for (std::size_t i = 0; i < n_; ++i) {
      row_[i] = i;
      double largest = 0;
      for (std::size_t j = 0; j < n_; ++j) largest = std::max(largest, size(lu_[i * n_ + j]));
      if (!(largest > 0) || !std::isfinite(largest)) return false;
      scale_[i] = std::exp2(-std::ilogb(largest));
      const R factor(scale_[i]);
      for (std::size_t j = 0; j < n_; ++j) lu_[i * n_ + j] = factor * lu_[i * n_ + j];
    }
    for (std::size_t k = 0; k < n_; ++k) {
      std::size_t pivot = k;
      double largest = -1;
      for (std::size_t i = k; i < n_; ++i)
        if (const double s = size(at(i, k)); s > largest) largest = s, pivot = i;
      if (!(largest > 0)) return false;
      std::swap(row_[k], row_[pivot]);
      inverse_diagonal_[k] = T{R(1.0), R(0.0)} / at(k, k);
      for (std::size_t i = k + 1; i < n_; ++i) {
        if (size(at(i, k)) == 0) continue;
        const T factor = at(i, k) * inverse_diagonal_[k];
        at(i, k) = factor;
        T* const row = &at(i, 0);
        const T* const pivot_row = &at(k, 0);
        for (std::size_t j = k + 1; j < n_; ++j) row[j] -= factor * pivot_row[j];
      }
    }
    return true;
  }

  /// Overwrites b by the solution.
  void solve(std::span<T> b) {
    for (std::size_t i = 0; i < n_; ++i) work_[i] = R(scale_[row_[i]]) * b[row_[i]];
    substitute(b, 0);
  }

  /// Infinity norm of D^-1 A^-1 S^-1: unknowns weighted by D, rows as scaled by the factorisation (S). With weights 1
  /// and times the norm of S A it is the condition number. Costs n solves; exact, no random vectors.
  double inverse_norm(std::span<const double> weights) {
    std::vector<double> rows;
    for (const double s : scale_) rows.push_back(1 / s);
    return weighted_inverse_norm(weights, rows);
  }
  /// Infinity norm of A^-1 itself.
  double plain_inverse_norm() {
    const std::vector<double> ones(n_, 1.0);
    return weighted_inverse_norm(ones, ones);
  }

  /// Infinity norm of D^-1 A^-1 R, with the diagonals D and R given.
  double weighted_inverse_norm(std::span<const double> weights, std::span<const double> rows) {
    std::vector<double> sums(n_, 0.0);
    std::vector<T> column(n_);
    for (std::size_t j = 0; j < n_; ++j) {  // the column of row row_[j]
      std::fill(work_.begin(), work_.end(), T{R(0.0), R(0.0)});
      work_[j] = R(scale_[row_[j]]) * T{R(rows[row_[j]]), R(0.0)};
      substitute(column, j);
      for (std::size_t i = 0; i < n_; ++i) sums[i] += size(column[i]) / weights[i];
    }
    double largest = 0;
    for (const double s : sums) largest = std::isfinite(s) ? std::max(largest, s) : HUGE_VAL;
    return largest;
  }

 private:
  /// The permuted right-hand side is in work_, zero before `first`.
  void substitute(std::span<T> x, std::size_t first) {
    for (std::size_t i = first + 1; i < n_; ++i) eliminate(i, first, i);
    for (std::size_t i = n_; i-- > 0;) {
      eliminate(i, i + 1, n_);
      work_[i] = work_[i] * inverse_diagonal_[i];
    }
    std::copy(work_.begin(), work_.end(), x.begin());
  }
  void eliminate(std::size_t i, std::size_t begin, std::size_t end) {
    const T* const row = lu_.data() + row_[i] * n_;
    T sum = std::move(work_[i]);
    for (std::size_t j = begin; j < end; ++j) sum -= row[j] * work_[j];
    work_[i] = std::move(sum);
  }
  T& at(std::size_t i, std::size_t j) { return lu_[row_[i] * n_ + j]; }
  std::size_t n_;
  std::vector<T> lu_;
  std::vector<std::size_t> row_;
  std::vector<double> scale_;
  std::vector<T> inverse_diagonal_, work_;
};

}  // namespace polyscape::eval
