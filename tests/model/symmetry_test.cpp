#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {

model::Model built(const std::string& text) {
  return model::build_model(spec::parse_specification(text, "t.toml", POLYSCAPE_DATA));
}

std::string network(const std::string& activation, const std::string& tikhonov, const std::string& rest = "") {
  return "[network]\ninputs = 2\n[[network.layer]]\nwidth = 3\nactivation = \"" + activation +
         "\"\n[[network.layer]]\nwidth = 2\n" + rest +
         "[data]\nrandom = { samples = 2, seed = 5 }\n[regularization]\ntikhonov = \"" + tikhonov + "\"\n";
}

std::size_t order(const model::Model& m) { return group_elements(m.symmetries, m.names.size()).size(); }

void check_kept(const model::Model& m) {
  Random random(21);
  const std::vector<Rational> w = support::small_rationals(random, m.names.size());
  const auto loss = evaluate(m.loss, std::span<const Rational>(w));
  for (const SignedPermutation& g : m.symmetries) {
    const std::vector<Rational> image = act(g, std::span<const Rational>(w));
    CHECK(image != w);
    CHECK(evaluate(m.loss, std::span<const Rational>(image)) == loss);
  }
  for (const Scaling& s : m.scalings) {
    std::vector<Rational> image = w;
    for (std::size_t i = 0; i < w.size(); ++i) image[i] *= power(Rational(-5, 3), s.exponents[i]);
    CHECK(evaluate(m.loss, std::span<const Rational>(image)) == loss);
  }
}

}  // namespace

TEST_CASE("equal lambdas: all permutations of hidden units, flips by parity") {
  const struct {
    const char* activation;
    std::size_t order;
  } cases[] = {{"z^2", 6 * 8},           {"z^3", 6 * 8},     {"z", 6 * 8},
               {"z^4 + z^2 + 1", 6 * 8}, {"z^3 - z", 6 * 8}, {"z^2 + z", 6}};
  for (const auto& c : cases) {
    INFO(c.activation);
    const model::Model m = built(network(c.activation, "1/10"));
    CHECK(order(m) == c.order);
    CHECK(m.scalings.empty());
    check_kept(m);
  }
}

TEST_CASE("generic lambdas leave the sign flips") {
  const model::Model m = built(network("z^2", "generic"));
  CHECK(order(m) == 8);
  check_kept(m);
  CHECK(built(network("z^2 + z", "generic")).symmetries.empty());
}

TEST_CASE("without regularisation every monomial unit scales") {
  for (const char* activation : {"z", "z^2", "2*z^3"}) {
    const model::Model m = built(network(activation, "none"));
    CHECK(m.scalings.size() == 3);
    check_kept(m);
  }
  CHECK(built(network("z^2 + z", "none")).scalings.empty());
}

TEST_CASE("frozen and tied weights break what they break and nothing else") {
  const model::Model frozen = built(network("z^2", "1/10", "[network.freeze]\nw1_1_1 = 2\n"));
  CHECK(order(frozen) == 2 * 4);  // unit 1 neither moves nor flips
  check_kept(frozen);
  const model::Model equal = built(network("z^2", "1/10", "[network.freeze]\nw1_1_1 = 2\nw1_2_1 = 2\n"));
  CHECK(order(equal) == 2 * 2);
  check_kept(equal);
  const model::Model tied =
      built(network("z^2", "1/10", "[network.tie]\nw1_2_1 = \"-w1_1_1\"\nw1_2_2 = \"-w1_1_2\"\n"));
  check_kept(tied);
  CHECK(built(network("z^2", "none", "[network.freeze]\nw1_1_1 = 2\n")).scalings.size() == 2);
}

TEST_CASE("channels, residual streams and last layers have their symmetries") {
  const model::Model conv = built(R"([network]
inputs = 3
[[network.layer]]
kind = "conv1d"
filter = 2
channels = 2
activation = "z^2"
[[network.layer]]
width = 1
[data]
random = { samples = 2 }
[regularization]
tikhonov = 0.1
)");
  CHECK(order(conv) == 2 * 4);
  check_kept(conv);
  const model::Model residual = built(R"([network]
inputs = 1
[[network.layer]]
width = 2
activation = "z^3"
[[network.layer]]
width = 2
activation = "z"
[[network.layer]]
kind = "residual"
from = 1
[[network.layer]]
width = 1
activation = "z^2"
[data]
random = { samples = 2 }
[regularization]
tikhonov = 0.1
)");
  CHECK(order(residual) == 2 * 4 * 2);  // units 1 and 2, their signs, the sign of the last unit
  check_kept(residual);
}

TEST_CASE("symmetries of the truth networks keep their losses") {
  for (const char* name : {"sq_2_2_1_N2", "conv_f2s2_in4_sq_N3", "scalarreg_linear_2_1_2_N3", "cube_1_2_1_N1"})
    check_kept(model::build_model(
        spec::read_specification(std::string(POLYSCAPE_DATA) + "/truth/networks/" + name + ".toml")));
}
