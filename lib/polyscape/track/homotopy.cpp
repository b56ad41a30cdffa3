#include "polyscape/track/homotopy.hpp"

#include <cmath>
#include <limits>

#include "polyscape/base/error.hpp"

namespace polyscape::track {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using Node = Program::Node;

/// For each output log2 of the size of its largest value over a few points on the unit torus: how large its terms are.
/// Values may be beyond doubles.
std::vector<double> output_sizes(const Program& program, Random random) {
  std::vector<double> sizes(program.outputs.size(), -std::numeric_limits<double>::infinity());
  for (int sample = 0; sample < 3; ++sample) {
    std::vector<GaussianRational> x;
    for (std::size_t i = 0; i < program.variables(); ++i)
      x.push_back(GaussianRational::from_complex({std::round(256 * random.unit_complex().real()) / 256,
                                                  std::round(256 * random.unit_complex().real()) / 256}));
    const auto values = algebra::evaluate(program, std::span<const GaussianRational>(x));
    for (std::size_t i = 0; i < sizes.size(); ++i) sizes[i] = std::max(sizes[i], algebra::log2(values[i]));
  }
  return sizes;
}

}  // namespace

void ParameterPath::coefficients(double s, int order, std::complex<double>* result) const {
  std::complex<double> term = factor * (std::isinf(s) ? 0.0 : std::exp(exponent * (s - log_t0)));
  result[0] = offset + term;
  for (int k = 1; k <= order; ++k) result[k] = term *= exponent / k;
}

Homotopy straight_line(const Program& target, const Program& start, const algebra::Partition& partition,
                       Random random) {
  const std::size_t coordinates = target.variables(), n = coordinates - partition.size();
  if (start.variables() != coordinates || start.outputs.size() != n || target.outputs.size() != n)
    throw ArgumentError("straight_line: start and target differ in shape");
  Homotopy result{Program(coordinates, 1), partition, {{0, 1, 1}}, {}};
  Program& program = result.program;
  const std::vector<Node> x = algebra::variables_of(program, coordinates);
  const std::vector<Node> f = program.append(target, x), g = program.append(start, x);
  const Node t = program.parameter(0), rest = program.add(program.constant(1), program.negate(t));
  const GaussianRational gamma = GaussianRational::from_complex(random.unit_complex());
  const Node gamma_t = program.scale(gamma, t);
  const std::vector<double> f_sizes = output_sizes(target, random.stream(1)),
                            g_sizes = output_sizes(start, random.stream(2));
  for (std::size_t i = 0; i < n; ++i) {
    const bool adapted = std::isfinite(f_sizes[i]) && std::isfinite(g_sizes[i]);
    const long exponent = adapted ? static_cast<long>(std::floor(g_sizes[i]) - std::floor(f_sizes[i])) : 0;
    const Node scaled = program.scale(algebra::power(Rational(2), exponent), f[i]);
    program.outputs.push_back(program.add(program.multiply(gamma_t, g[i]), program.multiply(rest, scaled)));
  }
  add_patches(result, random);
  return result;
}

void add_patches(Homotopy& homotopy, Random random) {
  Program& program = homotopy.program;
  const std::size_t n = homotopy.variables();
  homotopy.patch.resize(program.variables());
  for (std::size_t j = 0; j < homotopy.partition.size(); ++j) {
    std::vector<std::size_t> group = homotopy.partition[j];
    group.push_back(n + j);
    std::vector<GaussianRational> coefficients;
    std::vector<Node> coordinates;
    for (const std::size_t v : group) {
      homotopy.patch[v] = random.annulus_complex();
      coefficients.push_back(GaussianRational::from_complex(homotopy.patch[v]));
      coordinates.push_back(program.variable(v));
    }
    program.outputs.push_back(program.linear_form(coefficients, coordinates, -1));
  }
}

}  // namespace polyscape::track
