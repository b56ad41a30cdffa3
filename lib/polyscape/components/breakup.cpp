#include "polyscape/components/breakup.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/disjoint_sets.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/trace_test.hpp"

namespace polyscape::components {
namespace {

using solve::Coordinates;
using solve::Cut;
using solve::Hyperplane;

constexpr int loop_steps = 200, loop_bits = 212;  // of paths along loops: another loop is cheaper than a hard path
constexpr int most_loops = 20, quiet_loops = 2;   // loops in all; without a merger before the next trace tests

class Breakup {
 public:
  Breakup(const solve::Curve& curve, const Hyperplane& plane, const std::vector<Coordinates>& points,
          const std::function<bool(const Coordinates&)>& belongs, const solve::Options& options, Random random,
          const solve::ProgressReport& report)
      : belongs_(belongs),
        options_(options),
        random_(random),
        report_(report),
        curve_(curve),
        plane_(plane),
        points_(points),
        moving_(curve_.map, random.stream(1), solve::ZeroCoordinates::belong) {
    for (std::size_t i = 0; i < points.size(); ++i) add_point();
  }

  std::vector<Branch> run() {
    int quiet = quiet_loops;  // single points on lines pass at once
    for (int loop = 0; loop <= most_loops && !cancellation_requested(); ++loop) {
      if (quiet >= quiet_loops) {
        test();
        quiet = 0;
        if (report_)
          report_({static_cast<std::uint64_t>(std::ranges::count(done_, true)), done_.size(), "points told apart"});
      }
      if (std::ranges::all_of(done_, [](bool d) { return d; })) break;
      if (loop < most_loops)
        quiet = follow_loop(random_.stream(2).stream(static_cast<std::uint64_t>(loop))) ? 0 : quiet + 1;
    }
    std::vector<Branch> result;
    for (const auto& group : sets_.groups()) {
      Branch& branch = result.emplace_back();
      for (const std::size_t i : group) branch.points.push_back(points_[i]);
      branch.traced = done_[group.front()];
    }
    return result;
  }

 private:
  void add_point() {
    sets_.add();
    done_.push_back(false);
  }

  void test() {
    for (const auto& group : sets_.groups()) {
      if (done_[group.front()]) continue;
      std::vector<Coordinates> points;
      for (const std::size_t i : group) points.push_back(points_[i]);
      if (!solve::trace_test(moving_, curve_, plane_, points, options_, random_.stream(4).stream(tests_++)).passed())
        continue;
      for (const std::size_t i : group) done_[i] = true;
    }
  }

  /// Carries the points whose components are not known around a triangle of hyperplanes; joins those that come to each
  /// other's places. Says whether any were joined.
  bool follow_loop(Random random) {
    std::vector<std::size_t> open;
    std::vector<Coordinates> row;
    for (std::size_t i = 0; i < points_.size(); ++i)
      if (!done_[i]) {
        open.push_back(i);
        row.push_back(points_[i]);
      }
    track::PathOptions settings = solve::way_settings(std::min(options_.max_precision, loop_bits));
    settings.max_steps = loop_steps;
    const std::vector<std::complex<double>> values = eval::rounded(curve_.values);
    const Cut home{values, plane_};
    const Cut corners[] = {home, {values, elsewhere(random)}, {values, elsewhere(random)}, home};
    for (int side = 0; side < 3; ++side) {
      std::vector<std::size_t> alive;
      std::vector<Coordinates> starts;
      for (std::size_t k = 0; k < row.size(); ++k)
        if (!row[k].empty()) {
          alive.push_back(k);
          starts.push_back(row[k]);
        }
      auto ends = moving_.carry(starts, solve::segment(corners[side], corners[side + 1]), settings,
                                static_cast<std::size_t>(options_.threads));
      for (std::size_t k = 0; k < alive.size(); ++k) row[alive[k]] = std::move(ends[k]);
    }
    solve::PointSet places(plane_.form.size(), random_.stream(5));
    for (const Coordinates& x : points_) places.insert(x);
    std::vector<std::size_t> reached(open.size(), gone), visitors(points_.size() + open.size(), 0);
    for (std::size_t k = 0; k < open.size(); ++k)
      if (!row[k].empty()) ++visitors[reached[k] = places.insert(row[k])];
    bool joined = false;
    const std::size_t before = points_.size();
    for (std::size_t k = 0; k < open.size(); ++k) {
      // Two paths that come to one place: one of them jumped.
      if (reached[k] == gone || visitors[reached[k]] > 1) continue;
      if (reached[k] < before && done_[reached[k]]) continue;  // a component that is known has all its points
      std::size_t there = reached[k];
      if (there >= before) {
        if (!belongs_(places.points()[there])) continue;
        points_.push_back(places.points()[there]);
        add_point();
        there = points_.size() - 1;
      }
      joined = sets_.join(open[k], there) || joined;
    }
    return joined;
  }

  Hyperplane elsewhere(Random& random) const {
    Hyperplane result = plane_;
    for (auto& z : result.form)
      if (z != 0.0) z = random.annulus_complex();  // unknowns that the plane leaves out stay out
    result.value = std::max(1.0, std::abs(plane_.value)) * random.annulus_complex();
    return result;
  }

  static constexpr std::size_t gone = static_cast<std::size_t>(-1);
  const std::function<bool(const Coordinates&)>& belongs_;
  const solve::Options& options_;
  Random random_;
  const solve::ProgressReport& report_;
  const solve::Curve& curve_;
  const Hyperplane& plane_;
  std::vector<Coordinates> points_;
  solve::MovingCut moving_;
  DisjointSets sets_;
  std::uint64_t tests_ = 0;
  std::vector<bool> done_;  ///< by point: its group has passed the trace test
};

}  // namespace

std::vector<Branch> breakup(const solve::Curve& curve, const Hyperplane& plane, const std::vector<Coordinates>& points,
                            const std::function<bool(const Coordinates&)>& belongs, const solve::Options& options,
                            Random random, const solve::ProgressReport& report) {
  return Breakup(curve, plane, points, belongs, options, random, report).run();
}

}  // namespace polyscape::components
