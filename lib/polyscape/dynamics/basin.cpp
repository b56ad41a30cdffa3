#include "polyscape/dynamics/basin.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/dynamics/flow.hpp"

namespace polyscape::dynamics {
namespace {

constexpr double rest = 1e-9;  // largest |g_i| of a walker at rest

/// What became of one walker.
struct End {
  std::vector<double> stopped;  ///< where the method left it
  double travelled = 0, steps = 0;
  bool diverged = false, at_rest = false;
  Flow flow;  ///< from there, where it was not at rest
};

double between(std::span<const double> a, std::span<const double> b) {
  double squared = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squared += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(squared);
}

std::vector<End> walked(const Potential& potential, const Motion& motion, const Confinement& confinement,
                        std::uint64_t iterations, std::span<const std::vector<double>> starts, const Random& random,
                        int threads) {
  const bool quiet = motion.temperature == 0 && !motion.minibatch;
  const Halt halt = quiet ? Halt{Until::flat, rest, {}} : Halt{};
  March march(potential, motion, confinement, halt, starts, random);
  march.advance(iterations, threads);
  std::vector<End> ends(starts.size());
  for (std::size_t w = 0; w < starts.size(); ++w) {
    const auto held = march.held(w);
    ends[w] = {march.position(w), march.travelled(w), static_cast<double>(held.value_or(march.steps())),
               march.diverged(w), held.has_value(),   {}};
  }
  return ends;
}

void add(std::vector<Unmatched>& list, const std::string& reason, const std::vector<double>& start,
         const std::vector<double>& end) {
  const auto row = std::ranges::find(list, reason, &Unmatched::reason);
  if (row == list.end())
    list.push_back({reason, 1, start, end});
  else
    ++row->count;
}

/// Means over the walkers of one place.
void add(std::vector<PlaceShare>& shares, std::size_t place, const End& end, double loss, double distance,
         double sharpness) {
  auto row = std::ranges::find(shares, place, &PlaceShare::place);
  if (row == shares.end()) {
    shares.push_back({place, {}, 0, 0, 0, 0, sharpness, sharpness});
    row = shares.end() - 1;
  }
  const auto n = static_cast<double>(++row->share.count);
  row->loss += (loss - row->loss) / n;
  row->travelled += (end.travelled + end.flow.travelled - row->travelled) / n;
  row->distance += (distance - row->distance) / n;
  row->steps += (end.steps - row->steps) / n;
  row->least_sharpness = std::min(row->least_sharpness, sharpness);
  row->largest_sharpness = std::max(row->largest_sharpness, sharpness);
}

}  // namespace

double Share::error() const {
  const double n = static_cast<double>(of) + 2, p = (static_cast<double>(count) + 1) / n;
  return std::sqrt(p * (1 - p) / n);
}

std::vector<std::vector<double>> starts_in_box(std::span<const double> low, std::span<const double> high,
                                               std::uint64_t count, Random random) {
  std::vector<std::vector<double>> result(count, std::vector<double>(low.size()));
  for (std::size_t k = 0; k < count; ++k) {
    Random stream = random.stream(k);
    for (std::size_t i = 0; i < low.size(); ++i) result[k][i] = low[i] + (high[i] - low[i]) * stream.uniform();
  }
  return result;
}

double automatic_rate(const Potential& potential, std::span<const std::vector<double>> starts) {
  std::vector<double> largest;
  for (const auto& start : starts) largest.push_back(spectrum_at(potential, start).largest);
  if (largest.empty()) return 1;
  const auto place = largest.begin() + static_cast<std::ptrdiff_t>((largest.size() * 19) / 20);
  const auto at = std::min(place, largest.end() - 1);
  std::nth_element(largest.begin(), at, largest.end());
  return *at > 0 ? 1 / *at : 1;
}

Motion motion_of(Method method, const Options& o, double rate, const Potential& potential) {
  Motion motion;
  motion.rate = rate;
  motion.momentum = o.momentum;
  motion.length = o.iterations;
  motion.period = o.period;
  switch (method) {
    case Method::flow:
    case Method::gd:
      break;
    case Method::momentum:
      motion.rule = Rule::momentum;
      break;
    case Method::adam:
      motion.rule = Rule::adam;
      motion.schedule = Schedule::cosine;
      break;
    case Method::sgdl:
    case Method::langevin:
      motion.temperature = o.temperature;
      break;
    case Method::sgd:
      break;
  }
  if (method == Method::sgd || method == Method::sgdl) {
    const std::size_t most = potential.samples() ? potential.samples()->samples : 0;
    motion.minibatch = {o.sampling == Sampling::replaced ? o.batch : std::min<std::size_t>(o.batch, most), o.sampling};
    motion.schedule = o.schedule;
  }
  return motion;
}

MethodEnds run_method(Method method, const Potential& potential, Places& places, const Options& options, double rate,
                      const Confinement& confinement, std::span<const std::vector<double>> starts, Random random,
                      int threads) {
  MethodEnds result{method, method == Method::flow ? 0 : rate, starts.size(), options.iterations, 0, {}, {}, {}, {}};
  result.places.resize(starts.size());
  std::vector<End> ends(starts.size());
  if (method == Method::flow) {
    for (std::size_t w = 0; w < starts.size(); ++w) ends[w].stopped = starts[w];
    result.steps = 0;
  } else {
    ends = walked(potential, motion_of(method, options, rate, potential), confinement, options.iterations, starts,
                  random, threads);
  }
  parallel_for(ends.size(), static_cast<std::size_t>(threads), [&](std::size_t w) {
    End& e = ends[w];
    if (e.diverged || e.at_rest) return;
    e.flow = flow_from(potential, e.stopped);
  });
  stop_if_cancelled();
  for (std::size_t w = 0; w < ends.size(); ++w) {
    End& e = ends[w];
    const bool led = !e.diverged && !e.at_rest;
    if (led && method != Method::flow) ++result.led;
    if (method == Method::flow) e.steps = e.flow.steps;
    const std::vector<double>& last = led ? e.flow.position : e.stopped;
    if (e.diverged || (led && e.flow.end == FlowEnd::left)) {
      add(result.unmatched, e.diverged ? "left for infinity" : "gradient flow from its end left for infinity",
          starts[w], last);
      continue;
    }
    if (led && e.flow.end == FlowEnd::unfinished) {
      add(result.unmatched, "not at rest where its gradient flow was given up", starts[w], last);
      continue;
    }
    const Match match = places.match(last);
    result.places[w] = match.place;
    if (!match.place) {
      add(result.unmatched, match.reason, starts[w], last);
      continue;
    }
    add(result.shares, *match.place, e, potential.value(method == Method::flow ? last : e.stopped),
        between(starts[w], last), spectrum_at(potential, match.there).largest);
  }
  for (PlaceShare& row : result.shares) row.share.of = starts.size();
  for (End& e : ends) result.stopped.push_back(std::move(e.stopped));
  std::ranges::sort(result.shares, {}, &PlaceShare::place);
  return result;
}

}  // namespace polyscape::dynamics
