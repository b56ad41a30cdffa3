/// Positive-dimensional critical sets that other programs have decomposed, or that have a closed form.
#include <cmath>
#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/options.hpp"
#include "study/checks.hpp"
#include "support/catch.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// Total degrees by dimension, as the truth writes them.
std::string degrees(const report::Decomposition& d) {
  std::map<int, std::uint64_t> sums;
  if (d.isolated > 0) sums[0] = d.isolated;
  for (const report::Component& c : d.components) sums[c.dimension] += c.degree;
  std::string text;
  for (const auto& [dimension, degree] : sums)
    text += (text.empty() ? "" : " ") + std::to_string(dimension) + ":" + std::to_string(degree);
  return text;
}

void check(const support::Row& row, std::uint64_t seed) {
  INFO(row.at("name") << ", seed " << seed);
  study::Options options;
  options.seed = seed;
  options.threads = 1;
  const report::Result r = decompose_network(
      spec::read_specification(support::truth_path("degenerate/" + row.at("name") + ".toml")), options);
  REQUIRE(r.decomposition);
  REQUIRE(r.interpolation);
  REQUIRE(r.interpolation->decomposition);
  CHECK(degrees(*r.decomposition) == row.at("critical"));
  CHECK(degrees(*r.interpolation->decomposition) == row.at("zero_loss"));
  CHECK(r.decomposition->failed == 0);
  // Modulo primes, too, where that takes no longer than `auto` allows.
  for (const auto& d : {r.decomposition, r.interpolation->decomposition})
    for (const report::ReducedPart& part : d->reduced) CHECK(part.degree == report::reduced_degree(*d, part.dimension));
  CHECK(r.contradictions.empty());
  CHECK(r.interpolation->degenerate == !row.at("zero_loss").empty());
  for (const report::Component& c : r.decomposition->components) {
    // Where nothing is multiple the Jacobian's rank is the codimension.
    REQUIRE(c.rank);
    CHECK(c.rank->value <= c.rank->upper);
    CHECK(c.rank->certified_lower == c.rank->value);
    if (c.multiplicity == 1) CHECK(c.rank->value == c.rank->upper);
    // Of the interpolation variety's dimension or not, zero loss decides which components are its own.
    REQUIRE(c.zero_loss);
    if (*c.zero_loss) CHECK(c.dimension <= r.interpolation->dimension);
  }
}

bool small(const support::Row& row) {
  return row.at("name").find("2_2_1_N") == std::string::npos && row.at("name") != "deg_lin_2_2_2_N3";
}

}  // namespace

TEST_CASE("unregularised networks of the truth: dimensions and degrees, three seeds", "[components]") {
  std::size_t checked = 0;
  for (const support::Row& row : support::truth_table("degenerate.csv"))
    if (small(row)) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) check(row, seed);
      ++checked;
    }
  CHECK(checked >= 8);
}

TEST_CASE("singular points of a larger component are no component of their own", "[components]") {
  // With this seed the section of dimension two has three of them, each the end of two paths.
  for (const support::Row& row : support::truth_table("degenerate.csv"))
    if (row.at("name") == "deg_sq_2_2_1_N2") check(row, 9);
}

TEST_CASE("unregularised networks of the truth, ten seeds", "[components][long]") {
  for (const support::Row& row : support::truth_table("degenerate.csv"))
    for (std::uint64_t seed = 1; seed <= 10; ++seed) check(row, seed);
}

namespace {

/// The eigenvalues of Y X^T (X X^T)^-1 X Y^T, falling, and tr Y Y^T, for two inputs and two outputs (Baldi, Hornik
/// 1989).
struct ClosedForm {
  double eigenvalues[2], energy;
};

ClosedForm closed_form(const spec::Data& data) {
  double xx[2][2] = {}, yx[2][2] = {}, energy = 0;
  for (std::size_t s = 0; s < data.inputs.size(); ++s)
    for (int i = 0; i < 2; ++i) {
      energy += std::pow(data.targets[s][static_cast<std::size_t>(i)].to_double(), 2);
      for (int j = 0; j < 2; ++j) {
        const double x = data.inputs[s][static_cast<std::size_t>(j)].to_double();
        xx[i][j] += data.inputs[s][static_cast<std::size_t>(i)].to_double() * x;
        yx[i][j] += data.targets[s][static_cast<std::size_t>(i)].to_double() * x;
      }
    }
  const double det = xx[0][0] * xx[1][1] - xx[0][1] * xx[1][0];
  const double inverse[2][2] = {{xx[1][1] / det, -xx[0][1] / det}, {-xx[1][0] / det, xx[0][0] / det}};
  double sigma[2][2] = {};
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      for (int k = 0; k < 2; ++k)
        for (int l = 0; l < 2; ++l) sigma[i][j] += yx[i][k] * inverse[k][l] * yx[j][l];
  const double trace = sigma[0][0] + sigma[1][1],
               root = std::sqrt(std::pow(sigma[0][0] - sigma[1][1], 2) + 4 * sigma[0][1] * sigma[0][1]);
  return {{(trace + root) / 2, (trace - root) / 2}, energy};
}

/// The critical set of a linear network with one hidden layer and X X^T invertible: a component for each set of
/// eigenvalues that the width leaves room for, of loss 1/2 (tr Y Y^T - their sum); those of the largest ones are global
/// minima, all others saddles.
void check_linear(const std::string& name, std::size_t width, std::uint64_t seed) {
  INFO(name << ", seed " << seed);
  study::Options options;
  options.seed = seed;
  options.threads = 1;
  const spec::Specification specification =
      spec::read_specification(support::truth_path("degenerate/" + name + ".toml"));
  const ClosedForm f = closed_form(specification.data);
  const report::Result r = decompose_network(specification, options);
  CHECK(r.decomposition->complete);
  CHECK(r.decomposition->isolated == 1);  // no eigenvalue at all: the origin
  struct Expected {
    int dimension;
    double loss;
    bool global;
  };
  // Of full rank GL(d_1) acts freely; for 2-2-2 and rank one, W_2 = u a^T and W_1 = b v^T with a . b given, a and b in
  // C^2.
  std::vector<Expected> expected;
  if (width == 1)
    expected = {{1, f.energy - f.eigenvalues[0], true}, {1, f.energy - f.eigenvalues[1], false}};
  else
    expected = {{4, f.energy - f.eigenvalues[0] - f.eigenvalues[1], true},
                {3, f.energy - f.eigenvalues[0], false},
                {3, f.energy - f.eigenvalues[1], false}};
  REQUIRE(r.decomposition->components.size() == expected.size());
  for (const Expected& e : expected) {
    const auto c = std::ranges::find_if(r.decomposition->components, [&](const report::Component& k) {
      return std::abs(*k.loss - e.loss / 2) < 1e-10 * f.energy;
    });
    REQUIRE(c != r.decomposition->components.end());
    CHECK(c->dimension == e.dimension);
    CHECK(c->degree == (c->dimension == 4 ? 8u : 2u));
    REQUIRE(c->kinds.size() == 1);
    CHECK(c->kinds.front() == (e.global ? report::Kind::minimum : report::Kind::saddle));
    CHECK(c->pure == (width == 1 || e.global));
  }
}

/// What the critical functions of 2-2-1, z^2 are: the best quadratic form, and for three samples or more the four of
/// rank one that are critical for the distance to the cone of squares; with fewer samples forms that fit move in
/// families, and fewer of rank one are left. With one sample x these are c (w.x)^2 with w orthogonal to x, for any c:
/// they move in a family, too.
void check_quadratic(std::size_t samples, const report::Result& r) {
  INFO(r.title);
  CHECK(r.decomposition->complete);
  const int dimension = samples <= 3 ? 6 - static_cast<int>(samples) : -1;
  CHECK(r.interpolation->dimension == dimension);
  CHECK(r.interpolation->degenerate == (samples <= 3));
  CHECK(r.interpolation->function_space_dimension == 3);
  std::set<int> functions;
  std::size_t global = 0;
  for (const report::Component& c : r.decomposition->components) {
    CHECK(c.dimension >= 3);
    if (c.function) functions.insert(*c.function);
    // A real quadratic form in two variables is a combination of two real squares: some of its weights are real, and
    // they are found.
    REQUIRE(c.real_function.has_value() == c.function.has_value());
    if (c.function) CHECK(*c.real_function == !c.real_samples.empty());
    REQUIRE(c.pure);
    if (*c.zero_loss || (*c.pure && samples > 3)) {
      ++global;
      CHECK(*c.pure);
      CHECK(c.kinds == std::vector{report::Kind::minimum});
      CHECK(c.dimension == (samples <= 3 ? dimension : 3));
      CHECK(c.function.has_value() == (samples >= 3));
    } else {
      CHECK_FALSE(*c.pure);
      CHECK(c.parametrisation_rank == 2);
      CHECK(c.function.has_value() == (samples >= 2));
    }
  }
  CHECK(global == 1);
  CHECK(r.decomposition->components.size() > 1);
  CHECK(functions.size() == (samples >= 3 ? 5 : samples == 2 ? 2 : 0));
}

void check_quadratics(const std::vector<std::size_t>& samples, std::uint64_t draws) {
  const spec::Specification specification =
      spec::read_specification(support::truth_path("../quadratic_manifolds.toml"));
  const std::vector<report::Result> results =
      sweep_components(specification, samples, draws, solver_options(specification.solve, {}));
  REQUIRE(results.size() == samples.size() * draws);
  for (std::size_t k = 0; k < results.size(); ++k) check_quadratic(samples[k / draws], results[k]);
}

}  // namespace

TEST_CASE("linear networks without regularisation against the closed form", "[components]") {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    check_linear("deg_lin_2_1_2_N3", 1, seed);
    check_linear("deg_lin_2_2_2_N3", 2, seed);
  }
}

TEST_CASE("quadratic networks: zero loss becomes degenerate at three samples, the dimension of the function space",
          "[components]") {
  check_quadratics({3, 4}, 1);
}

TEST_CASE("quadratic networks, one to six samples, ten draws each", "[components][long]") {
  check_quadratics({1, 2, 3, 4, 5, 6}, 10);
}

TEST_CASE("a hyperbola is one however near its asymptotes, planes are two however near each other", "[components]") {
  for (const int k : {2, 6, 10, 20, 40, 80, 120, 200, 300}) {
    const std::string e = "1e-" + std::to_string(k);
    INFO(e);
    const report::Result curve =
        decompose_system(read("\"x\", \"y\", \"z\"", "\"x*y\", \"x*z+" + e + "\""), "hyperbola", one_thread());
    REQUIRE(curve.decomposition);
    CHECK(curve.decomposition->complete);
    CHECK(curve.contradictions.empty());
    CHECK(degrees(*curve.decomposition) == "1:2");
    CHECK(curve.decomposition->components.size() == 1);
    for (const report::Component& c : curve.decomposition->components)
      CHECK(std::abs(c.sample[0] * c.sample[2] * std::pow(10.0, k) + 1.0) < 1e-8);
    const report::Result planes =
        decompose_system(read("\"x\", \"y\", \"z\"", "\"(x-y)^2+" + e + "\""), "planes", one_thread());
    REQUIRE(planes.decomposition);
    CHECK(planes.decomposition->complete);
    CHECK(planes.decomposition->components.size() == 2);
    CHECK(degrees(*planes.decomposition) == "2:2");
  }
}

TEST_CASE("gauge slice refuses regularisation", "[components]") {
  study::Options options;
  options.gauge = study::Gauge::slice;
  CHECK_THROWS_AS(decompose_network(spec::read_specification(support::truth_path("../xor_quadratic.toml")), options),
                  InputError);
  CHECK_THROWS_AS(decompose_system({{"x"}, {algebra::Polynomial::variable(1, 0)}}, "", options), InputError);
}
