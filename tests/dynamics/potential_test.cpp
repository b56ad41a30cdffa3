/// Potentials as tapes, from networks and from expressions.
#include "polyscape/dynamics/potential.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;

namespace {

spec::PotentialSpecification parsed(const std::string& expression, const std::string& variables = "[\"x\", \"y\"]") {
  return spec::parse_potential("[potential]\nvariables = " + variables + "\nexpression = \"" + expression + "\"\n",
                               "p.toml");
}

std::string message(const std::string& text) {
  try {
    spec::parse_potential(text, "p.toml");
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

/// Derivatives against central differences.
void check_derivatives(const Potential& p, std::vector<double> x) {
  const std::vector<double> g = p.gradient(x), h = p.hessian(x);
  const std::size_t n = x.size();
  const double step = 1e-5;
  for (std::size_t i = 0; i < n; ++i) {
    const double kept = x[i];
    x[i] = kept + step;
    const double above = p.value(x);
    const std::vector<double> g_above = p.gradient(x);
    x[i] = kept - step;
    const double below = p.value(x);
    const std::vector<double> g_below = p.gradient(x);
    x[i] = kept;
    CHECK(std::abs((above - below) / (2 * step) - g[i]) < 1e-6 * (1 + std::abs(g[i])));
    for (std::size_t j = 0; j < n; ++j) {
      CHECK(std::abs((g_above[j] - g_below[j]) / (2 * step) - h[i * n + j]) < 1e-6 * (1 + std::abs(h[i * n + j])));
      CHECK(std::abs(h[i * n + j] - h[j * n + i]) < 1e-12 * (1 + std::abs(h[i * n + j])));
    }
  }
}

const char* const network =
    "network = { inputs = 2, layer = [{ width = 2, bias = true, activation = \"z^3 - z/2\" }, { width = WIDTH }] }\n"
    "data = { inputs = [[1, \"1/2\"], [-1, 2], [\"1/3\", 1]], targets = TARGETS }\n"
    "loss = LOSS\nregularization = { tikhonov = \"generic\" }\n";

Potential of_network(const std::string& width, const std::string& targets, const std::string& loss) {
  std::string text = network;
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"WIDTH", width}, {"TARGETS", targets}, {"LOSS", loss}})
    text.replace(text.find(from), from.size(), to);
  return Potential(model::build_model(spec::parse_specification(text, "n.toml", ".")));
}

}  // namespace

TEST_CASE("a tape has the value of its expression") {
  const auto s = parsed("2*x^3 - y/3 + exp(-(x - 1)^2/2)*(1 - y)/(1 + x^2) - -y^2*3 + 0.5");
  const Potential p(s.potential);
  Random random(7);
  for (int k = 0; k < 50; ++k) {
    const double x = 4 * random.uniform() - 2, y = 4 * random.uniform() - 2;
    const double expected =
        2 * x * x * x - y / 3 + std::exp(-(x - 1) * (x - 1) / 2) * (1 - y) / (1 + x * x) + 3 * y * y + 0.5;
    CHECK(std::abs(p.value(std::vector{x, y}) - expected) < 1e-13 * (1 + std::abs(expected)));
    check_derivatives(p, {x, y});
  }
}

TEST_CASE("a tape of a polynomial agrees with exact arithmetic") {
  Random random(11);
  for (int k = 0; k < 20; ++k) {
    std::string text;
    for (int term = 0; term < 12; ++term)
      text += (term > 0 ? " + " : "") + std::to_string(random.below(9)) + "/7*x^" + std::to_string(random.below(4)) +
              "*(y - x/3)^" + std::to_string(random.below(4));
    const auto s = parsed("x + " + text);
    const auto program = spec::as_program(s.potential.formula, s.potential.value);
    REQUIRE(program);
    const algebra::Rational x(static_cast<long>(random.below(17)) - 8, 5),
        y(static_cast<long>(random.below(17)) - 8, 3);
    const double exact = algebra::evaluate(*program, std::vector{x, y})[0].to_double();
    CHECK(std::abs(Potential(s.potential).value(std::vector{x.to_double(), y.to_double()}) - exact) <
          1e-11 * (1 + std::abs(exact)));
  }
}

TEST_CASE("a vector of variables is summed over") {
  const auto s = spec::parse_potential(
      "[potential]\nvariables = \"w\"\ndimension = 3\nexpression = \"1 - exp(-sum((w - 4)^2)/2) + w2\"\n", "p.toml");
  CHECK(s.potential.names == std::vector<std::string>{"w1", "w2", "w3"});
  const Potential p(s.potential);
  CHECK(std::abs(p.value(std::vector{4.0, 5.0, 4.0}) - (6 - std::exp(-0.5))) < 1e-14);
  CHECK_FALSE(spec::as_program(s.potential.formula, s.potential.value));
  const auto more = spec::parse_potential(s.text, "p.toml", 5);
  CHECK(more.potential.names.size() == 5);
}

TEST_CASE("mistakes in a potential are answered with their line") {
  const std::string head = "[potential]\nvariables = [\"x\", \"y\"]\n";
  CHECK(message(head + "expression = \"x + z\"\n")
            .find("p.toml:3 potential.expression: expected one of the names x, y") == 0);
  CHECK(message(head + "expression = \"\"\"\nx^2 +\n  y^^2\"\"\"\n").find("p.toml:5 potential.expression") == 0);
  CHECK(message(head + "expression = \"x/(1 - 1)\"\n").find("expected a divisor that is not 0") != std::string::npos);
  CHECK(message(head + "expression = \"x^-2\"\n").find("expected an exponent from 0 to 100") != std::string::npos);
  CHECK(message(head + "expression = \"3\"\n").find("depends on a variable") != std::string::npos);
  CHECK(message(head + "expression = \"x\"\ncolour = 1\n").find("\"colour\"") != std::string::npos);
  CHECK(message(head + "expression = \"x\"\n[network]\ninputs = 1\n").find("expected a [potential] alone") !=
        std::string::npos);
  CHECK(message(head + "expression = \"" + std::string(300, '(') + "x\"\n").find("nested less deep") !=
        std::string::npos);
  CHECK(message("[potential]\nvariables = \"w\"\ndimension = 2\nexpression = \"w^2\"\n")
            .find("expected one number, found a vector") != std::string::npos);
  CHECK(message("[potential]\nvariables = [\"x\", \"x\"]\nexpression = \"x\"\n").find("names that differ") !=
        std::string::npos);
}

TEST_CASE("a text without a potential is none") {
  for (const char* text : {"", "title = \"a\"\n", "[dynamics]\ntemperature = 1\n"})
    CHECK(message(text) ==
          "p.toml: expected a [potential], found none; write [potential] with variables and expression "
          "below");
}

TEST_CASE("the sum of the samples' gradients is that of the loss") {
  Random random(3);
  for (const char* scale : {"sum", "mean"})
    for (const auto& [width, targets, kind] :
         {std::array<std::string, 3>{"1", "[[1], [2], [-1]]", "kind = \"square\""},
          {"1", "[[1], [-1], [1]]", "kind = \"logistic\""},
          {"2", "[[1, 0], [0, 1], [1, 0]]",
           "kind = \"cross-entropy\", polynomial = { degree = 2, interval = [-3, 3] }"}}) {
      const Potential p = of_network(width, targets, "{ " + kind + ", scale = \"" + scale + "\" }");
      const SampleLoss& s = *p.samples();
      for (int k = 0; k < 5; ++k) {
        std::vector<double> w;
        for (std::size_t i = 0; i < p.dimension(); ++i) w.push_back(random.normal());
        std::vector<double> sum(p.dimension(), 0.0);
        for (std::size_t n = 0; n < s.samples; ++n) {
          std::vector<double> point = w;
          point.insert(point.end(), s.data.begin() + static_cast<long>(n * s.columns),
                       s.data.begin() + static_cast<long>((n + 1) * s.columns));
          const std::vector<double> g = evaluate(s.gradient, point);
          for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += s.factor * g[i];
        }
        const std::vector<double> g = p.gradient(w);
        for (std::size_t i = 0; i < sum.size(); ++i)
          CHECK(std::abs(sum[i] + s.ridge[i] * w[i] - g[i]) < 1e-10 * (1 + std::abs(g[i])));
        check_derivatives(p, w);
      }
    }
}
