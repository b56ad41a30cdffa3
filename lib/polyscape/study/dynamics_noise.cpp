#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/dynamics/noise.hpp"
#include "polyscape/study/dynamics_walks.hpp"

namespace polyscape::study {
namespace {

using dynamics::Place;
using dynamics::PlaceKind;

constexpr std::size_t drawn = 2000;      // batches, to tell noise from normal
constexpr std::size_t most_places = 12;  // lowest first
constexpr std::size_t followed = 64;     // walkers of sgd, along their way
constexpr double parts_of_run[] = {0, 0.01, 0.1, 0.25, 0.5, 1};
constexpr double still = 1e-6;  // every sample's gradient of a walker that stands still

double largest_sample_gradient(const dynamics::Potential& potential, std::span<const double> x) {
  double largest = 0;
  for (const auto& g : dynamics::sample_gradients(potential, x)) largest = std::max(largest, dynamics::modulus(g));
  return largest;
}

report::NoiseAt noise_at(const Walks& w, const Place& place, std::size_t index) {
  const auto& samples = *w.potential.samples();
  const dynamics::NoiseCovariance covariance = dynamics::noise_covariance(w.potential, place.at);
  report::NoiseAt result;
  result.place = static_cast<int>(index) + 1;
  result.trace = covariance.trace;
  result.rank = covariance.rank;
  result.alignment = covariance.alignment;
  result.isotropy = covariance.isotropy;
  const dynamics::Sampling sampling = w.how.sampling;
  result.temperature = dynamics::effective_temperature(result.trace, w.batch_rate, w.how.batch, sampling,
                                                       samples.samples, w.potential.dimension());
  if (covariance.rank == 0) return result;
  const auto gradients = dynamics::sample_gradients(w.potential, place.at);
  for (std::size_t batch = 1; batch <= 16 * samples.samples; batch *= 2) {
    if (sampling != dynamics::Sampling::replaced && batch >= samples.samples) break;
    const auto noise = dynamics::batch_noise(gradients, covariance.widest, batch, sampling, drawn,
                                             w.random.stream("batches").stream(index).stream(batch));
    const dynamics::Normality normality = dynamics::anderson_darling(noise);
    const auto tail = dynamics::hill(noise);
    result.normality.push_back({batch, drawn, normality.statistic, normality.critical, {}, {}});
    if (tail) result.normality.back().tail_index = tail->value, result.normality.back().tail_error = tail->error;
  }
  return result;
}

/// Means over pairs of walkers.
struct Mean {
  double sum = 0, squares = 0, count = 0;
  void add(double x) { sum += x, squares += x * x, ++count; }
  double value() const { return count > 0 ? sum / count : 0; }
  double error() const {
    return count > 1 ? std::sqrt(std::max(0.0, squares - sum * sum / count) / (count - 1) / count) : 0;
  }
};

/// What the first walkers of `sgd` see on their way.
std::vector<report::NoiseAlong> noise_along(const Walks& w) {
  const auto& samples = *w.potential.samples();
  const dynamics::Motion motion = dynamics::motion_of(dynamics::Method::sgd, w.how, w.batch_rate, w.potential);
  const auto starts = std::span(w.starts).first(std::min(followed, w.starts.size()));
  dynamics::March march(w.potential, motion, w.confinement, {}, starts,
                        w.random.stream(name(dynamics::Method::sgd)));  // as dynamics::run_method walks
  std::vector<report::NoiseAlong> result;
  for (const double part : parts_of_run) {
    const auto steps = static_cast<std::uint64_t>(part * static_cast<double>(w.how.iterations));
    march.advance(steps - march.steps(), w.options.threads);
    stop_if_cancelled();
    Mean trace, rank, alignment, isotropy;
    for (std::size_t k = 0; k < march.count(); ++k) {
      if (march.diverged(k)) continue;
      const dynamics::NoiseCovariance c = dynamics::noise_covariance(w.potential, march.position(k));
      trace.add(c.trace);
      rank.add(c.rank);
      if (c.alignment) alignment.add(*c.alignment);
      if (c.isotropy) isotropy.add(*c.isotropy);
    }
    report::NoiseAlong row;
    row.steps = steps;
    row.walkers = static_cast<std::uint64_t>(trace.count);
    row.trace = trace.value();
    row.trace_error = trace.error();
    row.rank = rank.value();
    if (alignment.count > 0) row.alignment = alignment.value(), row.isotropy = isotropy.value();
    row.temperature =
        dynamics::effective_temperature(row.trace, dynamics::rate_at(motion, steps), motion.minibatch->size,
                                        motion.minibatch->sampling, samples.samples, w.potential.dimension());
    result.push_back(row);
    if (march.all_at_rest()) break;  // all have left
  }
  return result;
}

std::optional<report::FrozenEnds> frozen_ends(const Walks& w, const dynamics::Places& places,
                                              const dynamics::MethodEnds& sgd, const dynamics::MethodEnds& gd) {
  report::FrozenEnds result;
  Mean drift, sharp, quiet, difference;
  for (std::size_t k = 0; k < sgd.places.size(); ++k) {
    if (!sgd.places[k] || places.all()[*sgd.places[k]].kind != PlaceKind::zero_loss) continue;
    ++result.of;
    const double gradient = largest_sample_gradient(w.potential, sgd.stopped[k]);
    if (gradient <= still) {
      ++result.frozen;
      result.largest_gradient = std::max(result.largest_gradient, gradient);
    }
    if (gd.places[k] != sgd.places[k]) continue;
    const double here = dynamics::spectrum_at(w.potential, sgd.stopped[k]).largest,
                 there = dynamics::spectrum_at(w.potential, gd.stopped[k]).largest;
    drift.add(dynamics::distance(sgd.stopped[k], gd.stopped[k]));
    sharp.add(here);
    quiet.add(there);
    difference.add(here - there);
  }
  if (result.of == 0) return std::nullopt;
  result.drift = drift.value();
  result.drift_error = drift.error();
  result.sharpness = sharp.value();
  result.quiet_sharpness = quiet.value();
  result.sharpness_error = difference.error();
  return result;
}

}  // namespace

report::MinibatchNoise minibatch_noise(const Walks& w, const dynamics::Places& places, const dynamics::MethodEnds* sgd,
                                       const dynamics::MethodEnds* gd) {
  announce(w.observer, "minibatch noise");
  report::MinibatchNoise result;
  result.rate = w.batch_rate;
  result.batch = w.how.batch;
  std::vector<std::size_t> minima;
  for (std::size_t k = 0; k < places.all().size(); ++k)
    if (places.all()[k].spectrum.negative == 0) minima.push_back(k);
  std::ranges::stable_sort(minima, {}, [&](std::size_t k) { return places.all()[k].loss; });
  if (minima.size() > most_places) minima.resize(most_places);
  for (const std::size_t k : minima) {
    stop_if_cancelled();
    result.places.push_back(noise_at(w, places.all()[k], k));
  }
  result.along = noise_along(w);
  if (sgd != nullptr && gd != nullptr) result.frozen = frozen_ends(w, places, *sgd, *gd);
  return result;
}

}  // namespace polyscape::study
