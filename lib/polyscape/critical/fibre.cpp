#include "polyscape/critical/fibre.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/solve/same_point.hpp"
#include "polyscape/variety/gauss_newton.hpp"

namespace polyscape::critical {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using eval::Point;

namespace {

constexpr int starts = 24;
constexpr std::size_t looked_at = 6;
constexpr int coarse_bits = 64, fine_bits = 128;

/// `equations` with these values of the first outputs subtracted.
Program subtracted(Program equations, const Point& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    equations.outputs[i] = equations.subtract(equations.outputs[i], equations.constant(values[i]));
  return equations;
}

}  // namespace

struct Fibres::Impl {
  const Program function, gradient;
  Program balanced;  ///< function, gradient, balances
  const Random random;

  Impl(const Program& f, const Program& g, std::span<const algebra::Scaling> scalings, std::uint64_t seed)
      : function(f), gradient(g), balanced(f), random(Random(seed).stream("fibre")) {
    const std::vector<Program::Node> w = algebra::variables_of(balanced, f.variables());
    const std::vector<Program::Node> slopes = balanced.append(g, w);
    balanced.outputs.insert(balanced.outputs.end(), slopes.begin(), slopes.end());
    for (const algebra::Scaling& s : scalings) {
      std::vector<Program::Node> terms;
      for (std::size_t j = 0; j < w.size(); ++j)
        if (s.exponents[j] != 0)
          terms.push_back(balanced.scale(Rational(s.exponents[j]), balanced.multiply(w[j], w[j])));
      balanced.outputs.push_back(balanced.sum(terms));
    }
  }

  /// Whether the gradient vanishes at the zero; nullopt when two precisions do not tell.
  std::optional<bool> critical(variety::RefinedZero& zero) const {
    const auto coarse = zero.at(coarse_bits), fine = zero.at(fine_bits);
    if (!coarse || !fine) return std::nullopt;
    const Point before = algebra::evaluate(gradient, std::span<const GaussianRational>(*coarse));
    const Point after = algebra::evaluate(gradient, std::span<const GaussianRational>(*fine));
    return eval::vanish(eval::log2_sizes(before), eval::log2_sizes(after), coarse_bits);
  }
};

Fibres::Fibres(const Program& function, const Program& gradient, std::span<const algebra::Scaling> scalings,
               std::uint64_t seed)
    : impl_(std::make_unique<Impl>(function, gradient, scalings, seed)) {}
Fibres::~Fibres() = default;

FibreView Fibres::look(const Point& values) const {
  const variety::Refiner refiner(subtracted(impl_->function, values));
  FibreView result;
  for (const auto& place : refiner.search(variety::Field::complex, starts, impl_->random.stream(0), 1)) {
    if (result.points == looked_at) break;
    variety::RefinedZero zero(refiner, eval::exact_point(place));
    const auto critical = impl_->critical(zero);
    if (!critical) continue;
    const eval::RankDecision rank = eval::rank_at(refiner.evaluator(), zero.source(),
                                                  {.first_bits = 32, .last_bits = fine_bits, .max_bits = fine_bits});
    if (!rank.decided) continue;
    ++result.points;
    result.critical = result.critical && *critical;
    result.largest_rank = std::max(result.largest_rank, rank.rank);
  }
  return result;
}

std::vector<Point> Fibres::balanced(const Point& values, std::size_t enough) const {
  Point targets;
  for (const GaussianRational& z : values) targets.emplace_back(z.re);
  const variety::Refiner refiner(subtracted(impl_->balanced, targets));
  std::vector<Point> result;
  for (const auto& place : refiner.search(variety::Field::real, starts, impl_->random.stream(1), 1)) {
    if (result.size() == enough) break;
    const auto found = variety::RefinedZero(refiner, eval::exact_point(place)).at(fine_bits);
    if (found && std::ranges::none_of(result, [&](const Point& p) {
          return eval::distance(p, *found) < solve::carried_point * std::max(1.0, eval::magnitude(*found));
        }))
      result.push_back(*found);
  }
  return result;
}

}  // namespace polyscape::critical
