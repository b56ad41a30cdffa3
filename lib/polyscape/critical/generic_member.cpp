#include "polyscape/critical/generic_member.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/certify/distinct.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/model/family.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/run.hpp"

namespace polyscape::critical {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

constexpr int refined_bits = 128;     // of the proof of a point that is read back
constexpr double same_point = 1e-20;  // and how far, relative, the image of one may be off another

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
std::vector<GaussianRational> random_parameters(const model::Model& model, const model::GradientFamily& family,
                                                Random random) {
  std::vector<GaussianRational> w;
  for (std::size_t j = 0; j < family.weights(); ++j)
    w.push_back(GaussianRational::from_complex(random.annulus_complex()));
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
GenericMember placed(const model::Model& model, const model::GradientFamily& family,
                     const std::vector<GaussianRational>& member, const solve::MonodromyRecord& record) {
  const std::vector<GaussianRational> target = family.target();
  std::vector<GaussianRational> way;
  for (std::size_t k = 0; k < member.size(); ++k) way.push_back(member[k] - target[k]);
  return {family.gradient_at(member), {}, {family.on_line(target, way), {}, record, sign_symmetries(model)}};
}

void add(GenericMember& member, const solve::Solution& solution) {
  member.solutions.push_back(solution);
  member.member.solutions.push_back(solution.coordinates);
}

// Under the sign flips that every member has.
bool closed(const GenericMember& member) {
  std::vector<eval::PackedPoint> images;
  for (const solve::Solution& s : member.solutions)
    for (const algebra::SignedPermutation& g : member.member.symmetries)
      images.push_back(algebra::act(g, s.coordinates.exact()));
  std::vector<const eval::PackedPoint*> all;
  for (const solve::Solution& s : member.solutions) all.push_back(&s.coordinates);
  for (const eval::PackedPoint& image : images) all.push_back(&image);
  return solve::coinciding(all, same_point, Random(1)).size() == member.solutions.size();
}

}  // namespace

GenericMember generic_member(const model::Model& model, const solve::Options& options,
                             const solve::SectionProgress& progress, const solve::ProgressReport& report) {
  solve::require_legal(options);
  const model::GradientFamily family(model);
  const Random random = Random(options.seed).stream("generic member");
  const std::vector<GaussianRational> member = random_parameters(model, family, random.stream(0));
  solve::Problem problem;
  problem.known.symmetries = sign_symmetries(model);
  problem.known.real = false;
  const solve::Member translate =
      solve::generic_translate(member_of(family, member), options, random.stream(1), progress, report);
  const solve::Plan plan =
      solve::plan_at_member(translate, algebra::trivial_partition(family.weights()), random.stream(2));
  const solve::Outcome outcome = solve::follow(problem, options, plan, report);
  stop_if_cancelled();

  GenericMember result = placed(model, family, member, *outcome.monodromy);
  for (const solve::Solution& solution : outcome.solutions)
    if (solution.nonsingular) add(result, solution);
  result.member.monodromy->traced =
      outcome.monodromy->traced && outcome.closed && outcome.ledger.nonsingular == outcome.ledger.tracked;
  return result;
}

std::optional<GenericMember> generic_member(const model::Model& model, const model::GradientFamily::Parts& gradient,
                                            const std::vector<eval::Point>& points,
                                            const solve::MonodromyRecord& record, int threads) {
  const model::GradientFamily family(model);
  const auto parameters = family.parameters_of(gradient);
  if (!parameters) return std::nullopt;
  GenericMember result = placed(model, family, *parameters, record);
  result.member.monodromy->quoted = true;
  const certify::Certifier certifier(member_of(family, *parameters));
  std::vector<std::optional<certify::Certificate>> proofs(points.size());
  parallel_for(points.size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
    if (points[i].size() == family.weights()) proofs[i] = certifier(points[i], {refined_bits, 4 * refined_bits});
  });
  std::vector<const certify::Polydisc*> places;
  for (const auto& proof : proofs) {
    if (!proof) return std::nullopt;
    places.push_back(&*proof);
    solve::Solution solution;
    solution.coordinates = proof->centre;
    solution.bits = proof->bits * 3 / 4;
    solution.nonsingular = true;
    for (const GaussianRational& z : proof->centre) solution.zero.push_back(z.is_zero());
    add(result, solution);
  }
  if (!certify::meeting(places).empty() || !closed(result)) return std::nullopt;
  return result;
}

}  // namespace polyscape::critical
