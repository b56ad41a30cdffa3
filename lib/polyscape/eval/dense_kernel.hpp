#pragma once
/// Dense matrices of real or complex multiprecision numbers, and their factorisations. Every operation is as precise as
/// its more precise operand.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/eval/scalar_kernel.hpp"

namespace polyscape::eval {

/// Dense matrix, row by row.
template <class T>
struct Dense {
  std::size_t rows = 0, columns = 0;
  std::vector<T> entries;
  Dense(std::size_t r, std::size_t c, const T& value) : rows(r), columns(c), entries(r * c, value) {}
  T& operator()(std::size_t i, std::size_t j) { return entries[i * columns + j]; }
  const T& operator()(std::size_t i, std::size_t j) const { return entries[i * columns + j]; }
};

/// What the algorithms below need of a scalar besides arithmetic. The real part alone goes into a real number.
template <class T>
struct ScalarTraits {
  using Real = T;
  static T of(const algebra::GaussianRational& z, int bits) { return RealTraits<T>::of(z.re, bits); }
  static algebra::GaussianRational exact(const T& x) { return RealTraits<T>::exact(x); }
};
template <class R>
struct ScalarTraits<Complex<R>> {
  using Real = R;
  static Complex<R> of(const algebra::GaussianRational& z, int bits) { return from_exact<R>(z, bits); }
  static algebra::GaussianRational exact(const Complex<R>& z) { return to_exact(z); }
};
template <class T>
T scalar(const algebra::GaussianRational& z, int bits) {
  return ScalarTraits<T>::of(z, bits);
}

/// log2 of the modulus of a real number, of the larger part of a complex one; -infinity for 0.
inline double log2_size(const Multiprecision& x) { return x.log2(); }
inline double log2_size(const ComplexMultiprecision& z) { return std::max(z.re.log2(), z.im.log2()); }

template <class T>
std::vector<T> to_scalars(const Point& point, int bits) {
  std::vector<T> result;
  for (const auto& z : point) result.push_back(scalar<T>(z, bits));
  return result;
}
template <class T>
Point to_exact_point(const std::vector<T>& x) {
  Point result;
  for (const T& z : x) result.push_back(ScalarTraits<T>::exact(z));
  return result;
}
template <class T>
Dense<T> to_dense(const algebra::GaussianMatrix& matrix, int bits) {
  Dense<T> result(matrix.size(), matrix.empty() ? 0 : matrix.front().size(), scalar<T>({}, bits));
  for (std::size_t i = 0; i < result.rows; ++i)
    for (std::size_t j = 0; j < result.columns; ++j) result(i, j) = scalar<T>(matrix[i][j], bits);
  return result;
}
template <class T>
algebra::GaussianMatrix to_exact_matrix(const Dense<T>& matrix) {
  algebra::GaussianMatrix result(matrix.rows, std::vector<algebra::GaussianRational>(matrix.columns));
  for (std::size_t i = 0; i < matrix.rows; ++i)
    for (std::size_t j = 0; j < matrix.columns; ++j) result[i][j] = ScalarTraits<T>::exact(matrix(i, j));
  return result;
}

/// A = U diag(values) V^H; values fall. left: the rows of U^H, right: the columns of V, min(rows, columns) of each;
/// left ones of zero values are zero where there are fewer columns than rows, right ones elsewhere.
template <class T>
struct SingularValues {
  std::vector<typename ScalarTraits<T>::Real> values;
  std::vector<std::vector<T>> left, right;
};

/// One-sided Jacobi rotations (Hestenes 1958) in `bits` bits. Throws ArgumentError for an empty matrix, Cancelled when
/// the job is.
template <class T>
SingularValues<T> singular_values(const Dense<T>& matrix, int bits);

/// x of least norm that minimises |A x - b| when all but the `rank` largest singular values count as zero.
template <class T>
std::vector<T> least_squares(const SingularValues<T>& svd, std::span<const T> b, std::size_t columns, std::size_t rank);

/// A^-1 b for a square matrix by Gaussian elimination with row pivoting; nullopt when a pivot is exactly zero.
template <class T>
std::optional<std::vector<T>> solve_square(Dense<T> matrix, std::vector<T> b);

/// Eigenvalues of a symmetric matrix, rising; cyclic Jacobi rotations in `bits` bits.
std::vector<Multiprecision> symmetric_eigenvalues(Dense<Multiprecision> matrix, int bits);

}  // namespace polyscape::eval
