#include "polyscape/critical/generic_member.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/model/family.hpp"
#include "polyscape/solve/strategy.hpp"

namespace polyscape::critical {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

constexpr int refined_bits = 128;        // of a point that is read back
constexpr double same_point = 1e-10;     // and how far, relative, it may have been off

/// Those of the loss's sign flips that change no output of the network: symmetries of every member.
std::vector<algebra::SignedPermutation> sign_symmetries(const model::Model& model) {
  std::vector<algebra::SignedPermutation> result;
  Random random(1);
  std::vector<Rational> point;
  for (std::size_t i = 0; i < model.names.size(); ++i) point.emplace_back(static_cast<long>(random.below(1000)) + 1);
  const auto values = algebra::evaluate(model.outputs, std::span<const Rational>(point));
  const algebra::SignedPermutation identity = algebra::identity_action(model.names.size());
  for (const algebra::SignedPermutation& g : model.symmetries) {
    if (g.source != identity.source) continue;
    const std::vector<Rational> image = algebra::act(g, std::span<const Rational>(point));
    if (algebra::evaluate(model.outputs, std::span<const Rational>(image)) == values) result.push_back(g);
  }
  return result;
}

/// The gradient at these parameters.
Program member_of(const model::GradientFamily& family, const std::vector<GaussianRational>& parameters) {
  return solve::end_of_line(family.on_line(parameters, std::vector<GaussianRational>(parameters.size())));
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
  const auto gradient = algebra::evaluate(member_of(family, result), std::span<const GaussianRational>(w));
  for (std::size_t j = 0; j < family.weights(); ++j) {
    const double lambda = std::abs(gradient[j].to_complex()) / std::abs(w[j].to_complex());
    result[family.tilts() + j] = GaussianRational::from_complex((lambda > 0 ? lambda : 1) * random.annulus_complex());
  }
  return result;
}

/// The member without its solutions.
GenericMember placed(const model::Model& model, const model::GradientFamily& family, const std::vector<GaussianRational>& member,
                     const solve::MonodromyRecord& record) {
  const std::vector<GaussianRational> target = family.target();
  std::vector<GaussianRational> way;
  for (std::size_t k = 0; k < member.size(); ++k) way.push_back(member[k] - target[k]);
  return {family.gradient_at(member), {}, {family.on_line(target, way), {}, record, sign_symmetries(model)}};
}

void add(GenericMember& member, const solve::Solution& solution) {
  member.solutions.push_back(solution);
  member.member.solutions.push_back(solution.coordinates);
}

}  // namespace

GenericMember generic_member(const model::Model& model, const solve::Options& options, const solve::SectionProgress& progress) {
  const model::GradientFamily family(model);
  const Random random(options.seed);
  const std::vector<GaussianRational> member = random_parameters(model, family, random.stream(9));
  solve::Problem problem;
  problem.symmetries = sign_symmetries(model);
  problem.real = false;
  const solve::Member translate = solve::generic_translate(member_of(family, member), options, random.stream(10), progress);
  const solve::Plan plan = solve::plan_at_member(translate, algebra::trivial_partition(family.weights()), random.stream(11));
  const solve::Outcome outcome = solve::follow(problem, options, plan, {});

  GenericMember result = placed(model, family, member, *outcome.monodromy);
  for (const solve::Solution& solution : outcome.solutions)
    if (solution.nonsingular) add(result, solution);
  result.member.monodromy->traced = outcome.monodromy->traced && outcome.closed && outcome.ledger.nonsingular == outcome.ledger.tracked;
  return result;
}

std::optional<GenericMember> generic_member(const model::Model& model, const model::GradientFamily::Parts& gradient,
                                            const std::vector<eval::Point>& points, const solve::MonodromyRecord& record) {
  const model::GradientFamily family(model);
  const auto parameters = family.parameters_of(gradient);
  if (!parameters) return std::nullopt;
  GenericMember result = placed(model, family, *parameters, record);
  const Program program = member_of(family, *parameters);
  for (const eval::Point& point : points) {
    if (point.size() != family.weights()) return std::nullopt;
    const auto refined = solve::refine(program, point, refined_bits);
    const double size = std::max(1.0, eval::magnitude(point));
    if (!refined || !(eval::distance(*refined, point) < same_point * size)) return std::nullopt;
    solve::Solution solution;
    solution.coordinates = *refined;
    solution.bits = refined_bits;
    solution.nonsingular = true;
    for (auto& z : solution.coordinates) {
      solution.zero.push_back(std::abs(z.to_complex()) < std::ldexp(size, -refined_bits * 3 / 4));
      if (solution.zero.back()) z = 0;
    }
    add(result, solution);
  }
  return result;
}

}  // namespace polyscape::critical
