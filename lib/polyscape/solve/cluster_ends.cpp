#include "polyscape/solve/cluster_ends.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/certify/cluster.hpp"
#include "polyscape/solve/counted_for.hpp"

namespace polyscape::solve {
namespace {

constexpr double crowded = 1e6;  // condition above which a simple zero may have another one within cluster_reach
constexpr int guard_share = 4;   // of bits to tell zeros apart: one more for so many of a path's
constexpr double least_diameter = 1e-10;  // what ends are known to
constexpr int most_beside = 4;            // zeros where one path ends
constexpr double share = 3;               // of all work, at most one in so many for one cluster

bool ill_conditioned(const Endpoint& end) { return !(end.condition < crowded); }

/// Ends within reach of each other that are not known to be as many zeros as paths, or a path alone where as many end
/// as a multiple zero has multiplicity.
bool open(const std::vector<Endpoint>& ends, const std::vector<std::size_t>& group, Random random) {
  if (std::ranges::any_of(
          group, [&](std::size_t i) { return ends[i].path_class == PathClass::singular && !ends[i].examined; }))
    return true;
  if (group.size() < 2) return false;
  std::vector<const Endpoint*> members;
  for (const std::size_t i : group) members.push_back(&ends[i]);
  return std::ranges::all_of(group, [&](std::size_t i) { return ill_conditioned(ends[i]) && !ends[i].examined; }) &&
         coinciding(members, random).size() < group.size();
}

using Rounded = std::vector<std::complex<double>>;

double distance(const Rounded& a, const Rounded& b) {
  double result = 0;
  for (std::size_t i = 0; i < a.size(); ++i) result = std::max(result, std::abs(a[i] - b[i]));
  return result;
}

/// How far from its first member the group's others are, and the ends outside it.
void measure(const std::vector<Rounded>& points, const std::vector<std::size_t>& group,
             certify::ClusterOptions& options) {
  const Rounded& place = points[group.front()];
  double size = 1;
  for (const auto& z : place) size = std::max(size, std::abs(z));
  for (std::size_t i = 0, k = 0; i < points.size(); ++i) {
    const bool inside = k < group.size() && group[k] == i;
    k += inside;
    if (points[i].empty()) continue;
    const double away = distance(points[i], place) / size;
    if (inside)
      options.diameter = std::max(options.diameter, away);
    else
      options.gap = std::min(options.gap, away);
  }
}

/// The zeros at the group; around a path alone as many as there are, others of which were lost.
std::optional<std::vector<certify::ClusterPart>> zeros_at(const certify::ClusterResolver& resolver,
                                                          const eval::Point& place, std::size_t paths,
                                                          certify::ClusterOptions options, Random random) {
  if (paths > 1) return resolver(place, options, random);
  for (options.count = 2; options.count <= most_beside; ++options.count)
    if (auto parts = resolver(place, options, random.stream(static_cast<std::uint64_t>(options.count)))) return parts;
  return std::nullopt;
}

/// Gives the group's zeros to its ends. Returns whether they are known.
bool settle(const certify::ClusterResolver& resolver, const eval::NewtonSolver& newton,
            const std::vector<std::size_t>& group, const certify::ClusterOptions& options, std::vector<Endpoint>& ends,
            Random random) {
  const auto parts = zeros_at(resolver, ends[group.front()].point, group.size(), options, random);
  for (const std::size_t i : group) ends[i].examined = true;
  if (!parts) return false;
  auto next = group.begin();
  for (const certify::ClusterPart& part : *parts)
    for (int k = 0; k < part.multiplicity && next != group.end(); ++k) {
      Endpoint& end = ends[*next++];
      if (!part.certificate && !part.alike) {
        end = Endpoint{};
        end.failure = "zeros of a cluster that the precision does not tell apart";
        continue;
      }
      end.point = part.place;
      end.bits = part.bits;
      end.suspicious = false;
      end.path_class = part.certificate ? PathClass::nonsingular : PathClass::singular;
      if (!part.certificate) continue;
      end.reality = part.certificate->reality;
      end.winding = 1;
      const eval::NewtonOutcome at = newton(end.point, part.certificate->bits, 0);
      end.residual = at.residual;
      end.condition = std::min(at.condition, 1e300);
    }
  return true;
}

}  // namespace

std::size_t separate_clusters(const algebra::Program& system, const eval::NewtonSolver& newton,
                              std::vector<Endpoint>& ends, const ClusterLimits& limits, Random random) {
  std::vector<std::size_t> members;
  std::vector<const eval::PackedPoint*> points;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const bool crowd = ends[i].path_class == PathClass::singular ||
                       (ends[i].path_class == PathClass::nonsingular && ill_conditioned(ends[i]));
    if (!crowd) continue;
    members.push_back(i);
    points.push_back(&ends[i].point);
  }
  std::vector<std::vector<std::size_t>> groups;
  for (auto& group : coinciding(points, cluster_reach, random.stream(0))) {
    for (std::size_t& i : group) i = members[i];
    if (open(ends, group, random.stream(1))) groups.push_back(std::move(group));
  }
  if (groups.empty() || limits.work <= 0) return 0;
  std::vector<Rounded> rounded;
  for (const Endpoint& end : ends) rounded.push_back(end.point.rounded());
  const certify::ClusterResolver resolver(system);
  std::vector<std::size_t> settled(groups.size(), 0);
  counted_for(groups.size(), limits.threads, limits.progress, [&](std::size_t g) {
    if (cancellation_requested()) return;
    certify::ClusterOptions options;
    options.count = static_cast<int>(groups[g].size());
    options.max_bits = limits.max_precision + limits.max_precision / guard_share;
    options.work = limits.work / std::max(share, static_cast<double>(groups.size()));
    options.diameter = least_diameter;
    measure(rounded, groups[g], options);
    if (settle(resolver, newton, groups[g], options, ends, random.stream(2).stream(g))) settled[g] = groups[g].size();
  });
  std::size_t sum = 0;
  for (const std::size_t s : settled) sum += s;
  return sum;
}

}  // namespace polyscape::solve
