#pragma once
/// Exact linear algebra over Q.
#include <optional>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

using RationalMatrix = std::vector<std::vector<Rational>>;  ///< rows of equal length

using GaussianMatrix = std::vector<std::vector<GaussianRational>>;

/// A complex matrix A + iB as the real one (A, -B; B, A), of twice its size and rank.
RationalMatrix real_form(const GaussianMatrix& matrix);

/// Rank over Q. Throws ArgumentError if rows differ in length; of more than 400 entries, Cancelled when the job is.
std::size_t rank(const RationalMatrix& matrix);
/// The same over Q(i).
std::size_t rank(const GaussianMatrix& matrix);

/// The first rows that are linearly independent and span all rows, increasing. Throws ArgumentError if rows differ in
/// length.
std::vector<std::size_t> independent_rows(const RationalMatrix& matrix);

/// Coefficients with which the rows add up to `target`, some choice of them; nullopt where none do. Throws as above.
std::optional<std::vector<Rational>> combination(const RationalMatrix& rows, const std::vector<Rational>& target);

/// The inverse of a square matrix; nullopt when it is singular. Throws ArgumentError when it is not square.
std::optional<RationalMatrix> inverse(const RationalMatrix& matrix);

bool is_symmetric(const RationalMatrix& square);

/// Numbers of negative, zero and positive eigenvalues.
struct Inertia {
  std::size_t negative = 0, zero = 0, positive = 0;
  bool operator==(const Inertia&) const = default;
};

/// Of a symmetric matrix, exactly: by congruence to a diagonal one (Sylvester). Throws ArgumentError when it is not
/// symmetric, Cancelled when the job is.
Inertia inertia(RationalMatrix matrix);

}  // namespace polyscape::algebra
