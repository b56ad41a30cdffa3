#include "polyscape/start/polyhedral.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "polyscape/algebra/flint_matrix_kernel.hpp"
#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::start {
namespace {

using algebra::GaussianRational;
using algebra::Program;

/// Degree of a point in each group. Throws LimitError above the limit on degrees.
std::vector<long> degrees(const std::vector<int>& point, const algebra::Partition& partition) {
  std::vector<long> result;
  for (const auto& group : partition) {
    result.push_back(0);
    for (const std::size_t v : group) result.back() += point[v];
    algebra::require_degree(static_cast<double>(result.back()));
  }
  return result;
}

/// Sums of coefficient(k) times the monomials of the supports, homogenised; k counts all terms.
template <class Coefficient>
void add_equations(Program& program, const std::vector<bounds::Support>& supports, const algebra::Partition& partition,
                   Coefficient coefficient) {
  std::size_t k = 0;
  for (const bounds::Support& support : supports) {
    std::vector<long> most(partition.size(), 0);
    for (const auto& point : support)
      for (std::size_t g = 0; g < most.size(); ++g) most[g] = std::max(most[g], degrees(point, partition)[g]);
    std::vector<Program::Node> terms;
    for (const auto& point : support) {
      std::vector<Program::Node> factors;
      const auto add = [&](std::size_t coordinate, long exponent) {
        if (exponent > 0)
          factors.push_back(program.power(program.variable(coordinate), static_cast<unsigned>(exponent)));
      };
      for (std::size_t i = 0; i < point.size(); ++i) add(i, point[i]);
      const std::vector<long> own = degrees(point, partition);
      for (std::size_t g = 0; g < most.size(); ++g) add(point.size() + g, most[g] - own[g]);
      const Program::Node monomial = factors.empty() ? program.constant(1) : program.product(factors);
      terms.push_back(program.multiply(coefficient(k++), monomial));
    }
    program.outputs.push_back(program.sum(terms));
  }
}

}  // namespace

Polyhedral::Polyhedral(const std::vector<bounds::Support>& supports, bounds::MixedSubdivision subdivision,
                       const algebra::Partition& partition, Random random)
    : supports_(supports),
      subdivision_(std::move(subdivision)),
      partition_(partition),
      first_{0},
      generic_(supports.size() + partition.size()),
      toric_(0) {
  std::vector<std::complex<double>> all;
  for (const bounds::Support& support : supports_) {
    auto& row = coefficients_.emplace_back();
    for (std::size_t p = 0; p < support.size(); ++p) all.push_back(row.emplace_back(random.unit_complex()));
  }
  for (const bounds::MixedCell& cell : subdivision_.cells)
    first_.push_back(first_.back() + static_cast<std::size_t>(cell.volume));
  add_equations(generic_, supports_, partition_,
                [&](std::size_t k) { return generic_.constant(GaussianRational::from_complex(all[k])); });
  toric_ = Program(supports.size() + partition.size(), all.size());
  add_equations(toric_, supports_, partition_, [&](std::size_t k) { return toric_.parameter(k); });
}

std::size_t Polyhedral::cell_of(std::size_t index) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(first_, index) - first_.begin()) - 1;
}

std::vector<Polyhedral::Term> Polyhedral::terms(std::size_t index) const {
  const bounds::MixedCell& cell = subdivision_.cells[index];
  std::vector<Term> result;
  double least = HUGE_VAL;
  for (std::size_t i = 0; i < supports_.size(); ++i) {
    const auto height = [&](std::size_t p) {
      double h = static_cast<double>(subdivision_.lifting[i][p]);
      for (std::size_t c = 0; c < supports_.size(); ++c) h += cell.normal[c] * supports_[i][p][c];
      return h;
    };
    const auto [a, b] = cell.edges[i];
    const double base = height(a);
    for (std::size_t p = 0; p < supports_[i].size(); ++p) {
      result.push_back({coefficients_[i][p], p == a || p == b ? 0 : height(p) - base});
      if (p != a && p != b) least = std::min(least, result.back().exponent);
    }
  }
  if (!(least > 0)) throw Error("polyhedral: a lifting is not generic in double precision; use another seed");
  if (std::isfinite(least))
    for (Term& term : result) term.exponent /= least;
  return result;
}

/// z^(b_i - a_i) = -c_a / c_b in angles: V theta = phi + 2 pi k, for k over representatives of Z^n modulo V Z^n, which
/// the Hermite normal form gives.
std::vector<std::complex<double>> Polyhedral::root(std::size_t index) const {
  const std::size_t n = supports_.size(), number = cell_of(index);
  const bounds::MixedCell& cell = subdivision_.cells[number];
  algebra::FmpzMatrix edges(n, n), transposed(n, n), hermite(n, n), inverse(n, n);
  std::vector<double> phi(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto [a, b] = cell.edges[i];
    for (std::size_t c = 0; c < n; ++c) fmpz_set_si(edges.at(i, c), long{supports_[i][b][c]} - supports_[i][a][c]);
    phi[i] = std::arg(-coefficients_[i][a] / coefficients_[i][b]) / (2 * std::numbers::pi);
  }
  algebra::Integer determinant;
  if (fmpz_mat_inv(inverse.get(), determinant.word(), edges.get()) == 0)
    throw ArgumentError("polyhedral: a cell is flat");
  fmpz_mat_transpose(transposed.get(), edges.get());
  fmpz_mat_hnf(hermite.get(), transposed.get());
  std::size_t rest = index - first_[number];
  std::vector<long> k(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto size = static_cast<std::size_t>(fmpz_get_si(hermite.at(i, i)));
    k[i] = static_cast<long>(rest % size);
    rest /= size;
  }
  std::vector<std::complex<double>> z(n + partition_.size(), 1.0);
  const double d = determinant.to_double();
  for (std::size_t c = 0; c < n; ++c) {
    // Whole turns drop out before anything is rounded.
    algebra::Integer turns;
    double theta = 0;
    for (std::size_t i = 0; i < n; ++i) {
      fmpz_addmul_si(turns.word(), inverse.at(c, i), k[i]);
      theta += fmpz_get_d(inverse.at(c, i)) / d * phi[i];
    }
    fmpz_mod(turns.word(), turns.word(), determinant.word());
    theta += turns.to_double() / d;
    z[c] = std::polar(1.0, 2 * std::numbers::pi * theta);
  }
  return z;
}

}  // namespace polyscape::start
