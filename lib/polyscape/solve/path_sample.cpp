#include "polyscape/solve/path_sample.hpp"

#include <set>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/track/batch.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::solve {
namespace {

// A sample is a small part of the paths. Work is counted in steps of a batch in double precision.
constexpr std::size_t sampled = 48, least_sampled_of = 400;
constexpr double paths_a_solution = 30,
                 most_unsure = 2;     // of monodromy, trace tests included; and how much more it may take than that
constexpr double typical_steps = 60;  // of a path with a regular end, where the sample has none
constexpr double double_double_step = 12, single_step = 2000;
constexpr int sample_bits = 212;

}  // namespace

std::optional<std::string> why_monodromy(const Plan& plan, const Options& options) {
  const std::size_t count = plan.start ? plan.start->count() : 0;
  if (plan.monodromy || count < least_sampled_of) return std::nullopt;
  const track::Tracker tracker(plan.homotopy);
  std::set<std::size_t> drawn;
  for (Random random = Random(options.seed).stream("path sample"); drawn.size() < sampled;)
    drawn.insert(random.below(count));
  std::vector<std::size_t> paths;
  for (const std::size_t i : drawn)
    if (plan.start->known(i)) paths.push_back(i);
  track::PathOptions path_options;
  path_options.max_precision = std::min(sample_bits, options.max_precision);
  const auto threads = static_cast<std::size_t>(options.threads);
  const auto arrivals = tracker.advance(
      paths.size(), [&](std::size_t k) { return plan.start->rounded_point(paths[k]); }, path_options, threads, {},
      [&](std::size_t k) { return plan.start->point(paths[k]); });
  double work = 0, easy_work = 0;
  std::size_t easy = 0;
  for (const track::Arrival& arrival : arrivals) {
    work += arrival.steps * (arrival.low.empty() ? 1 : double_double_step);
    if (arrival.state != track::Arrival::State::regular || !arrival.low.empty()) continue;
    easy_work += arrival.steps;
    ++easy;
  }
  const double a_path = easy > 0 ? easy_work / static_cast<double>(easy) : typical_steps;
  // There are no more solutions than paths; of so many paths that it matters, the sample says what part leads to one.
  const bool many = prefers_monodromy(algebra::Integer(static_cast<long>(count)));
  const double solutions = static_cast<double>(many ? easy : paths.size());
  const double most = most_unsure * paths_a_solution * solutions * a_path;
  // The others as long as they may still be worth their work, a few at a time.
  std::vector<std::size_t> open;
  for (std::size_t k = 0; k < paths.size(); ++k)
    if (track::takes_loops(arrivals[k])) open.push_back(k);
  constexpr std::size_t wave = 4;
  for (std::size_t from = 0; from < open.size() && work < most && !cancellation_requested(); from += wave) {
    std::vector<double> spent(std::min(wave, open.size() - from));
    parallel_for(spent.size(), threads, [&](std::size_t w) {
      const track::Arrival& arrival = arrivals[open[from + w]];
      track::PathOptions limited = path_options;
      limited.max_steps = arrival.steps + static_cast<int>(std::min((most - work) / single_step + 1, 1e6));
      spent[w] = single_step * (tracker.finish(arrival, limited).steps - arrival.steps);
    });
    for (const double s : spent) work += s;
  }
  if (work < most || cancellation_requested()) return std::nullopt;
  const std::string of = "of " + std::to_string(paths.size()) + " of the " + std::to_string(count) + " paths of a " +
                         plan.start_name + " start ";
  return of + (many ? std::to_string(easy) + " have regular ends, too few for their work"
                    : std::to_string(open.size()) + " have such expensive ends that it takes more work");
}

}  // namespace polyscape::solve
