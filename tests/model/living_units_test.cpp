#include "polyscape/model/living_units.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;
using namespace polyscape::model;

namespace {

model::Model built(int units, const std::string& activation, bool hidden_bias, bool output_bias,
                   const std::string& further = "") {
  const auto flag = [](bool b) { return std::string(b ? "true" : "false"); };
  return build_model(spec::parse_specification(
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = " + std::to_string(units) + "\nbias = " + flag(hidden_bias) +
          "\nactivation = \"" + activation + "\"\n[[network.layer]]\nwidth = 1\nbias = " + flag(output_bias) +
          "\n[data]\nrandom = { samples = 4, seed = 5 }\n[loss]\nscale = \"mean\"\n[regularization]\ntikhonov = "
          "\"generic\"\n" +
          further,
      "t.toml", ""));
}

/// The values of the system of all h living units where their weights are w (none of the v is 0) and the residuals the
/// loss's derivatives there.
std::vector<Rational> values_at(const Model& model, const System& system, std::vector<Rational> w) {
  const spec::Network& n = model.specification.network;
  const std::size_t h = n.layers[0].width, size = n.layers[0].unit_weights();
  std::vector<Rational> point;
  for (std::size_t i = 0; i < h; ++i) {
    const Rational v = w[h * size + i];
    point.push_back(v);
    for (std::size_t a = 0; a < size; ++a) point.push_back(w[i * size + a] / v);
  }
  for (const Rational& r : evaluate(model.residuals, w))
    point.push_back(r * Rational(1, static_cast<long>(model.samples)));
  if (n.layers[1].bias) point.push_back(w.back());
  std::vector<Rational> values;
  for (const Polynomial& p : system.equations) values.push_back(p.evaluate(point));
  return values;
}

}  // namespace

TEST_CASE("the equations of one living unit are its gradient, and balances follow from it") {
  Random random(7);
  for (const bool hidden_bias : {false, true})
    for (const bool output_bias : {false, true}) {
      const Model model = built(1, "3*z^2", hidden_bias, output_bias);
      const auto living = living_units(model, 1, Random(1));
      REQUIRE(living);
      CHECK(living->equations.size() == living->names.size());
      const std::size_t size = model.specification.network.layers[0].unit_weights();
      for (int round = 0; round < 5; ++round) {
        auto w = support::small_rationals(random, model.names.size());
        w[size] = Rational(2);
        const auto values = values_at(model, *living, w), gradient = evaluate(model.gradient, w);
        // e_a v = dL/du_a
        for (std::size_t a = 0; a < size; ++a) CHECK(values[a] * w[size] == gradient[a]);
        // v^2 (s . Lambda s - 2 mu) = u . dL/du - 2 v dL/dv
        Rational balance = Rational(-2) * w[size] * gradient[size];
        for (std::size_t a = 0; a < size; ++a) balance += w[a] * gradient[a];
        CHECK(values[size] * w[size] * w[size] == balance);
        for (std::size_t n = 0; n < model.samples; ++n) CHECK(values[size + 1 + n].is_zero());
        if (output_bias) CHECK(values.back() == gradient.back());
      }
    }
}

TEST_CASE("what takes an equation's place between two living units follows from their gradients") {
  Random random(8);
  for (const bool hidden_bias : {false, true}) {
    const Model model = built(2, "z^2", hidden_bias, false);
    const System system = living_units(model, 2, Random(1)).value();
    const std::size_t size = model.specification.network.layers[0].unit_weights();
    for (int round = 0; round < 5; ++round) {
      auto w = support::small_rationals(random, model.names.size());
      w[2 * size] = Rational(2), w[2 * size + 1] = Rational(-3);
      const auto values = values_at(model, system, w), gradient = evaluate(model.gradient, w);
      const Rational v1 = w[2 * size], v2 = w[2 * size + 1];
      Rational cross = 0;  // u_2 . dL/du_1 / v_1 - u_1 . dL/du_2 / v_2
      for (std::size_t a = 0; a < size; ++a) cross += w[size + a] * gradient[a] / v1 - w[a] * gradient[size + a] / v2;
      CHECK(values[2 * size] == cross);
    }
  }
}

TEST_CASE("living units are of quadratic networks with all inner weights regularised alone") {
  CHECK(living_units(built(2, "z^2", true, true), 2, Random(1)));
  CHECK_FALSE(living_units(built(2, "z^3", false, false), 1, Random(1)));
  CHECK_FALSE(living_units(built(2, "z + z^2", false, false), 1, Random(1)));
  const Model model = built(2, "z^2", false, false);
  CHECK_THROWS_AS(living_units(model, 0, Random(1)), ArgumentError);
  CHECK_THROWS_AS(living_units(model, 3, Random(1)), ArgumentError);
  Model free = model;
  free.lambda[3] = 0;
  CHECK_FALSE(living_units(free, 1, Random(1)));
}
