#include "polyscape/exact/reduced_part.hpp"

#include <flint/nmod_mpoly.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "polyscape/base/limit.hpp"
#include "polyscape/exact/modular.hpp"

namespace polyscape::exact {

using algebra::GaussianRational;
using algebra::Integer;
using algebra::Polynomial;
using algebra::Rational;

namespace {

constexpr std::uint64_t product_overhead = 100;  // of one of polynomials, in products of coefficients
constexpr std::size_t most_terms = 200'000;      // of an equation on the space
constexpr std::size_t most_coordinates = 20;     // of the space: minors of a determinant are 2^coordinates
constexpr std::size_t bytes_a_term = 32;

// The ring of polynomials modulo a prime.
class Ring {
 public:
  Ring(std::size_t variables, std::uint64_t prime) : variables_(variables) {
    nmod_mpoly_ctx_init(context_, static_cast<slong>(variables), ORD_DEGREVLEX, prime);
  }
  ~Ring() { nmod_mpoly_ctx_clear(context_); }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  const nmod_mpoly_ctx_struct* context() const { return context_; }
  std::size_t variables() const { return variables_; }

 private:
  std::size_t variables_;
  nmod_mpoly_ctx_t context_;
};

class Residues {
 public:
  explicit Residues(const Ring& ring) : ring_(&ring) { nmod_mpoly_init(p_, ring.context()); }
  Residues(const Ring& ring, const ModularPolynomial& terms) : Residues(ring) {
    for (const ModularTerm& term : terms) {
      const std::vector<ulong> exponents(term.exponents.begin(), term.exponents.end());
      nmod_mpoly_push_term_ui_ui(p_, term.coefficient, exponents.data(), ring.context());
    }
    nmod_mpoly_sort_terms(p_, ring.context());
  }
  ~Residues() { nmod_mpoly_clear(p_, ring_->context()); }
  Residues(Residues&& other) noexcept : Residues(*other.ring_) { nmod_mpoly_swap(p_, other.p_, ring_->context()); }
  Residues& operator=(Residues&& other) noexcept {
    nmod_mpoly_swap(p_, other.p_, ring_->context());
    return *this;
  }

  bool is_zero() const { return size() == 0; }
  std::size_t size() const { return static_cast<std::size_t>(nmod_mpoly_length(p_, ring_->context())); }
  Residues derivative(std::size_t k) const {
    Residues result(*ring_);
    nmod_mpoly_derivative(result.p_, p_, static_cast<slong>(k), ring_->context());
    return result;
  }
  // += sign * a * b.
  void add_product(const Residues& a, const Residues& b, int sign) {
    Residues product(*ring_), sum(*ring_);
    nmod_mpoly_mul(product.p_, a.p_, b.p_, ring_->context());
    (sign > 0 ? nmod_mpoly_add : nmod_mpoly_sub)(sum.p_, p_, product.p_, ring_->context());
    nmod_mpoly_swap(p_, sum.p_, ring_->context());
  }
  void add_multiple(const Residues& a, std::uint64_t factor) {
    Residues product(*ring_), sum(*ring_);
    nmod_mpoly_scalar_mul_ui(product.p_, a.p_, factor, ring_->context());
    nmod_mpoly_add(sum.p_, p_, product.p_, ring_->context());
    nmod_mpoly_swap(p_, sum.p_, ring_->context());
  }
  ModularPolynomial terms() const {
    ModularPolynomial result;
    std::vector<ulong> exponents(ring_->variables());
    for (std::size_t k = 0; k < size(); ++k) {
      const auto i = static_cast<slong>(k);
      nmod_mpoly_get_term_exp_ui(exponents.data(), p_, i, ring_->context());
      result.push_back({nmod_mpoly_get_term_coeff_ui(p_, i, ring_->context()), {exponents.begin(), exponents.end()}});
    }
    return result;
  }

 private:
  const Ring* ring_;
  nmod_mpoly_t p_;
};

// The determinant, by minors of the first rows, each computed once. nullopt beyond the limits; `operations` are added
// to.
std::optional<Residues> determinant(const Ring& ring, const std::vector<std::vector<Residues>>& rows,
                                    const GroebnerLimits& limits, std::uint64_t& operations) {
  std::map<std::uint32_t, Residues> minors;  // by the set of their columns
  Residues one(ring, {{1, Monomial(ring.variables(), 0)}});
  minors.emplace(0, std::move(one));
  for (const auto& row : rows) {
    std::map<std::uint32_t, Residues> next;
    std::size_t terms = 0;
    for (const auto& [columns, minor] : minors)
      for (std::uint32_t j = 0; j < row.size(); ++j) {
        if ((columns >> j & 1) != 0 || row[j].is_zero() || minor.is_zero()) continue;
        stop_if_cancelled();
        operations += product_overhead + std::uint64_t{minor.size()} * row[j].size();
        if (operations > limits.operations) return std::nullopt;
        const auto entry = next.try_emplace(columns | std::uint32_t{1} << j, ring).first;
        terms -= entry->second.size();
        entry->second.add_product(minor, row[j], std::popcount(columns >> j) % 2 == 0 ? 1 : -1);
        terms += entry->second.size();
        if (terms > limits.bytes / bytes_a_term) return std::nullopt;
      }
    minors = std::move(next);
  }
  if (minors.empty()) return Residues(ring);
  return std::move(minors.begin()->second);
}

// log2(2^a + 2^b).
double log2_sum(double a, double b) {
  const double larger = std::max(a, b);
  return std::isinf(larger) ? larger : larger + std::log2(1 + std::exp2(std::min(a, b) - larger));
}

// log2 of the sum of the coefficients' sizes, at most; -infinity for zero.
double sum_log2(const Polynomial& p) {
  double result = -std::numeric_limits<double>::infinity();
  for (const algebra::Term& term : p.terms()) result = std::max(result, algebra::log2(term.coefficient));
  return result + std::log2(static_cast<double>(p.term_count()));
}

Integer random_integer(Random& random, std::size_t bits) {
  constexpr std::size_t word = 32;
  Integer result = 0;
  for (std::size_t k = 0; k < bits; k += word)
    result = result * Integer(1L << word) + Integer(static_cast<long>(random.next() >> word));
  return result;
}

// The equations on a random space, and the combinations whose Jacobian is looked at.
class SimpleZeros {
 public:
  SimpleZeros(std::span<const Polynomial> equations, std::size_t dimension, const CountOptions& options)
      : coordinates_(equations.front().variables() - dimension) {
    std::vector<Polynomial> ordered;
    for (const Polynomial& p : equations)
      if (!p.is_zero()) ordered.push_back(p * GaussianRational(algebra::common_denominator(p)));
    std::ranges::stable_sort(ordered, std::greater{}, [](const Polynomial& p) { return p.degree(); });
    const double n = static_cast<double>(equations.front().variables()),
                 d = static_cast<double>(std::max(1L, ordered.front().degree()));
    double bezout_log2 = 0;
    for (std::size_t k = 0; k < coordinates_; ++k)
      bezout_log2 += std::log2(static_cast<double>(std::max(1L, ordered[k].degree())));
    // log2 of 2 n B^2 + n^2 d B + n B, at most: no term is more than n^2 (d + 3) B^2.
    const double degree_log2 = 2 * std::log2(n) + std::log2(d + 3) + 2 * bezout_log2;
    const auto bits = static_cast<std::size_t>(std::ceil(degree_log2 - options.error_log2)) + 1;
    error_log2_ = degree_log2 - static_cast<double>(bits);
    Random random = Random(options.seed).stream("spaces of exact counts").stream(dimension);
    std::vector<Polynomial> places;
    for (std::size_t k = 0; k < coordinates_; ++k) places.push_back(Polynomial::variable(coordinates_, k));
    for (std::size_t k = 0; k < dimension; ++k) {
      Polynomial form = Polynomial::constant(coordinates_, number(random, bits));
      for (std::size_t j = 0; j < coordinates_; ++j) form += places[j] * number(random, bits);
      places.push_back(std::move(form));
    }
    for (const Polynomial& p : ordered) equations_.push_back(dimension == 0 ? p : p.substitute(places));
    for (std::size_t i = 0; i < coordinates_ && equations_.size() > coordinates_; ++i)
      for (std::size_t k = coordinates_; k < equations_.size(); ++k) multipliers_.push_back(number(random, bits));
  }

  // Products of coefficients that writing the equations out on a space takes, about; infinity where it is too much.
  static double expansion(std::span<const Polynomial> equations, std::size_t dimension) {
    constexpr double beyond = std::numeric_limits<double>::infinity();
    const auto coordinates = static_cast<long>(equations.front().variables() - dimension);
    if (coordinates > static_cast<long>(most_coordinates)) return beyond;
    double sum = 0;
    for (const Polynomial& p : equations) {
      if (dimension == 0 || p.is_zero()) continue;
      const double terms = binomial(coordinates + p.degree(), coordinates);
      if (terms > static_cast<double>(most_terms)) return beyond;
      sum += terms * static_cast<double>(p.term_count());
    }
    return sum;
  }

  double error_log2() const { return error_log2_; }

  // The equations and t g - 1 modulo the prime; nullopt where it is of no use, or beyond the limits.
  std::optional<ModularSystem> modulo(const algebra::ResidueField& field, const GroebnerLimits& limits,
                                      std::uint64_t& operations) const {
    auto system = exact::modulo(equations_, field);
    if (!system) return std::nullopt;
    const Ring ring(coordinates_, field.prime());
    std::vector<Residues> equations;
    for (const ModularPolynomial& p : system->equations) equations.emplace_back(ring, p);
    std::vector<std::vector<Residues>> jacobian(coordinates_);
    std::size_t next = 0;
    for (std::size_t i = 0; i < coordinates_; ++i) {
      Residues combination(ring, system->equations[i]);
      for (std::size_t k = coordinates_; k < equations.size(); ++k)
        combination.add_multiple(equations[k], field.residue(multipliers_[next++]).value());
      for (std::size_t j = 0; j < coordinates_; ++j) jacobian[i].push_back(combination.derivative(j));
    }
    const auto g = determinant(ring, jacobian, limits, operations);
    if (!g) return std::nullopt;
    ModularPolynomial last = g->terms();
    system->equations.push_back(std::move(last));
    for (ModularPolynomial& p : system->equations)
      for (ModularTerm& term : p) term.exponents.push_back(0);
    for (ModularTerm& term : system->equations.back()) term.exponents.back() = 1;
    system->equations.back().push_back({field.prime() - 1, Monomial(coordinates_ + 1, 0)});
    ++system->variables;
    return system;
  }

  // Of the same over Z[i]: of g by the sums of coefficients' sizes, which are multiplied and added as it is.
  Sizes sizes() const {
    long degree = 1;
    double g_log2 = 0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < coordinates_; ++i) {
      double row = 0;
      const auto add = [&](const Polynomial& p, double factor_log2) {
        for (std::size_t j = 0; j < coordinates_; ++j) row = log2_sum(row, factor_log2 + sum_log2(p.derivative(j)));
      };
      add(equations_[i], 0);
      for (std::size_t k = coordinates_; k < equations_.size(); ++k)
        add(equations_[k], algebra::log2(multipliers_[next++]));
      degree += std::max(0L, equations_[i].degree() - 1);
      g_log2 += row;
    }
    return Sizes(equations_).with(1, degree, log2_sum(g_log2, 0));
  }

  std::size_t coordinates() const { return coordinates_; }

 private:
  static GaussianRational number(Random& random, std::size_t bits) {
    return GaussianRational(Rational(random_integer(random, bits)));
  }

  std::size_t coordinates_;
  std::vector<Polynomial> equations_;          // by falling degree
  std::vector<GaussianRational> multipliers_;  // of those after the first ones in each combination
  double error_log2_ = 0;
};

void require_part(std::span<const Polynomial> equations, std::size_t dimension) {
  if (equations.empty() || dimension >= equations.front().variables())
    throw ArgumentError("reduced_part: no equation, or a dimension that is not below the number of variables");
  const std::size_t variables = equations.front().variables();
  if (std::ranges::count_if(equations, [](const Polynomial& p) { return !p.is_zero(); }) <
      static_cast<std::ptrdiff_t>(variables - dimension))
    throw ArgumentError("reduced_part: fewer equations than a component of the dimension takes");
}

}  // namespace

ReducedPartOutcome reduced_part(std::span<const Polynomial> equations, std::size_t dimension,
                                const CountOptions& options) {
  require_part(equations, dimension);
  ReducedPartOutcome outcome;
  outcome.failure = CountFailure::budget;
  const double expansion = SimpleZeros::expansion(equations, dimension);
  if (expansion > static_cast<double>(options.limits.operations)) return outcome;
  outcome.operations = static_cast<std::uint64_t>(expansion);
  CountOptions rest = options;
  rest.error_log2 -= 1;
  const SimpleZeros zeros(equations, dimension, rest);
  // What the determinant takes is the same modulo every prime.
  const Random random = Random(options.seed).stream("determinants of exact counts").stream(dimension);
  std::optional<ModularSystem> first;
  for (std::uint64_t stream = 0; !first && outcome.operations <= options.limits.operations; ++stream) {
    const std::uint64_t before = outcome.operations;
    first = zeros.modulo(random_field(random.stream(stream)), options.limits, outcome.operations);
    if (!first && outcome.operations > before) return outcome;
  }
  rest.limits.operations -= std::min(rest.limits.operations, outcome.operations);
  GroebnerLimits unlimited;
  unlimited.operations = unlimited.bytes = std::numeric_limits<std::size_t>::max();
  const CountOutcome count = modular_count(ResidueEquations{zeros.coordinates() + 1, zeros.sizes(),
                                                            [&](const algebra::ResidueField& field) {
                                                              std::uint64_t ignored = 0;
                                                              return zeros.modulo(field, unlimited, ignored);
                                                            }},
                                           rest);
  outcome.operations += count.operations;
  outcome.failure = count.failure;
  if (!count.count) return outcome;
  // Simple zeros are isolated: only primes that are all unlucky leave more than points.
  if (count.count->dimension > 0) {
    outcome.failure = CountFailure::disagreement;
    return outcome;
  }
  outcome.part = ReducedPart{count.count->degree, log2_sum(count.count->error_log2, zeros.error_log2()),
                             count.count->primes, count.count->unlucky, count.count->reach};
  return outcome;
}

}  // namespace polyscape::exact
