#include "polyscape/study/slice_plane.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "polyscape/base/error.hpp"
#include "polyscape/plot/point_figures.hpp"
#include "polyscape/report/summary/dynamics.hpp"

namespace polyscape::study {
namespace {

using Vector = std::vector<double>;

constexpr double flat = 1e-7;  // of the points' distance: three such points lie on a line
constexpr const char* zero_loss = "zero loss";

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }
double norm(const Vector& a) { return std::sqrt(dot(a, a)); }
/// a + factor b.
Vector sum(Vector a, double factor, const Vector& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += factor * b[i];
  return a;
}

bool is_zero_loss(const PlanePoint& p) { return p.shown.kind == zero_loss; }

/// Grows by one point after another that is not in the span of those before.
class Span {
 public:
  /// Whether it was taken.
  bool take(const Vector& x) {
    if (taken_ == 3) return false;
    if (taken_ == 0) {
      plane_.origin = x;
    } else {
      Vector direction = sum(x, -1, plane_.origin);
      const double length = norm(direction);
      if (taken_ == 2) direction = sum(direction, -dot(plane_.first, direction), plane_.first);
      const double left = norm(direction), least = flat * std::max(length, flat * (1 + norm(plane_.origin)));
      if (!(left > least)) return false;
      for (double& d : direction) d /= left;
      (taken_ == 1 ? plane_.first : plane_.second) = direction;
    }
    ++taken_;
    return true;
  }
  std::size_t taken() const { return taken_; }
  const Plane& plane() const { return plane_; }

 private:
  Plane plane_;
  std::size_t taken_ = 0;
};

/// Critical points, those to be taken first in front: minima, saddles, others; or saddles first. By loss, saddles by
/// index before.
std::vector<const PlanePoint*> in_order(const std::vector<PlanePoint>& points, bool saddles_first) {
  std::vector<const PlanePoint*> order;
  for (const PlanePoint& p : points)
    if (!is_zero_loss(p)) order.push_back(&p);
  const auto rank = [&](const PlanePoint* p) {
    const std::string& kind = p->shown.kind;
    const int group = kind == "minimum" ? 1 : kind == "saddle" ? (saddles_first ? 0 : 2) : 3;
    return std::tuple(group, group == 1 ? 0 : p->index, p->shown.loss);
  };
  std::ranges::stable_sort(order, {}, rank);
  return order;
}

const PlanePoint& named_point(const std::vector<PlanePoint>& points, const std::string& label) {
  const auto of = [](const PlanePoint& p) { return p.shown.label; };
  const auto found = std::ranges::find(points, label, of);
  if (found != points.end()) return *found;
  throw InputError(
      "--through", "numbers of real critical points with a known Hessian, or z1, z2, .. of zero-loss points",
      "\"" + label + "\"", points.empty() ? "leave it out" : "write --through " + of(points.front()) + ", for example");
}

}  // namespace

std::array<double, 2> Plane::coordinates(const Vector& x) const {
  const Vector from = sum(x, -1, origin);
  return {dot(first, from), dot(second, from)};
}
Vector Plane::point(const std::array<double, 2>& at) const { return sum(sum(origin, at[0], first), at[1], second); }
double Plane::distance(const Vector& x) const { return norm(sum(x, -1, point(coordinates(x)))); }

std::vector<PlanePoint> plane_points(const report::Result& r) {
  std::vector<PlanePoint> list;
  if (r.points) {
    for (std::size_t k = 1; k <= r.points->size(); ++k) {
      const report::Point& p = (*r.points)[k - 1];
      if (!p.real || !p.inertia || !p.loss) continue;
      PlanePoint& point = list.emplace_back();
      for (const auto& z : p.coordinates) point.at.push_back(z.real());
      point.shown = {{},
                     std::string(name(p.kind.value_or(algebra::Kind::undecided))),
                     std::to_string(k),
                     plot::point_text(r, k),
                     plot::point_anchor(k),
                     *p.loss};
      point.index = (*p.inertia)[0];
    }
  } else if (r.dynamics) {
    for (const report::DynamicsPlace& p : r.dynamics->places) {
      const std::string label = std::to_string(list.size() + 1),
                        text = fmt::format("place {}: {}, loss {:.6g}", label, report::place_name(p), p.loss);
      list.push_back({p.at, {{}, p.kind, label, text, "", p.loss}, p.negative});
    }
  }
  std::size_t zeros = 0;
  if (r.interpolation)
    for (const report::ZeroLossPoint& p : r.interpolation->points) {
      const std::string label = fmt::format("z{}", ++zeros),
                        text = fmt::format("zero-loss point {}, local dimension {}", zeros, p.local_dimension);
      list.push_back({p.coordinates, {{}, zero_loss, label, text, "", 0}, 0});
    }
  return list;
}

std::optional<ChosenPlane> choose_plane(const std::vector<PlanePoint>& points,
                                        const std::vector<std::string>& through) {
  Span span;
  ChosenPlane chosen;
  const auto take = [&](const PlanePoint& p) {
    const bool taken = span.take(p.at);
    if (taken) chosen.through.push_back(p);
    return taken;
  };
  for (const std::string& label : through)
    if (!take(named_point(points, label)))
      throw InputError("--through", "at most three points, not on one line", fmt::format("{}", fmt::join(through, ",")),
                       "leave " + label + " out, or choose another one");
  for (const PlanePoint* p : in_order(points, false))
    if (span.taken() < 2) take(*p);
  for (const PlanePoint* p : in_order(points, true)) take(*p);
  if (chosen.through.empty() || chosen.through.front().at.size() < 2) return std::nullopt;
  for (std::size_t j = 0; span.taken() < 3; ++j) {
    Vector along = chosen.through.front().at;
    along.at(j) += 1;
    if (span.take(along)) ++chosen.directions;
  }
  chosen.plane = span.plane();
  return chosen;
}

std::vector<std::string> through_zero_loss(const std::vector<PlanePoint>& points) {
  std::vector<std::string> labels;
  Span span;
  const auto take = [&](const PlanePoint& p) {
    if (span.take(p.at)) labels.push_back(p.shown.label);
  };
  const std::vector<const PlanePoint*> order = in_order(points, false);
  if (!order.empty() && order.front()->shown.kind == "minimum") take(*order.front());
  for (const PlanePoint& p : points)
    if (is_zero_loss(p)) take(p);
  if (span.taken() < 3) labels.clear();
  return labels;
}

}  // namespace polyscape::study
