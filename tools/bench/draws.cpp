/// bench_draws SPEC [--draws N]: what a draw of a sweep costs beside tracking alone of as many paths as it has points,
/// on one thread.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "polyscape/model/model.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/sweep.hpp"
#include "polyscape/track/path.hpp"

using namespace polyscape;

namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

algebra::System gradient_of(spec::Specification specification, std::uint64_t seed) {
  const std::size_t samples = specification.data.inputs.size();
  spec::draw_data(specification.data, specification.network, specification.loss.kind, samples, seed);
  return model::gradient_system(model::build_model(specification));
}

}  // namespace

int main(int count, char** words) {
  std::uint64_t draws = 100;
  std::string file;
  for (int i = 1; i < count; ++i) {
    if (std::string(words[i]) == "--draws" && i + 1 < count)
      draws = static_cast<std::uint64_t>(std::atoll(words[++i]));
    else
      file = words[i];
  }
  if (file.empty() || draws < 2) return std::puts("bench_draws SPEC [--draws N], at least two"), 2;
  const spec::Specification specification = spec::read_specification(file);
  study::Options options;
  options.threads = 1;
  options.certify = study::Certify::never;
  const double begin = cpu_seconds();
  study::sweep(specification, 1, options);
  const double middle = cpu_seconds();
  study::sweep(specification, 1 + draws, options);
  const double swept = (cpu_seconds() - middle) - (middle - begin);

  solve::Problem problem;
  problem.system = gradient_of(specification, specification.data.seed);
  std::vector<eval::Point> points;
  for (const solve::Solution& s : solve::solve(problem, options).solutions) points.push_back(s.coordinates);
  const auto gamma = algebra::GaussianRational::from_complex(Random(1).unit_complex());
  double tracked = 0, batches = 0;
  std::size_t steps = 0;
  for (std::uint64_t k = 1; k <= draws; ++k) {
    const algebra::System target = gradient_of(specification, specification.data.seed + k);
    const solve::Plan plan = solve::plan_on_line(algebra::line_between(target, problem.system, gamma), points,
                                                 algebra::trivial_partition(target.names.size()), Random(k));
    const track::Tracker tracker(plan.homotopy);
    const double from = cpu_seconds();
    const auto arrivals = tracker.advance(
        points.size(), [&](std::size_t i) { return eval::rounded(plan.start->point(i)); }, {}, 1);
    batches += cpu_seconds() - from;
    for (const track::Arrival& a : arrivals) {
      tracker.finish(a, {});
      steps += static_cast<std::size_t>(a.steps);
    }
    tracked += cpu_seconds() - from;
  }
  std::printf(
      "%s: %zu points; a draw %.2f ms, tracking its paths alone %.2f ms (%.2f ms in lanes, %.1f steps a path): ratio "
      "%.2f\n",
      file.c_str(), points.size(), 1e3 * swept / static_cast<double>(draws), 1e3 * tracked / static_cast<double>(draws),
      1e3 * batches / static_cast<double>(draws),
      static_cast<double>(steps) / static_cast<double>(points.size() * draws), swept / tracked);
}
