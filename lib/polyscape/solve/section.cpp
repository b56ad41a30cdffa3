#include "polyscape/solve/section.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::solve {
namespace {

using algebra::GaussianRational;
using Complex = std::complex<double>;

constexpr std::size_t first_edges = 6, most_edges = 15;
constexpr int rounds = 1;                               // of following paths again
constexpr int loop_precision = 106, loop_steps = 2000;  // a loop that takes more is given up: there are others
constexpr int new_point_bits = 106;
constexpr double near_a_zero = 1e-2;  // Newton's first correction, relative; at infinity it halves the point
constexpr double apart = 1;  // sizes of one p, or of a hyperplane's coefficients: standard deviation of the logarithm

class Search {
 public:
  Search(const Curve& curve, const Options& options, Random random, const SectionProgress& progress, double spread)
      : curve_(curve),
        options_(options),
        random_(random),
        progress_(progress),
        spread_(spread),
        moving_(curve.map, random.stream(1)) {
    add_side();
  }

  Section run() {
    Section result;
    while (edges_.size() < most_edges && !cancellation_requested()) {
      add_edge();
      if (edges_.size() < first_edges || !closed_loop()) continue;
      saturate();
      result.trace =
          trace_test(moving_, curve_, sides_[0].cut.plane, sides_[0].points.points(), options_, random_.stream(4));
      paths_ += result.trace.paths;
      if (result.trace.passed()) break;
    }
    result.plane = sides_[0].cut.plane;
    result.points = sides_[0].points.points();
    result.paths = paths_;
    return result;
  }

 private:
  static constexpr long open = -1, gone = -2;
  struct Side {
    Cut cut;
    PointSet points;
    std::unique_ptr<const eval::NewtonSolver> newton;  ///< of the section
  };
  struct Edge {
    std::size_t sides[2];
    CutPath way[2];              ///< by the end that it leaves
    std::vector<long> match[2];  ///< of each point of that end: its partner
  };
  struct Task {
    std::size_t edge, end, point;
  };

  /// The first side is the curve itself, cut through its seed. Others are curves {g = p} of random p, first as large as
  /// the given ones, then by and by through random points of different sizes, known for nothing: what is connected to
  /// the rest only far from the first seed is met from there.
  void add_side() {
    Random random = random_.stream(2).stream(sides_.size());
    const bool first = sides_.empty(), through_point = sides_.size() >= 4 && sides_.size() % 2 == 0;
    Coordinates x = curve_.seed;
    std::vector<Complex> values = eval::rounded(curve_.values);
    const double common = std::exp(spread_ * random.normal());
    const auto size = [&] { return common * std::exp(apart * random.normal()); };
    if (through_point) {
      for (Complex& z : x) z = std::sqrt(size()) * random.unit_complex();
      values = eval::rounded(algebra::evaluate(curve_.map, std::span<const GaussianRational>(eval::exact_point(x))));
    } else if (!first) {
      for (Complex& z : values) z = size() * std::abs(z) * random.unit_complex();
    }
    Hyperplane plane{{}, 0};
    for (const Complex& z : x) {
      // Every coordinate weighs as much as it is large.
      plane.form.push_back((first ? 1 : std::exp(apart * random.normal())) * random.annulus_complex() /
                           std::max(std::abs(z), 1e-3));
      plane.value += plane.form.back() * z;
    }
    if (!first && !through_point) plane.value = size() * std::abs(plane.value) * random.unit_complex();
    auto newton =
        std::make_unique<const eval::NewtonSolver>(section_of({curve_.map, eval::exact_point(values), {}}, plane));
    sides_.push_back({{std::move(values), std::move(plane)}, PointSet(x.size(), random_.stream(5)), std::move(newton)});
    if (first || through_point) sides_.back().points.insert(x);
  }

  /// The complete graph, vertex by vertex.
  void add_edge() {
    if (edges_.empty()) add_side();
    if (edges_.empty() || edges_.back().sides[0] + 2 == sides_.size()) add_side();
    const std::size_t v = sides_.size() - 1,
                      u = edges_.empty() || edges_.back().sides[1] != v ? 0 : edges_.back().sides[0] + 1;
    edges_.push_back({{u, v}, {segment(sides_[u].cut, sides_[v].cut), segment(sides_[v].cut, sides_[u].cut)}, {}});
  }
  /// Whether the last edge closed a loop.
  bool closed_loop() const { return edges_.back().sides[0] > 0; }

  void saturate() {
    for (int idle = 0, end = 0; idle < 2 && !cancellation_requested(); end = 1 - end) idle = cross(end) ? 0 : idle + 1;
  }

  /// Carries every point along every edge that it has no partner on yet, from the edges' ends of that number. Says
  /// whether there was one.
  bool cross(std::size_t from) {
    std::vector<Task> tasks;
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      Edge& edge = edges_[e];
      for (std::size_t end = 0; end < 2; ++end)
        edge.match[end].resize(sides_[edge.sides[end]].points.points().size(), open);
      for (std::size_t i = 0; i < edge.match[from].size(); ++i)
        if (edge.match[from][i] == open) tasks.push_back({e, from, i});
    }
    if (tasks.empty()) return false;
    for (int round = 0; !tasks.empty() && !cancellation_requested(); ++round) {
      track::PathOptions settings = round == 0 ? track::PathOptions{} : track::tightened({}, round);
      settings.max_precision = std::min(loop_precision, options_.max_precision);
      settings.max_steps = loop_steps;
      auto ends = moving_.carry(
          tasks.size(),
          [&](std::size_t k) -> const Coordinates& {
            return sides_[edges_[tasks[k].edge].sides[from]].points.points()[tasks[k].point];
          },
          [&](std::size_t k) -> const CutPath& { return edges_[tasks[k].edge].way[from]; }, settings,
          static_cast<std::size_t>(options_.threads));
      paths_ += tasks.size();
      parallel_for(tasks.size(), static_cast<std::size_t>(options_.threads), [&](std::size_t k) {
        const Edge& edge = edges_[tasks[k].edge];
        ends[k] = on_section(sides_[edge.sides[1 - from]], std::move(ends[k]), options_.max_precision);
      });
      std::vector<Task> again;
      for (std::size_t k = 0; k < tasks.size(); ++k) join(tasks[k], ends[k], again);
      if (round == rounds) {
        for (const Task& task : again) edges_[task.edge].match[from][task.point] = gone;
        break;
      }
      tasks = std::move(again);
    }
    if (progress_) progress_(sides_[0].points.points().size());
    return true;
  }

  /// What a path has brought there: one of the section's points that are known, or a new one with all digits of a
  /// double. None where Newton's method finds no zero: a path that came to infinity has brought noise, another one
  /// every time.
  static Coordinates on_section(const Side& side, Coordinates reached, int max_precision) {
    if (reached.empty() || side.points.find(reached)) return reached;
    const eval::NewtonOutcome refined =
        (*side.newton)(eval::exact_point(reached), std::min(new_point_bits, max_precision));
    if (!refined.converged || refined.first_correction > near_a_zero) return {};
    return eval::rounded(refined.point);
  }

  /// Two points that come to one: one of the paths jumped.
  void join(const Task& task, const Coordinates& reached, std::vector<Task>& again) {
    if (reached.empty()) return again.push_back(task);
    Edge& edge = edges_[task.edge];
    const std::size_t from = task.end, to = 1 - from;
    Side& side = sides_[edge.sides[to]];
    const std::size_t j = side.points.insert(reached);
    edge.match[to].resize(side.points.points().size(), open);
    long& partner = edge.match[to][j];
    if (partner == open) {
      partner = static_cast<long>(task.point);
      edge.match[from][task.point] = static_cast<long>(j);
      return;
    }
    again.push_back(task);
    if (partner == gone) return;
    const auto rival = static_cast<std::size_t>(partner);
    edge.match[from][rival] = open;
    partner = open;
    again.push_back({task.edge, from, rival});
  }

  const Curve& curve_;
  const Options& options_;
  Random random_;
  const SectionProgress& progress_;
  const double spread_;
  MovingCut moving_;
  std::vector<Side> sides_;
  std::vector<Edge> edges_;
  std::uint64_t paths_ = 0;
};

}  // namespace

Section section(const Curve& curve, const Options& options, Random random, const SectionProgress& progress,
                double spread) {
  return Search(curve, options, random, progress, spread).run();
}

}  // namespace polyscape::solve
