/// Fibres of the parametrisation: pure and spurious, and real weights.
#include "polyscape/critical/manifold.hpp"

#include <cmath>

#include "polyscape/critical/fibre.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::critical;
using algebra::GaussianRational;
using algebra::Rational;
using eval::Point;

namespace {

/// inputs-width-1 with z^2 and random samples, not regularised.
model::Model quadratic(int inputs, int width, int samples) {
  return model::build_model(spec::parse_specification(
      "[network]\ninputs = " + std::to_string(inputs) + "\n[[network.layer]]\nwidth = " + std::to_string(width) +
          "\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n[data]\nrandom = { samples = " +
          std::to_string(samples) + ", seed = 3 }\n[regularization]\ntikhonov = \"none\"\n",
      "quadratic.toml", "."));
}

eval::PointSource source(const Point& x) {
  return [x](int) { return x; };
}

std::vector<std::complex<double>> values(const algebra::Program& p, const Point& x) {
  return eval::rounded(algebra::evaluate(p, std::span<const GaussianRational>(x)));
}

CriticalManifold examined(const ManifoldView& view, int dimension, const Point& x) {
  return view.examine(dimension, std::vector<Point>{x}, 256, source(x), {});
}

}  // namespace

TEST_CASE(
    "zero weights of a network whose functions are no linear space are spurious, by other weights of the zero "
    "function") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const model::Model model = quadratic(3, 1, 8);
    const ManifoldView view(model, seed);
    CHECK(view.function_space().dimension == 3);
    CHECK_FALSE(view.function_space().linear);
    // First layer zero, output weight 5: critical, and so is all of {first layer zero}.
    const CriticalManifold m = examined(view, 1, {0, 0, 0, 5});
    CHECK(m.parametrisation_rank == 0u);
    CHECK(m.pure == false);
    CHECK(m.real_function == true);
  }
}

TEST_CASE("on the fibre of a function that fits the data every weight is critical, on that of another one not") {
  const auto fitted = [](const std::string& last) {
    return model::build_model(spec::parse_specification(
        "[network]\ninputs = 3\n[[network.layer]]\nwidth = 2\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n"
        "[data]\ninputs = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]\ntargets = [[7], [28], [7], [" +
            last + "]]\n[regularization]\ntikhonov = \"none\"\n",
        "fitted.toml", "."));
  };
  const Point w{1, 2, -1, 2, 4, -2, 3, 1};  // 7 (x1 + 2 x2 - x3)^2; both units alike: the parametrisation loses rank
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const model::Model fits = fitted("28"), misses = fitted("29");
    const CriticalManifold m = examined(ManifoldView(fits, seed), 4, w);
    CHECK(m.loss == 0.0);
    CHECK(m.pure == true);
    const Point value = algebra::evaluate(fits.outputs, std::span<const GaussianRational>(w));
    const FibreView same = Fibres(fits.outputs, fits.gradient, fits.scalings, seed).look(value),
                    other = Fibres(misses.outputs, misses.gradient, misses.scalings, seed).look(value);
    CHECK(same.points > 0);
    CHECK(same.critical);
    CHECK(other.points > 0);
    CHECK_FALSE(other.critical);
  }
}

TEST_CASE("balanced real weights of a real function") {
  const model::Model model = quadratic(2, 1, 1);  // zero loss is a surface: one sample
  const ManifoldView view(model, 1);
  const Point real_weights{2, 1, -3};
  for (const auto& [factor, real] : std::vector<std::pair<GaussianRational, bool>>{{{0, 1}, true}, {{1, 1}, false}}) {
    // c (a.x)^2 with a times i and c times -1 is the same function; with a times 1 + i it is another, not a real one.
    const Point w{factor * real_weights[0], factor * real_weights[1], real ? GaussianRational(3) : real_weights[2]};
    const Fibres fibres(model.outputs, algebra::Program(3), model.scalings, 1);
    const Point value = algebra::evaluate(model.outputs, std::span<const GaussianRational>(w));
    CHECK(examined(view, 1, w).real_function == real);
    if (!real) {
      CHECK(view.real_weights(source(w), 4).empty());
      continue;
    }
    const std::vector<Point> found = fibres.balanced(value, 4);
    REQUIRE_FALSE(found.empty());
    for (const Point& p : found) {
      for (const GaussianRational& z : p) CHECK(z.is_real());
      CHECK(std::abs(values(model.outputs, p)[0] - value[0].to_complex()) <
            1e-20 * std::abs(value[0].to_complex()) + 1e-14);
      const double a = p[0].re.to_double(), b = p[1].re.to_double(), c = p[2].re.to_double();
      CHECK(std::abs(a * a + b * b - 2 * c * c) < 1e-12);
    }
  }
}
