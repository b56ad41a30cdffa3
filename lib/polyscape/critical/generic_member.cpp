#include "polyscape/critical/generic_member.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/model/family.hpp"
#include "polyscape/solve/strategy.hpp"

namespace polyscape::critical {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using Node = Program::Node;

constexpr std::size_t most_symmetries = 5000;

/// A program in n + 1 variables with the last one turned into a parameter.
Program with_parameter(const Program& line) {
  Program result(line.variables() - 1, 1);
  std::vector<Node> x;
  for (std::size_t i = 0; i < result.variables(); ++i) x.push_back(result.variable(i));
  x.push_back(result.parameter(0));
  result.outputs = result.append(line, x);
  return result;
}

/// Signs that change no output of the network: symmetries of every member.
std::vector<algebra::SignedPermutation> sign_symmetries(const model::Model& model) {
  std::vector<algebra::SignedPermutation> result;
  Random random(1);
  std::vector<Rational> point;
  for (std::size_t i = 0; i < model.names.size(); ++i) point.emplace_back(static_cast<long>(random.below(1000)) + 1);
  const auto values = algebra::evaluate(model.outputs, std::span<const Rational>(point));
  std::vector<algebra::SignedPermutation> group;
  try {
    group = algebra::group_elements(model.symmetries, model.names.size(), most_symmetries);
  } catch (const ArgumentError&) {
    return {};  // they only serve as a check
  }
  const algebra::SignedPermutation identity = algebra::identity_action(model.names.size());
  for (const algebra::SignedPermutation& g : group) {
    if (g.source != identity.source || g == identity) continue;
    const std::vector<Rational> image = algebra::act(g, std::span<const Rational>(point));
    if (algebra::evaluate(model.outputs, std::span<const Rational>(image)) == values) result.push_back(g);
  }
  return result;
}

/// Random tilts and lambda that balance the data term at weights of size 1.
std::vector<GaussianRational> random_parameters(const model::Model& model, const model::GradientFamily& family, Random random) {
  std::vector<GaussianRational> w;
  for (std::size_t j = 0; j < family.weights(); ++j) w.push_back(GaussianRational::from_complex(random.annulus_complex()));
  double size = 0;
  for (const GaussianRational& value : algebra::evaluate(model.residuals, std::span<const GaussianRational>(w)))
    size = std::max(size, std::abs(value.to_complex()));
  if (model.specification.loss.mean) size /= static_cast<double>(model.samples);
  std::vector<GaussianRational> result(family.parameters());
  for (std::size_t k = 0; k < family.tilts(); ++k)
    result[k] = GaussianRational::from_complex((size > 0 ? size : 1) * random.annulus_complex());
  w.emplace_back(0);
  const auto gradient = algebra::evaluate(family.on_line(result, std::vector<GaussianRational>(result.size())), std::span<const GaussianRational>(w));
  for (std::size_t j = 0; j < family.weights(); ++j) {
    const double lambda = std::abs(gradient[j].to_complex()) / std::abs(w[j].to_complex());
    result[family.tilts() + j] = GaussianRational::from_complex((lambda > 0 ? lambda : 1) * random.annulus_complex());
  }
  return result;
}

}  // namespace

GenericMember generic_member(const model::Model& model, const solve::Options& options, const solve::SectionProgress& progress) {
  const auto begin = std::chrono::steady_clock::now();
  const model::GradientFamily family(model);
  const std::vector<GaussianRational> target = family.target(), member = random_parameters(model, family, Random(options.seed).stream(9));
  std::vector<GaussianRational> way;
  for (std::size_t k = 0; k < member.size(); ++k) way.push_back(member[k] - target[k]);
  GenericMember result;
  result.member.line = with_parameter(family.on_line(target, way));

  solve::Problem problem;
  problem.symmetries = sign_symmetries(model);
  problem.real = false;
  const Program system = solve::end_of_line(with_parameter(family.on_line(member, way)));
  const solve::Outcome outcome = solve::solve_by_monodromy(problem, system, options, progress);
  for (const solve::Solution& solution : outcome.solutions) {
    if (!solution.nonsingular) continue;
    result.solutions.push_back(solution);
    result.member.solutions.push_back(solution.coordinates);
  }
  result.monodromy = *outcome.monodromy;
  result.traced = outcome.completeness == Certainty::trace_tested && outcome.closed && outcome.ledger.singular == 0;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace polyscape::critical
