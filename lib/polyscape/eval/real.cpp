#include <numeric>

#include "polyscape/base/limit.hpp"
#include "polyscape/eval/real_kernel.hpp"

namespace polyscape::eval {
namespace {

constexpr int max_sweeps = 100;  // Jacobi converges quadratically: six to ten at any precision met in practice

using Vector = std::vector<Real>;

Real dot(std::span<const Real> a, std::span<const Real> b, int bits) {
  Real sum(0.0, bits);
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

struct Rotation {
  Real cosine, sine;
};

// The rotation by the smaller angle that annihilates the off-diagonal entry c of ((a, c), (c, b)).
Rotation annihilating(const Real& a, const Real& b, const Real& c, int bits) {
  const Real one(1.0, bits), zeta = (b - a) / (Real(2.0, bits) * c);
  Real t = one / (abs(zeta) + sqrt(one + zeta * zeta));
  if (zeta.sign() < 0) t = -t;
  const Real cosine = one / sqrt(one + t * t);
  return {cosine, cosine * t};
}

void rotate(Vector& p, Vector& q, const Rotation& r) {
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Real old = p[i];
    p[i] = r.cosine * old - r.sine * q[i];
    q[i] = r.sine * old + r.cosine * q[i];
  }
}

}  // namespace

std::vector<Real> to_real(std::span<const algebra::Rational> point, int bits) {
  std::vector<Real> result;
  result.reserve(point.size());
  for (const auto& x : point) result.emplace_back(x, bits);
  return result;
}

std::vector<algebra::Rational> to_rational(std::span<const Real> point) {
  std::vector<algebra::Rational> result;
  result.reserve(point.size());
  for (const auto& x : point) result.push_back(x.to_rational());
  return result;
}

RealMatrix to_real(const algebra::RationalMatrix& matrix, int bits) {
  const std::size_t rows = matrix.size(), columns = rows == 0 ? 0 : matrix.front().size();
  RealMatrix result(rows, columns, Real(0.0, bits));
  for (std::size_t i = 0; i < rows; ++i) {
    if (matrix[i].size() != columns) throw ArgumentError("to_real: rows of the matrix differ in length");
    for (std::size_t j = 0; j < columns; ++j) result(i, j) = Real(matrix[i][j], bits);
  }
  return result;
}

SingularValues singular_values(const RealMatrix& matrix, int bits) {
  if (matrix.rows == 0 || matrix.columns == 0) throw ArgumentError("singular_values: empty matrix");
  // Rotating the rows of A or those of A^T, whichever are fewer: W = R A with R orthogonal and the rows of W
  // orthogonal.
  const bool wide = matrix.rows <= matrix.columns;
  const std::size_t count = std::min(matrix.rows, matrix.columns), length = std::max(matrix.rows, matrix.columns);
  std::vector<Vector> w(count, Vector(length)), r(count, Vector(count, Real(0.0, bits)));
  Real size(0.0, bits);
  for (std::size_t i = 0; i < count; ++i) {
    r[i][i] = Real(1.0, bits);
    for (std::size_t j = 0; j < length; ++j) w[i][j] = Real(0.0, bits) + (wide ? matrix(i, j) : matrix(j, i));
    size += dot(w[i], w[i], bits);
  }
  // A row of pure rounding noise (2^-bits of the whole) need not be orthogonal to the others relative to its own size.
  const Real epsilon = power_of_two(4 - bits, bits), floor = size * epsilon * epsilon;
  for (int sweep = 0; sweep < max_sweeps; ++sweep) {
    bool rotated = false;
    for (std::size_t p = 0; p < count; ++p) {
      stop_if_cancelled();
      for (std::size_t q = p + 1; q < count; ++q) {
        const Real a = dot(w[p], w[p], bits), b = dot(w[q], w[q], bits), c = dot(w[p], w[q], bits);
        const Real magnitude = abs(c);
        if (!(magnitude > floor) || !(magnitude > epsilon * sqrt(a * b))) continue;
        const Rotation rotation = annihilating(a, b, c, bits);
        rotate(w[p], w[q], rotation);
        rotate(r[p], r[q], rotation);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  std::vector<Real> norms;
  for (const Vector& row : w) norms.push_back(sqrt(dot(row, row, bits)));
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return norms[i] > norms[j]; });
  SingularValues result;
  for (const std::size_t i : order) {
    if (norms[i].sign() > 0)
      for (Real& x : w[i]) x = x / norms[i];
    result.values.push_back(norms[i]);
    result.left.push_back(wide ? std::move(r[i]) : std::move(w[i]));
    result.right.push_back(wide ? std::move(w[i]) : std::move(r[i]));
  }
  return result;
}

std::vector<Real> least_squares(const SingularValues& svd, std::span<const Real> b, std::size_t columns,
                                std::size_t rank) {
  const int bits = svd.values.front().bits();
  std::vector<Real> x(columns, Real(0.0, bits));
  for (std::size_t k = 0; k < std::min(rank, svd.values.size()); ++k) {
    if (svd.values[k].sign() == 0) break;
    const Real factor = dot(svd.left[k], b, bits) / svd.values[k];
    for (std::size_t j = 0; j < columns; ++j) x[j] += factor * svd.right[k][j];
  }
  return x;
}

std::optional<std::vector<Real>> solve_square(RealMatrix a, std::vector<Real> b) {
  if (a.rows != a.columns || b.size() != a.rows) throw ArgumentError("solve_square: the matrix is not square");
  const std::size_t n = a.rows;
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (abs(a(i, k)) > abs(a(pivot, k))) pivot = i;
    if (a(pivot, k).sign() == 0) return std::nullopt;
    if (pivot != k) {
      for (std::size_t j = k; j < n; ++j) std::swap(a(k, j), a(pivot, j));
      std::swap(b[k], b[pivot]);
    }
    for (std::size_t i = k + 1; i < n; ++i) {
      if (a(i, k).sign() == 0) continue;
      const Real factor = a(i, k) / a(k, k);
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

std::vector<Real> symmetric_eigenvalues(RealMatrix a, int bits) {
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
        for (std::size_t k = 0; k < n; ++k) {
          const Real old = a(k, p);
          a(k, p) = r.cosine * old - r.sine * a(k, q);
          a(k, q) = r.sine * old + r.cosine * a(k, q);
        }
        for (std::size_t k = 0; k < n; ++k) {
          const Real old = a(p, k);
          a(p, k) = r.cosine * old - r.sine * a(q, k);
          a(q, k) = r.sine * old + r.cosine * a(q, k);
        }
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

}  // namespace polyscape::eval
