/// The loss's derivatives by the outputs, and its gradient with the samples folded into moments: exact identities.
#include "polyscape/model/gram.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/model/loss.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::model;
using algebra::Polynomial;
using algebra::Program;

namespace {

spec::Specification parsed(const std::string& layers, const std::string& samples, const std::string& loss) {
  return spec::parse_specification(
      "[network]\ninputs = 2\n" + layers + "[data]\nrandom = { samples = " + samples + ", seed = 5 }\n[loss]\n" + loss,
      "test.toml", ".");
}

const std::string linear = "[[network.layer]]\nwidth = 2\nbias = true\n[[network.layer]]\nwidth = 2\n",
                  quadratic =
                      "[[network.layer]]\nwidth = 1\nbias = true\nactivation = \"z^2 - z\"\n"
                      "[[network.layer]]\nwidth = 1\n";

/// The data term's value and derivatives with the outputs themselves as variables.
std::vector<Polynomial> by_outputs(const spec::Specification& s) {
  Program program(s.data.targets.size() * s.network.outputs());
  const DataTerm term = data_term(program, s, algebra::variables_of(program, program.variables()));
  program.outputs = term.derivatives;
  program.outputs.push_back(term.value);
  return algebra::expand(program);
}

}  // namespace

TEST_CASE("the data term's derivatives by the outputs are those of its value, for every loss") {
  const std::string degree = "polynomial = { degree = 4, interval = [-2, 2] }\n";
  for (const std::string scale : {"scale = \"sum\"\n", "scale = \"mean\"\n"})
    for (const auto& [layers, kind] : {std::pair{linear, std::string("kind = \"square\"\n")},
                                       {quadratic, "kind = \"logistic\"\n" + degree},
                                       {linear, "kind = \"cross-entropy\"\n" + degree}}) {
      INFO(kind << scale);
      spec::Specification s = parsed(layers, "3", kind + scale);
      s.data.targets[1][0] = -s.data.targets[1][0];  // of either sign
      const std::vector<Polynomial> all = by_outputs(s);
      const std::size_t n = all.size() - 1;
      REQUIRE(n == 3 * s.network.outputs());
      for (std::size_t k = 0; k < n; ++k) CHECK(all[k] == all[n].derivative(k));
    }
}

TEST_CASE("the square loss is half the sum of squares, the mean of it one part a sample") {
  for (const long parts : {1L, 3L}) {
    const spec::Specification s = parsed(linear, "3", parts == 1 ? "scale = \"sum\"\n" : "scale = \"mean\"\n");
    const Polynomial value = by_outputs(s).back();
    Polynomial expected(6);
    for (std::size_t k = 0; k < 6; ++k) {
      const Polynomial off = Polynomial::variable(6, k) - Polynomial::constant(6, s.data.targets[k / 2][k % 2]);
      expected += off * off * Rational(1, 2 * parts);
    }
    CHECK(value == expected);
  }
}

TEST_CASE("folded into moments the gradient is the same, where there are few enough monomials") {
  for (const std::string scale : {"scale = \"sum\"\n", "scale = \"mean\"\n"})
    for (const auto& [layers, monomials] : {std::pair{linear, 3}, {quadratic, 6}})
      for (const int samples : {monomials - 1, monomials, monomials + 1, monomials + 8}) {
        INFO(layers << samples << " samples, " << scale);
        const spec::Specification s = parsed(layers, std::to_string(samples), scale);
        const Weights weights = number_weights(s.network);
        Program folded(weights.place_of.size());
        CHECK_FALSE(moment_form(folded, s, weights, static_cast<std::size_t>(monomials - 1)));
        const auto moments = moment_form(folded, s, weights, static_cast<std::size_t>(monomials));
        REQUIRE(moments);
        CHECK(moments->coefficients.size() == moments->residuals.size());
        folded.outputs = moments->gradient;
        const Polynomial loss = algebra::expand(build_model(s).loss).front();  // without regularisation
        const std::vector<Polynomial> gradient = algebra::expand(folded);
        REQUIRE(gradient.size() == weights.place_of.size());
        for (std::size_t j = 0; j < gradient.size(); ++j) CHECK(gradient[j] == loss.derivative(j));
      }
  // Of other losses there are no moments.
  const spec::Specification other =
      parsed(quadratic, "20", "kind = \"logistic\"\npolynomial = { degree = 4, interval = [-2, 2] }\n");
  Program none(number_weights(other.network).place_of.size());
  CHECK_FALSE(moment_form(none, other, number_weights(other.network), 100));
}
