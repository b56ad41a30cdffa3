#include "polyscape/variety/local_dimension.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/random.hpp"
#include "polyscape/variety/gauss_newton.hpp"

namespace polyscape::variety {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

constexpr double offset = 1.0 / 256;  // of a slice from the point, against max(1, |point|)
constexpr double reach = 64;          // how many offsets away an intersection may lie
constexpr int slices = 3;             // tries for each dimension
constexpr int decision_bits = 128;

// F with `count` affine forms through a point beside `centre`.
Program sliced(const Program& system, const std::vector<std::complex<double>>& centre, int count, double distance,
               Random& random) {
  Program program = system;
  for (int k = 0; k < count; ++k) {
    Program::Node form = program.constant(GaussianRational::from_complex(distance * random.unit_complex()));
    for (std::size_t i = 0; i < centre.size(); ++i) {
      const auto shifted =
          program.subtract(program.variable(i), program.constant(GaussianRational::from_complex(centre[i])));
      form = program.add(form, program.scale(GaussianRational::from_complex(random.annulus_complex()), shifted));
    }
    program.outputs.push_back(form);
  }
  return program;
}

bool meets(const Program& system, const std::vector<std::complex<double>>& centre, int count, Random random) {
  double size = 1;
  for (const auto& z : centre) size = std::max(size, std::abs(z));
  const double distance = offset * size;
  const Refiner refiner(sliced(system, centre, count, distance, random));
  solve::Coordinates start = centre;
  for (auto& z : start) {
    z += distance * random.normal();
    z += std::complex<double>(0, distance * random.normal());
  }
  const auto near = refiner.approach(start);
  if (!near) return false;
  for (std::size_t i = 0; i < centre.size(); ++i)
    if (std::abs((*near)[i] - centre[i]) > reach * distance) return false;
  return refiner.refine(eval::exact_point(*near), decision_bits).convergence != Convergence::none;
}

}  // namespace

int local_dimension(const Program& system, std::span<const GaussianRational> point, int lower, int upper,
                    std::uint64_t seed) {
  std::vector<std::complex<double>> centre;
  for (const auto& z : point) centre.push_back(z.to_complex());
  for (int d = upper; d > lower; --d)
    for (int k = 0; k < slices; ++k)
      if (meets(system, centre, d,
                Random(seed).stream("local dimension").stream(static_cast<std::uint64_t>(d * slices + k))))
        return d;
  return lower;
}

}  // namespace polyscape::variety
