/// Isolated critical points of losses with continuous symmetries: those that the symmetries keep, as all paths say.
#include "polyscape/critical/fixed_points.hpp"

#include "polyscape/algebra/rational.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;

namespace {

std::string layer(int width, const std::string& rest = "") {
  return "[[network.layer]]\nwidth = " + std::to_string(width) + "\n" + rest;
}
const std::string square = "activation = \"z^2\"\n", bias = "bias = true\n";

model::Model unregularised(int inputs, const std::string& layers, const std::string& data) {
  return model::build_model(spec::parse_specification(
      "[network]\ninputs = " + std::to_string(inputs) + "\n" + layers + "[data]\n" + data, "test.toml", "."));
}

solve::Options one_thread() {
  solve::Options options;
  options.threads = 1;
  options.start = solve::Start::total_degree;
  return options;
}

solve::Outcome by_fixed_points(const model::Model& model) {
  const critical::FixedPart part = critical::fixed_part(gradient_system(model), model.scalings);
  std::optional<solve::Outcome> of_part;
  if (!part.kept.empty()) of_part = solve::solve({part.system}, one_thread());
  return critical::isolated_among(part, of_part, model.gradient, Random(1));
}

}  // namespace

TEST_CASE("fixed points of the symmetries hold the isolated critical points that all paths find") {
  const std::string one = "inputs = [[1], [2]]\ntargets = [[1], [-1]]\n",
                    two = "inputs = [[1, 2], [2, -1], [1, 1]]\ntargets = [[1], [2], [5]]\n",
                    fitting = "inputs = [[2]]\ntargets = [[3]]\n";
  const std::pair<model::Model, std::size_t> cases[] = {
      {unregularised(1, layer(1) + layer(1), one), 1},             // (a b x - y)^2: a saddle at 0
      {unregularised(1, layer(1) + layer(1), fitting), 1},         // and the hyperbola of zero loss
      {unregularised(1, layer(1) + layer(1) + layer(1), one), 0},  // lines through 0
      {unregularised(1, layer(1) + layer(1, bias), one), 1},       // and the bias at the mean
      {unregularised(1, layer(1, square) + layer(1), one), 0},     // a = 0, whatever b
      {unregularised(2, layer(1) + layer(1, bias), two), 0},       // a line of first weights
      {unregularised(1, layer(2) + layer(1), one), 1},
  };
  for (const auto& [model, isolated] : cases) {
    INFO(spec::summary(model.specification.network));
    REQUIRE_FALSE(model.scalings.empty());
    const solve::Outcome some = by_fixed_points(model);
    solve::Problem problem{gradient_system(model), model.gradient, {model.symmetries, model.scalings}};
    const solve::Outcome all = solve::solve(problem, one_thread());
    CHECK(all.ledger.failed == 0);
    CHECK(some.ledger.sum() == some.ledger.tracked);
    CHECK(some.solutions.size() == isolated);
    REQUIRE(some.solutions.size() == all.solutions.size());
    for (std::size_t k = 0; k < some.solutions.size(); ++k) {
      CHECK(some.solutions[k].nonsingular == all.solutions[k].nonsingular);
      CHECK(some.solutions[k].zero == all.solutions[k].zero);
      for (std::size_t j = 0; j < model.names.size(); ++j)
        CHECK(std::abs((some.solutions[k].coordinates[j] - all.solutions[k].coordinates[j]).to_complex()) < 1e-10);
    }
  }
}

TEST_CASE("the derivatives by weights that a scaling moves vanish where these are 0") {
  const model::Model model = unregularised(2, layer(2, square) + layer(1, bias),
                                           "inputs = [[1, 2], [2, -1], [1, 1]]\ntargets = [[1], [2], [5]]\n");
  const algebra::System gradient = gradient_system(model);
  const critical::FixedPart part = critical::fixed_part(gradient, model.scalings);
  CHECK(part.weights == model.names.size());
  REQUIRE(part.kept.size() == 1);  // the output's bias
  for (std::size_t j = 0; j < gradient.equations.size(); ++j) {
    bool vanishes = true;
    for (const algebra::Term& term : gradient.equations[j].terms()) {
      bool alone = true;
      for (std::size_t i = 0; i < term.exponents.size(); ++i)
        alone = alone && (term.exponents[i] == 0 || i == part.kept[0]);
      vanishes = vanishes && !alone;
    }
    CHECK(vanishes == (j != part.kept[0]));
  }
}
