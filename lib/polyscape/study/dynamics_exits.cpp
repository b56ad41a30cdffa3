#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/base/limit.hpp"
#include "polyscape/dynamics/exit_time.hpp"
#include "polyscape/study/dynamics_walks.hpp"

namespace polyscape::study {
namespace {

using dynamics::Place;
using dynamics::PlaceKind;

constexpr double ball = 0.1;           // radius of a target, against its distance from the lowest saddle
constexpr std::size_t most_exits = 8;  // starts, deepest barriers last

/// The set of minima that equations describe.
bool is_set(const Place& p) { return p.kind == PlaceKind::zero_loss || p.kind == PlaceKind::valley; }

/// Of the walkers' own coordinate: targets on both sides, images of the torus included.
std::optional<double> quadrature(const Walks& w, const Place& from, const std::vector<std::vector<double>>& centres,
                                 double radius) {
  if (w.potential.dimension() != 1) return std::nullopt;
  const double low = w.confinement.low[0], high = w.confinement.high[0], x = from.at[0];
  const bool torus = w.confinement.walls == dynamics::Walls::periodic;
  if (torus) return std::nullopt;  // ways around cross the potential's seam
  std::optional<double> left, right;
  for (const auto& centre : centres) {
    const double at = centre[0];
    if (at < x && (!left || at + radius > *left)) left = at + radius;
    if (at > x && (!right || at - radius < *right)) right = at - radius;
  }
  const bool walled = w.confinement.walls == dynamics::Walls::reflecting;
  const double reach = 3 * (high - low);
  return dynamics::exit_quadrature(w.potential, w.how.temperature, x, left, right, walled ? low : low - reach,
                                   walled ? high : high + reach);
}

/// Whether its constant is known.
bool can_be_left(const Walks& w, const Place& p) {
  return p.kind == PlaceKind::minimum || (is_set(p) && w.set_integral);
}

/// What exp(-(L - L_from)/T) holds of the place as T falls.
double log_mass(const Walks& w, const Place& from) {
  const double t = w.how.temperature;
  if (from.kind == PlaceKind::minimum) return dynamics::log_laplace(from, t, from.loss);
  const int across = static_cast<int>(from.at.size()) - from.spectrum.nullity;
  return dynamics::log_morse_bott(across, w.set_integral->integral.value, from.loss, t, from.loss);
}

/// Where the walkers of one place start, and what ends their walks.
struct Course {
  std::vector<std::vector<double>> starts;
  std::vector<int> to;                       ///< numbers of places, from 1
  std::vector<std::vector<double>> centres;  ///< of balls about minima
  double radius = std::numeric_limits<double>::infinity();
  double level = -std::numeric_limits<double>::infinity();  ///< of the loss, for sets
};

Course course(const Walks& w, const std::vector<Place>& places, const dynamics::Escape& escape, const Random& random) {
  const Place& from = places[escape.from];
  Course result;
  if (from.kind == PlaceKind::minimum)
    result.starts.assign(w.how.exits, from.at);
  else
    result.starts = resampled(*w.set_integral, w.how.exits, random.stream("starts"));
  // Every other minimum ends a walk, not only those behind the lowest saddles.
  for (std::size_t k = 0; k < places.size(); ++k) {
    const Place& p = places[k];
    if (k == escape.from || p.spectrum.negative > 0) continue;
    if (p.kind == PlaceKind::minimum) {
      result.centres.push_back(p.at);
      const auto keep_away = [&](std::span<const double> x) {
        result.radius = std::min(result.radius, ball * dynamics::distance(p.at, x));
      };
      for (const std::size_t s : escape.saddles) keep_away(places[s].at);
      for (const auto& x : result.starts) keep_away(x);
    } else if (is_set(p) && p.loss < from.loss) {
      result.level = p.loss + std::min(w.how.temperature, (from.loss - p.loss) / 2);
    } else {
      continue;
    }
    result.to.push_back(static_cast<int>(k) + 1);
  }
  return result;
}

report::ExitTime measure(const Walks& w, const std::vector<Place>& places, const dynamics::Escape& escape) {
  const Place& from = places[escape.from];
  report::ExitTime result;
  result.from = static_cast<int>(escape.from) + 1;
  result.saddle = static_cast<int>(escape.saddles.front()) + 1;
  result.temperature = w.how.temperature;
  result.rate = w.rate;
  result.barrier = escape.barrier;
  result.kramers = dynamics::kramers_time(places, escape, w.how.temperature, log_mass(w, from));
  if (is_set(from))
    result.kramers_error = *result.kramers * w.set_integral->integral.error / w.set_integral->integral.value;
  const Random random = w.random.stream("exits").stream(escape.from);
  const Course c = course(w, places, escape, random);
  result.to = c.to;
  result.radius = std::isfinite(c.radius) ? c.radius : 0;
  if (result.to.empty()) {
    result.refused = "no other minimum is known";
    return result;
  }
  const double steps = *result.kramers / w.rate;
  if (!(steps < 3 * static_cast<double>(w.how.exit_steps))) {
    result.refused = fmt::format("some {:.1e} steps would be needed, {} are allowed", steps, w.how.exit_steps);
    return result;
  }
  if (c.centres.size() == c.to.size()) result.quadrature = quadrature(w, from, c.centres, result.radius);
  const auto measured =
      dynamics::measured_exit(w.potential, w.how.temperature, w.rate, w.confinement, c.starts, c.centres, result.radius,
                              c.level, w.how.exit_steps, random, w.options.threads);
  stop_if_cancelled();
  result.walkers = w.how.exits;
  if (!measured) {
    result.refused = "no walker arrived, or some left for infinity";
    return result;
  }
  result.mean = measured->mean;
  result.interval = measured->interval;
  result.given_up = measured->given_up;
  return result;
}

}  // namespace

std::vector<report::ExitTime> exit_times(const Walks& w, dynamics::Places& places) {
  announce(w.observer, "exit times");
  const std::vector<dynamics::Pass> passes = dynamics::passes(w.potential, places);
  std::vector<dynamics::Escape> escapes;
  for (std::size_t k = 0; k < places.all().size(); ++k)
    if (can_be_left(w, places.all()[k]))
      if (auto escape = dynamics::lowest_escape(places.all(), passes, k)) escapes.push_back(std::move(*escape));
  std::ranges::stable_sort(escapes, {}, &dynamics::Escape::barrier);
  if (escapes.size() > most_exits) escapes.resize(most_exits);
  std::vector<report::ExitTime> result;
  for (const dynamics::Escape& escape : escapes) result.push_back(measure(w, places.all(), escape));
  return result;
}

}  // namespace polyscape::study
