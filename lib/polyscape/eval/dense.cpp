#include <numeric>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/eval/dense_kernel.hpp"

namespace polyscape::eval {
namespace {

using Real = Multiprecision;

constexpr int max_sweeps = 100;  // Jacobi converges quadratically: six to ten at any precision met in practice

Real conj(const Real& x) { return x; }
ComplexMultiprecision conj(const ComplexMultiprecision& z) { return {z.re, -z.im}; }
Real modulus(const Real& x) { return abs(x); }
Real modulus(const ComplexMultiprecision& z) { return sqrt(z.re * z.re + z.im * z.im); }
Real square(const Real& x) { return x * x; }
Real square(const ComplexMultiprecision& z) { return z.re * z.re + z.im * z.im; }
Real divided(const Real& x, const Real& by) { return x / by; }
ComplexMultiprecision divided(const ComplexMultiprecision& z, const Real& by) { return {z.re / by, z.im / by}; }

Real power_of_two(long exponent, int bits) { return Real(algebra::power(algebra::Rational(2), exponent), bits); }

template <class T>
T zero(int bits) {
  return scalar<T>({}, bits);
}

/// sum_i a_i b_i
template <class T>
T product(std::span<const T> a, std::span<const T> b, int bits) {
  T sum = zero<T>(bits);
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
template <class T>
T inner(const std::vector<T>& a, const std::vector<T>& b, int bits) {
  T sum = zero<T>(bits);
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * conj(b[i]);
  return sum;
}
template <class T>
Real square_sum(const std::vector<T>& a, int bits) {
  Real sum(0.0, bits);
  for (const T& x : a) sum += square(x);
  return sum;
}

struct Rotation {
  Real cosine, sine;
};

// The rotation by the smaller angle that annihilates the off-diagonal entry c of ((a, c), (c, b)).
Rotation annihilating(const Real& a, const Real& b, const Real& c, int bits) {
  const Real one(1.0, bits), zeta = (b - a) / (Real(2.0) * c);
  Real t = one / (abs(zeta) + sqrt(one + zeta * zeta));
  if (zeta.sign() < 0) t = -t;
  const Real cosine = one / sqrt(one + t * t);
  return {cosine, cosine * t};
}

template <class T>
void rotate(T& p, T& q, const Rotation& r) {
  const T old = p;
  p = r.cosine * old - r.sine * q;
  q = r.sine * old + r.cosine * q;
}
template <class T>
void rotate(std::vector<T>& p, std::vector<T>& q, const Rotation& r) {
  for (std::size_t i = 0; i < p.size(); ++i) rotate(p[i], q[i], r);
}

}  // namespace

template <class T>
SingularValues<T> singular_values(const Dense<T>& matrix, int bits) {
  if (matrix.rows == 0 || matrix.columns == 0) throw ArgumentError("singular_values: empty matrix");
  // Rotating the rows of A or those of A^T, whichever are fewer: W = R A with R unitary and the rows of W orthogonal.
  const bool wide = matrix.rows <= matrix.columns;
  const std::size_t count = std::min(matrix.rows, matrix.columns), length = std::max(matrix.rows, matrix.columns);
  std::vector<std::vector<T>> w(count, std::vector<T>(length)), r(count, std::vector<T>(count, zero<T>(bits)));
  Real size(0.0, bits);
  for (std::size_t i = 0; i < count; ++i) {
    r[i][i] = scalar<T>(1, bits);
    for (std::size_t j = 0; j < length; ++j) w[i][j] = zero<T>(bits) + (wide ? matrix(i, j) : matrix(j, i));
    size += square_sum(w[i], bits);
  }
  // A row of pure rounding noise (2^-bits of the whole) need not be orthogonal to the others relative to its own size.
  const Real epsilon = power_of_two(4 - bits, bits), floor = size * epsilon * epsilon;
  for (int sweep = 0; sweep < max_sweeps; ++sweep) {
    bool rotated = false;
    for (std::size_t p = 0; p < count; ++p) {
      stop_if_cancelled();
      for (std::size_t q = p + 1; q < count; ++q) {
        const Real a = square_sum(w[p], bits), b = square_sum(w[q], bits);
        T c = inner(w[p], w[q], bits);
        const Real size_of_c = modulus(c);
        if (!(size_of_c > floor) || !(size_of_c > epsilon * sqrt(a * b))) continue;
        Rotation rotation;
        if constexpr (std::is_same_v<T, Real>) {
          rotation = annihilating(a, b, c, bits);
        } else {  // q turned by the phase of the inner product makes that real
          const T phase = divided(c, size_of_c);
          for (T& x : w[q]) x = phase * x;
          for (T& x : r[q]) x = phase * x;
          rotation = annihilating(a, b, size_of_c, bits);
        }
        rotate(w[p], w[q], rotation);
        rotate(r[p], r[q], rotation);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  std::vector<Real> norms;
  for (const auto& row : w) norms.push_back(sqrt(square_sum(row, bits)));
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return norms[i] > norms[j]; });
  SingularValues<T> result;
  for (const std::size_t i : order) {
    for (T& x : w[i]) x = norms[i].sign() > 0 ? divided(conj(x), norms[i]) : conj(x);
    result.values.push_back(norms[i]);
    result.left.push_back(std::move(wide ? r[i] : w[i]));
    result.right.push_back(std::move(wide ? w[i] : r[i]));
  }
  return result;
}

template <class T>
std::vector<T> least_squares(const SingularValues<T>& svd, std::span<const T> b, std::size_t columns,
                             std::size_t rank) {
  const int bits = svd.values.front().bits();
  std::vector<T> x(columns, zero<T>(bits));
  for (std::size_t k = 0; k < std::min(rank, svd.values.size()); ++k) {
    if (svd.values[k].sign() == 0) break;
    const T factor = divided(product(std::span<const T>(svd.left[k]), b, bits), svd.values[k]);
    for (std::size_t j = 0; j < columns; ++j) x[j] += factor * svd.right[k][j];
  }
  return x;
}

template <class T>
std::optional<std::vector<T>> solve_square(Dense<T> a, std::vector<T> b) {
  if (a.rows != a.columns || b.size() != a.rows) throw ArgumentError("solve_square: the matrix is not square");
  const std::size_t n = a.rows;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (square(a(i, k)) > square(a(pivot, k))) pivot = i;
    if (square(a(pivot, k)).sign() == 0) return std::nullopt;
    if (pivot != k) {
      for (std::size_t j = k; j < n; ++j) std::swap(a(k, j), a(pivot, j));
      std::swap(b[k], b[pivot]);
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      if (square(a(i, k)).sign() == 0) continue;
      const T factor = a(i, k) / a(k, k);
      for (std::size_t j = k + 1; j < n; ++j) a(i, j) -= factor * a(k, j);
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) b[k] -= a(k, j) * b[j];
    b[k] = b[k] / a(k, k);
  }
  return b;
}

std::vector<Real> symmetric_eigenvalues(Dense<Real> a, int bits) {
  if (a.rows != a.columns) throw ArgumentError("symmetric_eigenvalues: the matrix is not square");
  const std::size_t n = a.rows;
  Real size(0.0, bits);
  for (const Real& x : a.entries) size += x * x;
  const Real floor = sqrt(size) * power_of_two(-bits - 4, bits);
  for (int sweep = 0; sweep < max_sweeps; ++sweep) {
    bool rotated = false;
    for (std::size_t p = 0; p < n; ++p) {
      stop_if_cancelled();
      for (std::size_t q = p + 1; q < n; ++q) {
        if (!(abs(a(p, q)) > floor)) continue;
        const Rotation r = annihilating(a(p, p), a(q, q), a(p, q), bits);
        for (std::size_t k = 0; k < n; ++k) rotate(a(k, p), a(k, q), r);
        for (std::size_t k = 0; k < n; ++k) rotate(a(p, k), a(q, k), r);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  std::vector<Real> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(a(i, i));
  std::sort(values.begin(), values.end());
  return values;
}

template SingularValues<Multiprecision> singular_values(const Dense<Multiprecision>&, int);
template SingularValues<ComplexMultiprecision> singular_values(const Dense<ComplexMultiprecision>&, int);
template std::vector<Multiprecision> least_squares(const SingularValues<Multiprecision>&,
                                                   std::span<const Multiprecision>, std::size_t, std::size_t);
template std::vector<ComplexMultiprecision> least_squares(const SingularValues<ComplexMultiprecision>&,
                                                          std::span<const ComplexMultiprecision>, std::size_t,
                                                          std::size_t);
template std::optional<std::vector<Multiprecision>> solve_square(Dense<Multiprecision>, std::vector<Multiprecision>);
template std::optional<std::vector<ComplexMultiprecision>> solve_square(Dense<ComplexMultiprecision>,
                                                                        std::vector<ComplexMultiprecision>);

}  // namespace polyscape::eval
