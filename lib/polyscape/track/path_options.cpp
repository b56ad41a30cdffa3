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

}  // namespace polyscape::track
