#include "polyscape/track/path_options.hpp"

#include <algorithm>
#include <cmath>

namespace polyscape::track {

PathOptions tightened(const PathOptions& options, int round) {
  PathOptions result = options;
  const double factor = std::pow(0.4, round);
  result.contraction *= factor;
  result.region_share *= std::max(factor, 0.2);
  result.max_growth = 2;
  result.weight_floor *= factor;
  result.end_error *= factor;
  result.regular_norm = 1e8;
  result.infinity_ratio *= factor * factor;
  result.infinity_window += 2 * round;
  result.infinity_growth *= std::pow(10, round);
  result.first_loop *= 1 + round;
  result.max_steps *= 4;
  return result;
}

double weight_floor(const PathOptions& options, int bits) {
  return std::max(1e-300, std::pow(options.weight_floor, bits / 53.0));
}

bool crawls(double length, double radius, const PathOptions& options) {
  return length < 0.02 * options.region_share * radius;
}

double length_by_error(double error, double omega, const PathOptions& options) {
  const double a = options.contraction, h = 2 * a * (std::sqrt(4 * a * a + 1) - 2 * a);
  // A Lipschitz constant below one would allow errors larger than the coordinates themselves.
  const double allowed = (std::sqrt(1 + 2 * h) - 1) / (std::max(omega, 1.0) * std::max(error, 1e-300));
  return std::pow(allowed, 0.2) / options.error_divisor;
}

}  // namespace polyscape::track
