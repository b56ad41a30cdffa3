#include "polyscape/track/path_options.hpp"

#include <algorithm>
#include <cmath>

namespace polyscape::track {
namespace {

constexpr double tightening = 0.4;         // of what one round allows, against the round before
constexpr double least_region = 0.2;       // of the share of the radius: a path then takes five times the steps at most
constexpr double slow_growth = 2;          // of steps, where a jump to another path is feared
constexpr double suspicious_norm = 1e8;    // of the inverse Jacobian at an end: half the digits of double precision
constexpr double smallest_floor = 1e-300;  // above where doubles end

}  // namespace

PathOptions tightened(const PathOptions& options, int round) {
  PathOptions result = options;
  const double factor = std::pow(tightening, round);
  result.contraction *= factor;
  result.region_share *= std::max(factor, least_region);
  result.max_growth = slow_growth;
  result.weight_floor *= factor;
  result.end_error *= factor;
  result.regular_norm = suspicious_norm;
  result.infinity_ratio *= factor * factor;
  result.infinity_window += 2 * round;
  result.infinity_growth *= std::pow(10, round);
  result.first_loop *= 1 + round;
  result.max_steps *= 4;
  return result;
}

double weight_floor(const PathOptions& options, int bits) {
  return std::max(smallest_floor, std::pow(options.weight_floor, bits / 53.0));
}

}  // namespace polyscape::track
