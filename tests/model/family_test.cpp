/// The family of losses with free targets and regularisation.
#include "polyscape/model/family.hpp"

#include "polyscape/base/random.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

std::vector<GaussianRational> random_numbers(std::size_t count, Random random) {
  std::vector<GaussianRational> result;
  for (std::size_t k = 0; k < count; ++k)
    result.emplace_back(Rational(static_cast<long>(random.below(41)) - 20, 7),
                        Rational(static_cast<long>(random.below(41)) - 20, 9));
  return result;
}

std::vector<GaussianRational> moved_by(std::vector<GaussianRational> from,
                                       const std::vector<GaussianRational>& direction, const GaussianRational& s) {
  for (std::size_t k = 0; k < from.size(); ++k) from[k] = from[k] + s * direction[k];
  return from;
}

}  // namespace

TEST_CASE("at its own parameters the family's member is the loss, elsewhere it differs by tilts and lambda") {
  for (const char* name : {"sq_2_2_1_N2", "linear_H1_di2_m2_dx2_dy2", "conv_f2s2_in4_sq_N3"}) {
    INFO(name);
    const model::Model model =
        model::build_model(spec::read_specification(support::truth_path(std::string("networks/") + name + ".toml")));
    const model::GradientFamily family(model);
    CHECK(family.tilts() <= model.samples * model.outputs_per_sample);
    const std::vector<GaussianRational> none(family.parameters());
    const std::vector<GaussianRational> target = family.target(), way = random_numbers(family.parameters(), Random(2));
    const std::vector<GaussianRational> w = random_numbers(family.weights(), Random(3));
    const auto own = algebra::evaluate(model.gradient, std::span<const GaussianRational>(w));
    const GaussianRational s(Rational(5, 3), Rational(-2));
    const auto value = [&](const std::vector<GaussianRational>& from, const std::vector<GaussianRational>& direction) {
      return algebra::evaluate(family.on_line(from, direction), std::span<const GaussianRational>(w), std::span(&s, 1));
    };
    CHECK(value(target, none) == own);
    // The regularisation moves as lambda does.
    std::vector<GaussianRational> only_lambda = way;
    for (std::size_t k = 0; k < family.tilts(); ++k) only_lambda[k] = 0;
    const auto moved = value(target, only_lambda);
    for (std::size_t j = 0; j < family.weights(); ++j) CHECK(moved[j] == own[j] + s * way[family.tilts() + j] * w[j]);
    // Tilts add J^T tau; by random tilts the gradient changes.
    const auto tilted = value(target, way);
    CHECK_FALSE(tilted == moved);
    CHECK(value(moved_by(target, way, s), none) == tilted);
  }
}

TEST_CASE("outputs that others span are not tilted") {
  // Three samples of one input: the outputs v w^2 x^2 all are multiples of one another.
  const auto specification = spec::read_specification(support::truth_path("networks/sq_1_1_1_N3.toml"));
  const model::Model model = model::build_model(specification);
  const model::GradientFamily family(model);
  CHECK(family.tilts() == 1);
}

TEST_CASE("a gradient tells its parameters, whatever data the family was made for") {
  const auto family_with = [](const std::string& inputs, const std::string& targets) {
    const std::string text =
        "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\nactivation = \"z^2\"\n[[network.layer]]\nwidth = "
        "2\n[data]\ninputs = " +
        inputs + "\ntargets = " + targets + "\n[regularization]\ntikhonov = \"generic\"\n";
    return model::build_model(spec::parse_specification(text, "family.toml", "."));
  };
  const model::Model one = family_with("[[\"1\"], [\"2\"]]", "[[\"1\", \"3\"], [\"1/2\", \"0\"]]");
  const model::Model two = family_with("[[\"1\"], [\"2\"]]", "[[\"5\", \"-2\"], [\"1/3\", \"7\"]]");
  const model::GradientFamily first(one), second(two);
  const std::vector<GaussianRational> parameters = random_numbers(first.parameters(), Random(8));
  const auto gradient = first.gradient_at(parameters);
  CHECK(first.parameters_of(gradient) == parameters);
  const auto moved = second.parameters_of(gradient);
  REQUIRE(moved);
  CHECK_FALSE(*moved == parameters);
  const auto again = second.gradient_at(*moved);
  CHECK(again.real == gradient.real);
  CHECK(again.imaginary == gradient.imaginary);
  auto foreign = gradient;
  foreign.real.equations[0] += algebra::Polynomial::variable(first.weights(), 1);
  CHECK_FALSE(first.parameters_of(foreign));
  foreign = gradient;
  foreign.imaginary.names[0] = "other";
  CHECK_FALSE(first.parameters_of(foreign));
}
