#include "polyscape/study/component_study.hpp"

#include <algorithm>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/components/decomposition.hpp"
#include "polyscape/eval/rank.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/stopwatch.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using algebra::Rational;

namespace {

constexpr int rank_bits = 64;  // the first of two precisions; witness points are accurate to more than the second

/// Of the Jacobian at a witness point, at two precisions. As a real matrix of twice the size, where the rank is twice as large.
std::optional<report::JacobianRank> rank_at(const algebra::Differentiated& system, const eval::Point& point, int bits) {
  const std::size_t rows = system.values, columns = system.program.variables();
  if (bits < 2 * rank_bits) return std::nullopt;
  const auto source = [&](int precision) -> std::optional<algebra::RationalMatrix> {
    if (precision > bits) return std::nullopt;
    const auto outputs = algebra::evaluate(system.program, std::span<const GaussianRational>(eval::rounded_to(point, precision)));
    algebra::RationalMatrix matrix(2 * rows, std::vector<Rational>(2 * columns));
    for (std::size_t k = 0; k < system.entries.size(); ++k) {
      const auto [i, j] = system.entries[k];
      const GaussianRational& z = outputs[system.values + k];
      matrix[i][j] = matrix[rows + i][columns + j] = z.re;
      matrix[rows + i][j] = z.im;
      matrix[i][columns + j] = -z.im;
    }
    return matrix;
  };
  const eval::RankDecision decision = eval::decide_rank(source, {rank_bits, 2 * rank_bits, 2 * rank_bits});
  if (!decision.decided || decision.rank % 2 != 0) return std::nullopt;
  return report::JacobianRank{static_cast<int>(decision.rank / 2), static_cast<int>(rows), static_cast<int>(columns), decision.precision_bits};
}

report::Decomposition decomposed(const algebra::System& system, const algebra::System* zero_loss, const solve::Options& options, const Observer& observer,
                                 std::vector<std::string>& notes) {
  const components::Decomposition found = components::decompose(system, options, [&](const components::Progress& p) {
    if (observer) observer({"components of dimension " + std::to_string(p.dimension), 0, 0});
  });
  const algebra::Differentiated differentiated = algebra::differentiate(algebra::program_of(system));
  report::Decomposition result;
  for (const components::Component& c : found.components) {
    report::Component& component = result.components.emplace_back();
    component.dimension = c.dimension;
    component.degree = c.degree;
    component.multiplicity = c.multiplicity;
    component.traced = c.traced;
    const eval::Point& sample = c.witness.front();
    component.sample = eval::rounded(sample);
    component.rank = rank_at(differentiated, sample, c.bits);
    if (zero_loss)
      component.zero_loss = std::ranges::all_of(zero_loss->equations, [&](const algebra::Polynomial& p) { return solve::vanishes(p, sample, c.bits); });
  }
  result.isolated = found.isolated.size();
  result.paths = found.paths;
  result.failed = found.failed;
  result.complete = found.complete;
  notes.insert(notes.end(), found.notes.begin(), found.notes.end());
  return result;
}

report::Result result_for(const algebra::System& system, const std::string& which, const solve::Options& options) {
  report::Result result = blank_result(options);
  result.names = system.names;
  result.system = shape_of(system, which);
  return result;
}

}  // namespace

report::Result decompose_network(const spec::Specification& specification, const solve::Options& options, const Observer& observer) {
  require_expandable(specification);
  const Stopwatch clock;
  const model::Model model = model::build_model(specification);
  const algebra::System gradient = model::gradient_system(model);
  report::Result result = result_for(gradient, "gradient", options);
  result.title = title_of(specification);
  result.network = describe(specification);
  result.seeds = seeds(specification);
  std::optional<algebra::System> interpolation;
  if (model.has_interpolation) interpolation = model::interpolation_system(model);
  result.decomposition = decomposed(gradient, interpolation ? &*interpolation : nullptr, options, observer, result.notes);
  if (interpolation) {
    report::Interpolation& v = result.interpolation.emplace(interpolation_counts(specification));
    v.decomposition = decomposed(*interpolation, nullptr, options, observer, result.notes);
    const auto& found = v.decomposition->components;
    if (v.decomposition->complete) {
      v.dimension = found.empty() ? (v.decomposition->isolated > 0 ? 0 : -1) : found.front().dimension;
      v.degenerate = *v.dimension >= 1;
      std::uint64_t degree = v.decomposition->isolated;
      if (*v.dimension >= 1) {
        degree = 0;
        for (const report::Component& c : found)
          if (c.dimension == *v.dimension) degree += c.degree;
        if (found.front().rank) v.jacobian_rank = found.front().rank->value;
      }
      if (*v.dimension >= 0) v.degree = std::to_string(degree);
    }
  }
  result.seconds.components = result.seconds.total = clock.total();
  return result;
}

report::Result decompose_system(const algebra::System& system, const std::string& title, const solve::Options& options, const Observer& observer) {
  const Stopwatch clock;
  report::Result result = result_for(system, "given", options);
  result.title = title;
  result.decomposition = decomposed(system, nullptr, options, observer, result.notes);
  result.seconds.components = result.seconds.total = clock.total();
  return result;
}

}  // namespace polyscape::study
