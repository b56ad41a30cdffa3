#include "polyscape/components/local_structure.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>

#include "polyscape/components/affine_space.hpp"
#include "polyscape/components/combinations.hpp"
#include "polyscape/components/deflation.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/eval/rank.hpp"
#include "polyscape/solve/endpoint.hpp"

namespace polyscape::components {
namespace {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;
using algebra::Rational;
using algebra::System;
using Exponents = std::vector<int>;

constexpr int most_deflations = 4;
constexpr std::size_t most_columns = 100;  // singular values in multiprecision
constexpr int zero_bits = 212;
constexpr int check_bits = 848;  // an equation of high order is tiny beside its zero already
constexpr double basin = 1e-5;
constexpr eval::RankOptions ranks{64, 128, 1024};

/// The zero as one of a square system where it is simple.
class RegularisedZero {
 public:
  /// `free` generic linear forms through the point take the place of as many equations.
  RegularisedZero(const System& system, const solve::Coordinates& point, std::size_t free, int deflations,
                  Random random)
      : deflations(deflations),
        equations_(system.equations),
        start_(eval::exact_point(point)),
        best_(start_),
        newton_(square(system, free, random)) {}

  /// All unknowns, to that many bits; nullopt where Newton's method does not converge, or elsewhere.
  std::optional<eval::Point> at(int bits) {
    eval::NewtonOutcome outcome = newton_(best_, bits + bits / 2);
    if (!outcome.converged || eval::distance(outcome.point, start_) > basin * std::max(1.0, eval::magnitude(start_)))
      return std::nullopt;
    best_ = std::move(outcome.point);
    return eval::on_grid(best_, bits);
  }
  /// Whether the equations that were left out vanish, too.
  bool zero_of_all() {
    const auto point = at(check_bits);
    return point &&
           std::ranges::all_of(equations_, [&](const Polynomial& p) { return solve::vanishes(p, *point, check_bits); });
  }

  const int deflations;

 private:
  Program square(const System& system, std::size_t free, Random random) const {
    const std::size_t unknowns = system.names.size();
    Program result(unknowns);
    const std::vector<Program::Node> x = algebra::variables_of(result, unknowns);
    result.outputs = Combinations(system, unknowns - free, random.stream(0)).append(result, x, unknowns - free);
    Random draw = random.stream(1);
    for (std::size_t k = 0; k < free; ++k) {
      Program::Node form = result.constant(0);
      for (std::size_t i = 0; i < unknowns; ++i)
        form = result.add(form, result.scale(GaussianRational(generic_rational(draw)),
                                             result.subtract(x[i], result.constant(start_[i]))));
      result.outputs.push_back(form);
    }
    return result;
  }

  std::vector<Polynomial> equations_;
  eval::Point start_, best_;
  eval::NewtonSolver newton_;
};

/// Deflates until the zero is isolated and simple, or a point of a smooth set of zeros that as many forms as the set
/// has dimensions cut in that point alone.
std::unique_ptr<RegularisedZero> regularised(System system, solve::Coordinates point, Random random) {
  for (int deflations = 0;; ++deflations) {
    if (!std::ranges::all_of(point, [](const auto& z) { return std::isfinite(std::abs(z)); })) return nullptr;
    const auto rank = numerical_rank(system, point);
    if (!rank) return nullptr;
    auto result =
        std::make_unique<RegularisedZero>(system, point, system.names.size() - *rank, deflations, random.stream(100));
    if (result->zero_of_all()) return result;
    if (deflations == most_deflations) return nullptr;
    system = deflated(system, *rank, random.stream(static_cast<std::uint64_t>(deflations)));
    point = lifted_to_deflation(system, point);
  }
}

/// All exponents of degree up to `degree`, by degree.
std::vector<Exponents> monomials(std::size_t variables, int degree) {
  std::vector<Exponents> result{Exponents(variables)};
  std::size_t from = 0;
  for (int d = 1; d <= degree; ++d) {
    const std::size_t to = result.size();
    for (std::size_t k = from; k < to; ++k) {
      std::size_t last = 0;
      for (std::size_t i = 0; i < variables; ++i)
        if (result[k][i] > 0) last = i;
      for (std::size_t i = last; i < variables; ++i) {
        Exponents next = result[k];
        ++next[i];
        result.push_back(std::move(next));
      }
    }
    from = to;
  }
  return result;
}

/// Taylor coefficients of the equations at a point.
class Taylor {
 public:
  Taylor(const System& system, int degree)
      : monomials_(monomials(system.names.size(), degree)), equations_(system.equations.size()) {
    System all{system.names, {}};
    std::map<Exponents, std::vector<Polynomial>> derivatives;
    for (const Exponents& e : monomials_) {
      const auto first = static_cast<std::size_t>(std::ranges::find_if(e, [](int k) { return k > 0; }) - e.begin());
      std::vector<Polynomial> here;
      if (first == e.size()) {
        here = system.equations;
      } else {
        Exponents lower = e;
        --lower[first];
        for (const Polynomial& p : derivatives.at(lower))
          here.push_back(p.derivative(first) * (Rational(1) / Rational(static_cast<long>(e[first]))));
      }
      all.equations.insert(all.equations.end(), here.begin(), here.end());
      derivatives[e] = std::move(here);
    }
    program_ = algebra::program_of(all);
  }

  /// Rows: (x - point)^a f_i with a of lower degree; columns: monomials.
  algebra::GaussianMatrix macaulay(const eval::Point& point) const {
    const auto values = algebra::evaluate(program_, std::span<const GaussianRational>(point));
    std::map<Exponents, std::size_t> column;
    for (std::size_t k = 0; k < monomials_.size(); ++k) column[monomials_[k]] = k;
    const std::size_t columns = monomials_.size();
    algebra::GaussianMatrix result;
    for (const Exponents& shift : monomials_) {
      if (shift != Exponents(shift.size()) && !has_room(shift)) continue;
      for (std::size_t i = 0; i < equations_; ++i) {
        std::vector<GaussianRational>& row = result.emplace_back(columns);
        for (std::size_t k = 0; k < columns; ++k) {
          Exponents product = monomials_[k];
          for (std::size_t v = 0; v < product.size(); ++v) product[v] += shift[v];
          const auto place = column.find(product);
          if (place != column.end()) row[place->second] = values[k * equations_ + i];
        }
      }
    }
    return result;
  }
  std::size_t columns() const { return monomials_.size(); }

 private:
  /// Of a degree below the largest.
  bool has_room(const Exponents& e) const {
    const auto degree = [](const Exponents& x) { return std::accumulate(x.begin(), x.end(), 0); };
    return degree(e) < degree(monomials_.back());
  }

  std::vector<Exponents> monomials_;
  std::size_t equations_;
  Program program_{0};
};

}  // namespace

std::optional<LocalStructure> local_structure(const System& system, const eval::Point& zero, int bits, std::size_t most,
                                              Random random) {
  std::unique_ptr<RegularisedZero> simple;
  const auto at = [&](int wanted) -> std::optional<eval::Point> {
    if (wanted <= bits) return eval::on_grid(zero, wanted);
    if (!simple) simple = regularised(system, eval::rounded(zero), random);
    auto point = simple ? simple->at(wanted) : std::nullopt;
    if (point) point->resize(zero.size());
    return point;
  };
  LocalStructure result;
  const auto refined = at(zero_bits);
  if (!refined) return std::nullopt;
  result.zero = *refined;
  result.nullities = {1};
  for (int degree = 1;; ++degree) {
    const Taylor taylor(system, degree);
    if (taylor.columns() > most_columns) return std::nullopt;
    const eval::RankDecision decision = eval::decide_rank(
        [&](int bits) -> std::optional<algebra::GaussianMatrix> {
          const auto x = at(bits);
          if (!x) return std::nullopt;
          return taylor.macaulay(*x);
        },
        ranks);
    if (simple) result.deflations = simple->deflations;
    if (!decision.decided) return std::nullopt;
    result.nullities.push_back(taylor.columns() - decision.rank);
    if (result.nullities.back() == result.nullities[result.nullities.size() - 2]) {
      result.isolated = true;
      result.multiplicity = result.nullities.back();
      return result;
    }
    if (result.nullities.back() > most) return result;
  }
}

}  // namespace polyscape::components
