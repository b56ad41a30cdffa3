#include "polyscape/study/dynamics_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace polyscape::study {
namespace {

constexpr double clear = 3;  // standard errors that a difference has to exceed

bool descends(const report::DynamicsPlace& p) { return p.negative > 0; }

std::string percent(const dynamics::Share& s) {
  return fmt::format("{:.1f} +- {:.1f} %", 100 * s.value(), 100 * s.error());
}
std::string percent(const LongRunShare& s) { return fmt::format("{:.2f} +- {:.2f} %", 100 * s.value, 100 * s.error); }

/// The Langevin walkers beside the law that they approach.
std::optional<Note> approach(const report::Dynamics& d) {
  const auto law = in_the_long_run(d, &report::Occupation::gibbs, is_flat_minimum);
  const auto walkers = std::ranges::find(d.methods, "langevin", &report::DynamicsMethod::method);
  if (!law || walkers == d.methods.end()) return std::nullopt;
  const dynamics::Share there = share_of_walkers(d, *walkers, is_flat_minimum);
  const std::string figures = fmt::format(
      "exp(-L/T) at T = {:.4g} holds {} near degenerate minima, {} of langevin's walkers ended there "
      "after {} steps",
      d.stationary->temperature, percent(*law), percent(there), walkers->steps.value_or(0));
  if (std::abs(law->value - there.value()) > clear * std::hypot(law->error, there.error()))
    return Note(figures + ": what the law prefers is not what is reached in this time");
  return Note(figures);
}

/// Minibatch steps beside the Langevin equation of as much noise.
std::optional<Note> temperature_of_sgd(const report::Dynamics& d) {
  const auto sgd = in_the_long_run(d, &report::Occupation::sgd, is_flat_minimum),
             langevin = in_the_long_run(d, &report::Occupation::sgd_langevin, is_flat_minimum);
  if (!sgd || !langevin) return std::nullopt;
  const std::string figures = fmt::format(
      "in the long run sgd is near degenerate minima with {}, the Langevin equation at its mean effective "
      "temperature {:.4g} with {}",
      percent(*sgd), d.stationary->sgd_temperature.value_or(0), percent(*langevin));
  if (std::abs(sgd->value - langevin->value) > clear * std::hypot(sgd->error, langevin->error))
    return Note(figures + ": as much noise of another shape, AGAINST the picture of a temperature");
  return Note(figures + ": no difference is seen at three standard errors");
}

/// Minibatch noise beside that of the Langevin equation.
std::optional<Note> isotropy(const report::Dynamics& d) {
  if (!d.noise || d.noise->places.empty()) return std::nullopt;
  const auto& places = d.noise->places;
  const auto least = std::ranges::min_element(places, {}, &report::NoiseAt::rank);
  const auto most = std::ranges::max_element(places, {}, &report::NoiseAt::rank);
  const auto m = static_cast<int>(d.places.front().at.size());
  const bool silent = least->rank == 0;
  if (least->rank == m) return std::nullopt;
  return Note(fmt::format(
      "noise of minibatches is not that of the Langevin equation: its covariance has rank {} of {}{}, "
      "AGAINST the picture of a temperature",
      least->rank == most->rank ? std::to_string(most->rank) : fmt::format("{} to {}", least->rank, most->rank), m,
      silent ? ", 0 where every sample is fitted" : ""));
}

/// The noisy method against the one it adds noise to.
Note comparison(const report::Dynamics& d, const report::DynamicsMethod& noisy, const report::DynamicsMethod& quiet) {
  const dynamics::Share with = share_of_walkers(d, noisy, is_flat_minimum),
                        without = share_of_walkers(d, quiet, is_flat_minimum);
  const double difference = with.value() - without.value(), error = std::hypot(with.error(), without.error());
  const std::string figures = fmt::format("{} ends on degenerate minima with {}, {} with {}", noisy.method,
                                          percent(with), quiet.method, percent(without));
  if (difference > clear * error) return figures + ": more often, as the argument says";
  if (difference < -clear * error) return figures + ": less often, AGAINST the argument";
  return figures + ": no difference is seen at three standard errors";
}

}  // namespace

bool is_flat_minimum(const report::DynamicsPlace& p) {
  return p.negative == 0 &&
         (p.kind == "zero-loss set" || p.kind == "valley" || p.kind == "critical set" || p.kind == "degenerate");
}
bool is_isolated_minimum(const report::DynamicsPlace& p) { return p.kind == "minimum"; }

dynamics::Share share_of_walkers(const report::Dynamics& d, const report::DynamicsMethod& m, const Wanted& wanted) {
  dynamics::Share result{0, m.starts};
  for (const report::EndShare& e : m.ends)
    if (wanted(d.places[static_cast<std::size_t>(e.place - 1)])) result.count += e.count;
  return result;
}

std::optional<LongRunShare> in_the_long_run(const report::Dynamics& d,
                                            std::optional<report::ChainFigure> report::Occupation::*figure,
                                            const Wanted& wanted) {
  if (!d.stationary || d.stationary->refused) return std::nullopt;
  double sum = 0, squares = 0, all = 0;
  for (const report::Occupation& o : d.stationary->occupation) {
    if (!(o.*figure) || (o.where != "neighbourhood" && o.where != "bulk")) continue;
    const double value = (o.*figure)->value.value_or(0), error = (o.*figure)->error.value_or(0);
    all += value;
    if (!o.place || !wanted(d.places[static_cast<std::size_t>(*o.place - 1)])) continue;
    sum += value;
    squares += error * error;
  }
  constexpr double nearly_all = 0.999;  // refused are those that hold next to nothing
  if (all < nearly_all) return std::nullopt;
  return LongRunShare{sum, std::sqrt(squares)};
}

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
  const bool flat = std::ranges::any_of(d.places, is_flat_minimum),
             isolated = std::ranges::any_of(d.places, is_isolated_minimum);
  for (const report::DynamicsMethod& m : d.methods) {
    if (const dynamics::Share saddles = share_of_walkers(d, m, descends); saddles.count > 0)
      result.push_back(
          {Severity::question, fmt::format("{} of {} walkers of {} ended at saddles, whose basins have no volume",
                                           saddles.count, saddles.of, m.method)});
    for (const report::UnmatchedEnds& u : m.unmatched)
      if (u.reason.find("not in the list") != std::string::npos)
        result.push_back({Severity::question, fmt::format("{} walkers of {} ended {}", u.count, m.method, u.reason)});
  }
  if (auto note = isotropy(d)) result.push_back(std::move(*note));
  if (!flat || !isolated) {
    result.push_back(flat       ? "no minimum is isolated: there is nothing for degenerate ones to be preferred to"
                     : isolated ? "every minimum that is known is isolated: the argument says nothing here"
                                : "no minimum is known");
    return result;
  }
  if (auto note = approach(d)) result.push_back(std::move(*note));
  if (auto note = temperature_of_sgd(d)) result.push_back(std::move(*note));
  const auto gd = std::ranges::find(d.methods, "gd", &report::DynamicsMethod::method);
  if (gd == d.methods.end()) return result;
  for (const report::DynamicsMethod& m : d.methods)
    if (m.method == "sgd" || m.method == "sgdl" || m.method == "langevin") result.push_back(comparison(d, m, *gd));
  return result;
}

}  // namespace polyscape::study
