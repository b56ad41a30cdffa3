#pragma once
/// A homotopy to a given square system from x_i^{d_i} = 1, made without the stage that usually does.
#include <numbers>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::support {

struct Example {
  track::Homotopy homotopy;
  std::size_t count = 1;
  track::StartPoint start;
};

inline Example example(const algebra::System& system, std::uint64_t seed) {
  const std::size_t n = system.names.size();
  const auto partition = algebra::trivial_partition(n);
  const auto degrees = algebra::degrees(system);
  algebra::Program start(n + 1);
  std::size_t count = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const auto d = static_cast<unsigned>(degrees[i]);
    start.outputs.push_back(start.subtract(start.power(start.variable(i), d), start.power(start.variable(n), d)));
    count *= d;
  }
  const auto target = algebra::homogenize(algebra::program_of(system), partition).program;
  const auto point = [degrees, n](std::size_t index) {
    std::vector<std::complex<double>> x;
    for (std::size_t i = 0; i < n; ++i) {
      const auto d = static_cast<std::size_t>(degrees[i]);
      x.push_back(std::polar(1.0, 2 * std::numbers::pi * static_cast<double>(index % d) / static_cast<double>(d)));
      index /= d;
    }
    x.push_back(1);
    return x;
  };
  return {track::straight_line(target, start, partition, Random(seed)), count, point};
}

}  // namespace polyscape::support
