#include "polyscape/solve/monodromy.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/track/layout.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::solve {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using Complex = std::complex<double>;
using Coordinates = std::vector<Complex>;
using Node = Program::Node;

constexpr std::size_t first_edges = 6, most_edges = 15;
constexpr int attempts = 5;           // from different seeds and hyperplanes
constexpr int rounds = 1;             // of following paths again
constexpr int loop_precision = 106, loop_steps = 2000;  // a loop that takes more is given up: there are others
constexpr double spread = 1;           // of the sizes of p and of the hyperplanes' coefficients: standard deviation of the logarithm
constexpr double end_log_t = -1;      // edges run from t = 1 to here
constexpr double same_point = 1e-8;   // relative; two points of one generic section are hardly ever so near
constexpr double least_coordinate = 1e-13;  // relative; smaller ones are zero: the path has left the curve
constexpr double coarse_tolerance = 1e-18, trace_tolerance = 1e-80;  // of the trace test at 212 and 424 bits

double magnitude(const Coordinates& x) {
  double result = 1;
  for (const Complex& z : x) result = std::max(result, std::abs(z));
  return result;
}

/// Points, with a quick answer to whether one is there.
class PointSet {
 public:
  PointSet(std::size_t size, Random random) {
    for (std::size_t i = 0; i < size; ++i) direction_.push_back(random.unit_complex());
  }
  /// The number of the point, a new one if need be.
  std::size_t insert(const Coordinates& x) {
    const double key = key_of(x), scale = magnitude(x);
    const double window = 2 * same_point * scale * static_cast<double>(x.size());
    for (auto it = by_key_.lower_bound(key - window); it != by_key_.end() && it->first <= key + window; ++it)
      if (near(points_[it->second], x, same_point * scale)) return it->second;
    by_key_.emplace(key, points_.size());
    points_.push_back(x);
    return points_.size() - 1;
  }
  const std::vector<Coordinates>& points() const { return points_; }

 private:
  double key_of(const Coordinates& x) const {
    double key = 0;
    for (std::size_t i = 0; i < x.size(); ++i) key += (direction_[i] * x[i]).real();
    return key;
  }
  static bool near(const Coordinates& a, const Coordinates& b, double distance) {
    for (std::size_t i = 0; i < a.size(); ++i)
      if (std::abs(a[i] - b[i]) > distance) return false;
    return true;
  }
  Coordinates direction_;
  std::vector<Coordinates> points_;
  std::multimap<double, std::size_t> by_key_;
};

/// Straight from one to the other.
std::vector<track::ParameterPath> segment(const std::vector<Complex>& from, const std::vector<Complex>& to) {
  std::vector<track::ParameterPath> result;
  for (std::size_t k = 0; k < from.size(); ++k) {
    const Complex factor = (from[k] - to[k]) / (1 - std::exp(end_log_t));
    result.push_back({from[k] - factor, factor, 1, 0});
  }
  return result;
}

/// Parameters: p, then the hyperplane's form and value.
track::Homotopy moving_section(const Curve& curve, Random random) {
  const std::size_t n = curve.seed.size(), own = curve.values.size();
  Program program(n, own + n + 1);
  std::vector<Node> x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(program.variable(i));
  program.outputs = program.append(curve.map, x);
  for (std::size_t i = 0; i < own; ++i) program.outputs[i] = program.subtract(program.outputs[i], program.parameter(i));
  Node plane = program.negate(program.parameter(own + n));
  for (std::size_t i = 0; i < n; ++i) plane = program.add(plane, program.multiply(program.parameter(own + i), x[i]));
  program.outputs.push_back(plane);
  const algebra::Partition partition = algebra::trivial_partition(n);
  track::Homotopy result{algebra::homogenize(program, partition).program, partition, std::vector<track::ParameterPath>(own + n + 1), {}};
  track::add_patches(result, random);
  return result;
}

/// g - p as nodes of a program in the same variables.
std::vector<Node> append_curve(Program& program, const Curve& curve) {
  std::vector<Node> x;
  for (std::size_t i = 0; i < curve.seed.size(); ++i) x.push_back(program.variable(i));
  std::vector<Node> result = program.append(curve.map, x);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = program.subtract(result[i], program.constant(curve.values[i]));
  return result;
}

/// The form minus its value, in affine coordinates.
Node affine_form(Program& program, const Hyperplane& plane) {
  Node result = program.constant(GaussianRational::from_complex(-plane.value));
  for (std::size_t i = 0; i < plane.form.size(); ++i)
    result = program.add(result, program.scale(GaussianRational::from_complex(plane.form[i]), program.variable(i)));
  return result;
}

/// The curve cut by a plane moved by an exact offset.
Program cut(const Curve& curve, const Hyperplane& plane, const GaussianRational& offset = 0) {
  Program result(curve.seed.size());
  result.outputs = append_curve(result, curve);
  result.outputs.push_back(result.add(affine_form(result, plane), result.constant(-offset)));
  return result;
}

class Search {
 public:
  Search(const Curve& curve, const Options& options, Random random, const SectionProgress& progress)
      : curve_(curve), options_(options), random_(random), progress_(progress), homotopy_(moving_section(curve, random.stream(1))),
        layout_(homotopy_), tracker_(homotopy_) {
    add_side();
  }

  /// The trace test of a given section.
  double test(const Section& section) {
    sides_[0].plane = section.plane;
    sides_[0].points = PointSet(curve_.seed.size(), random_.stream(5));
    for (const Coordinates& x : section.points) sides_[0].points.insert(x);
    return trace_error();
  }

  Section run() {
    Section result;
    while (edges_.size() < most_edges && !cancellation_requested()) {
      add_edge();
      if (edges_.size() < first_edges || !closed_loop()) continue;
      saturate();
      result.trace_error = trace_error();
      result.traced = result.trace_error <= trace_tolerance;
      if (result.traced) break;
    }
    result.plane = sides_[0].plane;
    result.points = sides_[0].points.points();
    result.paths = paths_;
    result.lost = lost_;
    return result;
  }

 private:
  static constexpr long open = -1, gone = -2;
  struct Side {
    std::vector<Complex> values;  ///< p
    Hyperplane plane;
    PointSet points;
  };
  /// From one plane to a multiple of another.
  struct Edge {
    std::size_t sides[2];
    std::vector<track::ParameterPath> way[2];  ///< by the end that it leaves
    std::vector<long> match[2];                ///< of each point of that end: its partner
  };
  struct Task {
    std::size_t edge, end, point;
  };

  /// The first side is the curve itself, cut through its seed. Others are curves {g = p} of random p, first as large as the
  /// given ones, then by and by through random points of different sizes, known for nothing: what is connected to the rest only far from the
  /// first seed is met from there.
  void add_side() {
    Random random = random_.stream(2).stream(sides_.size());
    const bool first = sides_.empty(), through_point = sides_.size() >= 4 && sides_.size() % 2 == 0;
    Coordinates x = curve_.seed;
    std::vector<Complex> values = eval::rounded(curve_.values);
    const double common = std::exp(spread * random.normal());
    const auto size = [&] { return common * std::exp(spread * random.normal()); };
    if (through_point) {
      for (Complex& z : x) z = std::sqrt(size()) * random.unit_complex();
      values = eval::rounded(algebra::evaluate(curve_.map, std::span<const GaussianRational>(eval::exact_point(x))));
    } else if (!first) {
      for (Complex& z : values) z = size() * std::abs(z) * random.unit_complex();
    }
    Side side{std::move(values), {{}, 0}, PointSet(x.size(), random_.stream(5))};
    for (const Complex& z : x) {
      // Every coordinate weighs as much as it is large.
      side.plane.form.push_back((first ? 1 : std::exp(spread * random.normal())) * random.annulus_complex() / std::max(std::abs(z), 1e-3));
      side.plane.value += side.plane.form.back() * z;
    }
    if (first || through_point) side.points.insert(x);
    else side.plane.value = size() * std::abs(side.plane.value) * random.unit_complex();
    sides_.push_back(std::move(side));
  }
  static std::vector<Complex> everything(const Side& side) {
    std::vector<Complex> result = side.values;
    result.insert(result.end(), side.plane.form.begin(), side.plane.form.end());
    result.push_back(side.plane.value);
    return result;
  }

  /// The complete graph, vertex by vertex.
  void add_edge() {
    if (edges_.empty()) add_side();
    if (edges_.empty() || edges_.back().sides[0] + 2 == sides_.size()) add_side();
    const std::size_t v = sides_.size() - 1, u = edges_.empty() || edges_.back().sides[1] != v ? 0 : edges_.back().sides[0] + 1;
    const std::vector<Complex> a = everything(sides_[u]), b = everything(sides_[v]);
    edges_.push_back({{u, v}, {segment(a, b), segment(b, a)}, {}});
  }
  /// Whether the last edge closed a loop.
  bool closed_loop() const { return edges_.back().sides[0] > 0; }

  void saturate() {
    for (int idle = 0, end = 0; idle < 2 && !cancellation_requested(); end = 1 - end) idle = cross(end) ? 0 : idle + 1;
  }

  /// Carries every point along every edge that it has no partner on yet, from the edges' ends of that number. Says whether there was one.
  bool cross(std::size_t from) {
    std::vector<Task> tasks;
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      Edge& edge = edges_[e];
      for (std::size_t end = 0; end < 2; ++end) edge.match[end].resize(sides_[edge.sides[end]].points.points().size(), open);
      for (std::size_t i = 0; i < edge.match[from].size(); ++i)
        if (edge.match[from][i] == open) tasks.push_back({e, from, i});
    }
    if (tasks.empty()) return false;
    for (int round = 0; !tasks.empty() && !cancellation_requested(); ++round) {
      track::PathOptions settings = round == 0 ? track::PathOptions{} : track::tightened({}, round);
      settings.max_precision = std::min(loop_precision, options_.max_precision);
      settings.max_steps = loop_steps;
      const auto ends = carry(
          tasks.size(),
          [&](std::size_t k) -> const Coordinates& {
            return sides_[edges_[tasks[k].edge].sides[from]].points.points()[tasks[k].point];
          },
          [&](std::size_t k) -> const std::vector<track::ParameterPath>& { return edges_[tasks[k].edge].way[from]; }, settings);
      std::vector<Task> again;
      for (std::size_t k = 0; k < tasks.size(); ++k) join(tasks[k], ends[k], again);
      if (round == rounds) {
        for (const Task& task : again) edges_[task.edge].match[from][task.point] = gone;
        lost_ += again.size();
        break;
      }
      tasks = std::move(again);
    }
    if (progress_) progress_(sides_[0].points.points().size());
    return true;
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

  template <class Start, class Way>
  std::vector<Coordinates> carry(std::size_t count, const Start& start, const Way& way, track::PathOptions settings) {
    settings.stop_log_t = end_log_t;
    const auto from = [&](std::size_t k) {
      Coordinates x = start(k);
      x.push_back(1);
      return x;
    };
    auto ends = tracker_.carry(count, from, way, settings, static_cast<std::size_t>(options_.threads));
    paths_ += count;
    for (Coordinates& x : ends) {
      if (x.empty()) continue;
      x = layout_.affine(x);
      const double least = least_coordinate * magnitude(x);
      if (std::ranges::any_of(x, [&](const Complex& z) { return !(std::abs(z) > least); })) x.clear();
    }
    return ends;
  }

  /// What the trace test sees: the second difference of the sum over the points as the plane moves by equal steps, over the sum of the points' own.
  /// 1 where it could not be made.
  double trace_error() {
    for (std::uint64_t attempt = 0; attempt < 3 && !cancellation_requested(); ++attempt) {
      const Complex step = random_.stream(4).stream(attempt).unit_complex() * std::abs(sides_[0].plane.value);
      std::vector<std::vector<eval::Point>> rows = parallel_sections(step);
      if (rows.empty()) continue;
      // What is missing does not shrink with the precision; of points that move almost linearly it is tiny from the start.
      double error = 1;
      for (const int bits : {212, 424}) {
        error = refine(rows, step, bits) ? second_difference(rows) : 1;
        if (error > coarse_tolerance) break;
      }
      return error;
    }
    return 1;
  }

  /// The points of three parallel sections; none where a path was lost.
  std::vector<std::vector<eval::Point>> parallel_sections(const Complex& step) {
    track::PathOptions settings = track::tightened({}, 1);
    settings.max_precision = options_.max_precision;
    std::vector<std::vector<Complex>> planes(3, everything(sides_[0]));
    for (int k = 1; k < 3; ++k) planes[k].back() += static_cast<double>(k) * step;
    std::vector<Coordinates> row = sides_[0].points.points();
    std::vector<std::vector<eval::Point>> result;
    for (int k = 0; k < 3; ++k) {
      if (k > 0) {
        const auto way = segment(planes[k - 1], planes[k]);
        row = carry(
            row.size(), [&](std::size_t i) -> const Coordinates& { return row[i]; },
            [&](std::size_t) -> const std::vector<track::ParameterPath>& { return way; }, settings);
      }
      PointSet distinct(curve_.seed.size(), random_.stream(6));
      auto& points = result.emplace_back();
      for (const Coordinates& x : row) {
        if (x.empty()) return {};
        distinct.insert(x);
        points.push_back(eval::exact_point(x));
      }
      if (distinct.points().size() < row.size()) return {};
    }
    return result;
  }

  bool refine(std::vector<std::vector<eval::Point>>& rows, const Complex& step, int bits) const {
    std::atomic<bool> all = true;
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const GaussianRational offset = GaussianRational(static_cast<long>(k)) * GaussianRational::from_complex(step);
      const eval::NewtonSolver newton(cut(curve_, sides_[0].plane, offset));
      parallel_for(rows[k].size(), static_cast<std::size_t>(options_.threads), [&](std::size_t i) {
        if (!all || cancellation_requested()) return;
        eval::NewtonOutcome outcome = newton(rows[k][i], bits);
        if (outcome.converged) rows[k][i] = std::move(outcome.point);
        else all = false;
      });
    }
    return all && !cancellation_requested();
  }

  static double second_difference(const std::vector<std::vector<eval::Point>>& rows) {
    double worst = 0;
    for (std::size_t c = 0; c < rows[0][0].size(); ++c) {
      GaussianRational sum = 0;
      double own = 0, size = 0;
      for (std::size_t i = 0; i < rows[0].size(); ++i) {
        const GaussianRational second = rows[0][i][c] + rows[2][i][c] - rows[1][i][c] - rows[1][i][c];
        sum = sum + second;
        own += std::abs(second.to_complex());
        size += std::abs(rows[0][i][c].to_complex());
      }
      worst = std::max(worst, std::abs(sum.to_complex()) / std::max(own, 1e-9 * size));
    }
    return worst;
  }

  const Curve& curve_;
  const Options& options_;
  Random random_;
  SectionProgress progress_;
  track::Homotopy homotopy_;
  track::Layout layout_;
  track::Tracker tracker_;
  std::vector<Side> sides_;
  std::vector<Edge> edges_;
  std::uint64_t paths_ = 0, lost_ = 0;
};

}  // namespace

Section section(const Curve& curve, const Options& options, Random random, const SectionProgress& progress) {
  return Search(curve, options, random, progress).run();
}

double trace_error(const Curve& curve, const Section& section, const Options& options, Random random) {
  return Search(curve, options, random, {}).test(section);
}

Outcome slide(const Curve& curve, const Section& section, std::size_t coordinate, std::complex<double> value, const Options& options) {
  const std::size_t n = curve.seed.size();
  const Random random = Random(options.seed).stream(7);
  Hyperplane goal{Coordinates(n), value};
  goal.form[coordinate] = 1;
  Problem problem;
  problem.real = false;
  Program line(n, 1);
  line.outputs = append_curve(line, curve);
  const Node t = line.parameter(0), rest = line.add(line.constant(1), line.negate(t));
  const Node from = line.scale(GaussianRational::from_complex(random.stream(1).unit_complex()), affine_form(line, section.plane));
  line.outputs.push_back(line.add(line.multiply(t, from), line.multiply(rest, affine_form(line, goal))));
  std::vector<eval::Point> points;
  for (const Coordinates& point : section.points) points.push_back(eval::exact_point(point));
  return follow(problem, options, plan_on_line(line, points, algebra::trivial_partition(n), random.stream(2)), {});
}

namespace {

Translate attempt_translate(const Program& program, const Options& options, Random random, const SectionProgress& progress) {
  const std::size_t n = program.variables();
  eval::Point x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(GaussianRational::from_complex(random.annulus_complex()));
  const GaussianRational s = GaussianRational::from_complex(random.unit_complex()), fibre = GaussianRational::from_complex(random.unit_complex());
  const auto values = algebra::evaluate(program, std::span<const GaussianRational>(x));
  Curve curve{Program(n + 1), {}, eval::rounded(x)};
  curve.seed.push_back(s.to_complex());
  Program& map = curve.map;
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < n; ++i) nodes.push_back(map.variable(i));
  const std::vector<Node> f = map.append(program, nodes);
  eval::Point p;  // of the translate
  for (std::size_t i = 0; i < n; ++i) {
    // Rows of size 1 at the seed.
    const double size = std::max(std::abs(values[i].to_complex()), 1e-6);
    const algebra::Rational scale = algebra::power(algebra::Rational(2), -std::ilogb(size));
    const GaussianRational slope = GaussianRational::from_complex(random.annulus_complex());
    const GaussianRational value = GaussianRational::from_complex((GaussianRational(scale) * values[i] - slope * s).to_complex());
    map.outputs.push_back(map.subtract(map.scale(scale, f[i]), map.scale(slope, map.variable(n))));
    curve.values.push_back(value);
    p.push_back((value + slope * fibre) * GaussianRational(algebra::Rational(1) / scale));
  }
  const Section section = solve::section(curve, options, random.stream(1), progress);
  const Outcome at_fibre = slide(curve, section, n, fibre.to_complex(), options);
  Translate result;
  result.record = {0, section.points.size(), section.paths + section.points.size(), section.lost, section.trace_error,
                   section.traced && at_fibre.ledger.failed == 0 && at_fibre.ledger.singular == 0};
  for (const Solution& solution : at_fibre.solutions) {
    if (!solution.nonsingular) continue;
    result.member.solutions.push_back(solution.coordinates);
    result.member.solutions.back().pop_back();
  }
  result.record.translate = result.member.solutions.size();
  Program line(n, 1);
  nodes.clear();
  for (std::size_t i = 0; i < n; ++i) nodes.push_back(line.variable(i));
  line.outputs = line.append(program, nodes);
  for (std::size_t i = 0; i < n; ++i) line.outputs[i] = line.subtract(line.outputs[i], line.scale(p[i], line.parameter(0)));
  result.member.line = std::move(line);
  return result;
}

}  // namespace

Translate generic_translate(const Program& program, const Options& options, Random random, const SectionProgress& progress) {
  Translate best;
  std::uint64_t paths = 0;
  for (int k = 0; k < attempts && !best.record.traced && !cancellation_requested(); ++k) {
    Translate next = attempt_translate(program, options, random.stream(static_cast<std::uint64_t>(k)), progress);
    paths += next.record.paths;
    if (k == 0 || next.record.traced || next.record.translate > best.record.translate) best = std::move(next);
  }
  best.record.paths = paths;
  return best;
}

Outcome solve_by_monodromy(const Problem& problem, const Program& program, const Options& options, const SectionProgress& progress) {
  const Random random = Random(options.seed).stream(10);
  Translate translate = generic_translate(program, options, random.stream(1), progress);
  Plan plan = plan_on_line(translate.member.line, translate.member.solutions, algebra::trivial_partition(program.variables()), random.stream(2));
  plan.monodromy = translate.record;
  return follow(problem, options, plan, {});
}

}  // namespace polyscape::solve
