#include "polyscape/study/dynamics_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace polyscape::study {
namespace {

constexpr double clear = 3;  // standard errors that a difference has to exceed

/// Walkers of a method at places that `wanted` says so of, with the standard error of their share.
struct Part {
  std::uint64_t count = 0, of = 0;
  double share() const { return static_cast<double>(count) / static_cast<double>(of); }
  double error() const { return dynamics::Share{count, of}.error(); }
};

Part part(const report::Dynamics& d, const report::DynamicsMethod& m, const auto& wanted) {
  Part result{0, m.starts};
  for (const report::EndShare& e : m.ends)
    if (wanted(d.places[static_cast<std::size_t>(e.place - 1)])) result.count += e.count;
  return result;
}

bool flat_minimum(const report::DynamicsPlace& p) {
  return p.negative == 0 &&
         (p.kind == "zero-loss set" || p.kind == "valley" || p.kind == "critical set" || p.kind == "degenerate");
}
bool isolated_minimum(const report::DynamicsPlace& p) { return p.kind == "minimum"; }
bool descends(const report::DynamicsPlace& p) { return p.negative > 0; }

std::string percent(const Part& p) { return fmt::format("{:.1f} +- {:.1f} %", 100 * p.share(), 100 * p.error()); }

/// The noisy method against the one it adds noise to.
Note comparison(const report::Dynamics& d, const report::DynamicsMethod& noisy, const report::DynamicsMethod& quiet) {
  const Part with = part(d, noisy, flat_minimum), without = part(d, quiet, flat_minimum);
  const double difference = with.share() - without.share(), error = std::hypot(with.error(), without.error());
  const std::string figures = fmt::format("{} ends on degenerate minima with {}, {} with {}", noisy.method,
                                          percent(with), quiet.method, percent(without));
  if (difference > clear * error) return figures + ": more often, as the argument says";
  if (difference < -clear * error) return figures + ": less often, AGAINST the argument";
  return figures + ": no difference is seen at three standard errors";
}

}  // namespace

report::DynamicsPlace described(const dynamics::Place& place, const std::vector<dynamics::KnownPoint>& known) {
  report::DynamicsPlace result;
  result.kind = name(place.kind);
  if (place.known) result.point = static_cast<int>(known[*place.known].index) + 1;
  result.at = place.at;
  result.loss = place.loss;
  result.largest_eigenvalue = place.spectrum.largest;
  result.smallest_eigenvalue = place.spectrum.smallest_nonzero;
  result.negative = place.spectrum.negative;
  result.nullity = place.spectrum.nullity;
  if (place.known) result.dimension = 0;
  if (place.spectrum.negative == 0 && place.spectrum.largest > 0) result.largest_rate = 2 / place.spectrum.largest;
  result.by = place.by;
  return result;
}

report::DynamicsMethod described(const dynamics::MethodEnds& ends, const dynamics::Motion& motion) {
  report::DynamicsMethod result;
  result.method = name(ends.method);
  const bool steps = ends.method != dynamics::Method::flow;
  if (steps) result.rate = ends.rate, result.steps = ends.steps;
  if (steps && motion.temperature > 0) result.temperature = motion.temperature;
  if (motion.rule == dynamics::Rule::momentum) result.momentum = motion.momentum;
  if (motion.minibatch) result.batch = motion.minibatch->size;
  result.starts = ends.starts;
  result.led = ends.led;
  const bool noise = motion.temperature > 0 || motion.minibatch;
  for (const dynamics::PlaceShare& row : ends.shares) {
    report::EndShare e;
    e.place = static_cast<int>(row.place) + 1;
    e.count = row.share.count;
    e.share = row.share.value();
    e.error = row.share.error();
    e.loss = row.loss;
    e.distance = row.distance;
    if (!noise) e.travelled = row.travelled;
    e.steps = row.steps;
    e.sharpness = {row.least_sharpness, row.largest_sharpness};
    result.ends.push_back(e);
  }
  for (const dynamics::Unmatched& u : ends.unmatched) result.unmatched.push_back({u.reason, u.count, u.start, u.end});
  return result;
}

std::vector<Note> findings(const report::Dynamics& d) {
  std::vector<Note> result;
  const bool flat = std::ranges::any_of(d.places, flat_minimum),
             isolated = std::ranges::any_of(d.places, isolated_minimum);
  for (const report::DynamicsMethod& m : d.methods) {
    if (const Part saddles = part(d, m, descends); saddles.count > 0)
      result.push_back(
          {Severity::question, fmt::format("{} of {} walkers of {} ended at saddles, whose basins have no volume",
                                           saddles.count, saddles.of, m.method)});
    for (const report::UnmatchedEnds& u : m.unmatched)
      if (u.reason.find("not in the list") != std::string::npos)
        result.push_back({Severity::question, fmt::format("{} walkers of {} ended {}", u.count, m.method, u.reason)});
  }
  if (!flat || !isolated) {
    result.push_back(flat       ? "no minimum is isolated: there is nothing for degenerate ones to be preferred to"
                     : isolated ? "every minimum that is known is isolated: the argument says nothing here"
                                : "no minimum is known");
    return result;
  }
  const auto gd = std::ranges::find(d.methods, "gd", &report::DynamicsMethod::method);
  if (gd == d.methods.end()) return result;
  for (const report::DynamicsMethod& m : d.methods)
    if (m.method == "sgd" || m.method == "sgdl" || m.method == "langevin") result.push_back(comparison(d, m, *gd));
  return result;
}

}  // namespace polyscape::study
