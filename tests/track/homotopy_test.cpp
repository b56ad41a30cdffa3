/// The straight line between two systems, exactly: its ends, its patches, and the size of its rows.
#include "polyscape/track/homotopy.hpp"

#include <cmath>
#include <limits>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/eval/point.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::track;
using algebra::GaussianRational;

namespace {

const algebra::Partition groups{{0, 2}, {1}};

algebra::Program homogeneous(const std::string& text) {
  return algebra::homogenize(algebra::program_of(algebra::read_system(text, "test")), groups).program;
}
const std::string target_text = "3\nx*y + 1024*z - 3;\nx - 5*z*y + 1;\ny*z - y + 7*x;\n",
                  start_text = "3\nx*y - 2*x + 1;\nz*y - y + x;\nz - 3*x*y + 4;\n";

using Values = std::vector<std::complex<double>>;

Values values_at(const algebra::Program& program, const eval::Point& x, const Values& parameters = {}) {
  const eval::Point p = eval::exact_point(parameters);
  return eval::rounded(algebra::evaluate(program, std::span(x), std::span(p)));
}
Values at_time(const Homotopy& h, const eval::Point& x, double t) {
  Values parameters;
  for (const ParameterPath& path : h.parameters) path.coefficients(std::log(t), 0, &parameters.emplace_back());
  return values_at(h.program, x, parameters);
}

}  // namespace

TEST_CASE("the straight line leads from a multiple of the start to the target, affinely in t, on generic patches") {
  const algebra::Program target = homogeneous(target_text), start = homogeneous(start_text);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    const Homotopy h = straight_line(target, start, groups, Random(seed));
    CHECK((h.variables() == 3 && h.patch.size() == 5 && h.program.outputs.size() == 5));
    Random random(seed + 100);
    std::complex<double> gamma = 0;
    std::vector<double> scale(3, 0);
    for (int k = 0; k < 4; ++k) {
      eval::Point x;
      for (int i = 0; i < 5; ++i) x.push_back(support::small_gaussian(random) + GaussianRational(1, 2));
      const Values f = values_at(target, x), g = values_at(start, x), begin = at_time(h, x, 1), end = at_time(h, x, 0);
      for (std::size_t i = 0; i < 3; ++i) {
        if (k == 0 && i == 0) gamma = begin[0] / g[0];
        if (k == 0) scale[i] = (end[i] / f[i]).real();
        CHECK(std::abs(begin[i] - gamma * g[i]) < 1e-12 * std::abs(g[i]));
        CHECK(std::abs(end[i] - scale[i] * f[i]) < 1e-12 * std::abs(end[i]));
        const auto middle = at_time(h, x, 0.25)[i];
        CHECK(std::abs(middle - 0.25 * begin[i] - 0.75 * end[i]) < 1e-12 * (std::abs(begin[i]) + std::abs(end[i])));
      }
      // The homogenising coordinate of group g is number 3 + g.
      const auto point = eval::rounded(x);
      const std::complex<double> sums[] = {h.patch[0] * point[0] + h.patch[2] * point[2] + h.patch[3] * point[3],
                                           h.patch[1] * point[1] + h.patch[4] * point[4]};
      for (std::size_t g2 = 0; g2 < 2; ++g2) {
        CHECK(std::abs(begin[3 + g2] - (sums[g2] - 1.0)) < 1e-12);
        CHECK(end[3 + g2] == begin[3 + g2]);
      }
    }
    CHECK(std::abs(std::abs(gamma) - 1) < 1e-8);
    CHECK(std::abs(gamma.imag()) > 1e-3);
    for (const double s : scale) CHECK(std::abs(std::exp2(std::round(std::log2(s))) - s) < 1e-12 * s);
    CHECK(scale[0] < scale[1]);  // 1024 against 5
    const Homotopy other = straight_line(target, start, groups, Random(seed + 1));
    CHECK(other.patch != h.patch);
  }
}

TEST_CASE("rows of the target come to the size of the start's, whatever the equations were multiplied with") {
  const algebra::Program start = homogeneous(start_text), target = homogeneous(target_text);
  algebra::Program large = target;
  for (auto& node : large.outputs)
    node = large.scale(GaussianRational(algebra::power(algebra::Rational(2), 100)), node);
  const Homotopy one = straight_line(target, start, groups, Random(3)),
                 other = straight_line(large, start, groups, Random(3));
  const eval::Point x{1, 2, GaussianRational(0, 1), 3, GaussianRational(1, 1)};
  CHECK(at_time(one, x, 0) == at_time(other, x, 0));
}
