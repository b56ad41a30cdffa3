/// Learning coefficients by sampling against those that are known.
#include "polyscape/dynamics/equipartition.hpp"

#include <cmath>

#include "dynamics/potentials.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::potential;

namespace {

Equipartition sampled(const Potential& p, int multiplicity, std::uint64_t draws) {
  EquipartitionOptions options;
  options.multiplicity = multiplicity;
  options.draws = draws;
  const std::size_t n = p.dimension();
  return equipartition(p, {Walls::reflecting, std::vector(n, -1.0), std::vector(n, 1.0), 0}, options, Random(1));
}

/// Within three standard errors, and a share of lambda.
void check(const Equipartition& found, double lambda, double share) {
  CAPTURE(found.lambda, found.error, lambda, found.refused.value_or(""));
  REQUIRE_FALSE(found.refused);
  CHECK(std::abs(found.lambda - lambda) < 3 * found.error);
  CHECK(std::abs(found.lambda - lambda) < share * lambda);
}

}  // namespace

TEST_CASE("lambda is fitted exactly to means that follow its law, and to no others") {
  const std::vector<double> temperatures{1e-6, 1e-5, 1e-4, 1e-3};
  for (const int m : {1, 2, 3}) {
    std::vector<double> means;
    for (const double t : temperatures) means.push_back(1.25 - (m - 1) / (-std::log(t) + 0.7));
    CHECK(std::abs(fitted_lambda(temperatures, means, m).value() - 1.25) < 1e-6);
  }
  CHECK_FALSE(fitted_lambda(temperatures, std::vector<double>{1, 1, 1, 1}, 2));      // c would be infinite
  CHECK_FALSE(fitted_lambda(temperatures, std::vector<double>{0.5, 1, 1.5, 2}, 2));  // rising
}

TEST_CASE("the sampler finds the learning coefficients of normal crossings") {
  check(sampled(potential("(x*y)^2/2"), 2, 700), 0.5, 0.05);
  check(sampled(potential("x^2 + y^2"), 1, 700), 1, 0.05);
}

TEST_CASE("the sampler finds learning coefficients to two percent, up to eight weights", "[long]") {
  constexpr std::uint64_t draws = 8000;
  check(sampled(potential("(x*y)^2/2"), 2, draws), 0.5, 0.02);
  check(sampled(potential("(x*y^2)^2/2"), 1, draws), 0.25, 0.02);
  check(sampled(potential("(x^2*y^2)^2/2"), 2, draws), 0.25, 0.02);
  const std::string four = "[\"a\", \"b\", \"c\", \"d\"]";
  check(sampled(potential("((a*c)^2 + (b*c)^2 + (a*d)^2 + (b*d)^2)/2", four), 2, draws), 1, 0.02);  // 2-1-2 taught by 0
  check(sampled(potential("((a*e+b*g)^2 + (a*f+b*h)^2 + (c*e+d*g)^2 + (c*f+d*h)^2)/2",
                          "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\"]"),
                1, draws),
        1.5, 0.02);  // 2-2-2 taught by 0
}

TEST_CASE("another multiplicity than the true one is off by more than the law's own error where the means are exact") {
  // u = x y has density -log u on (0, 1): means of u^2/(2T) by sums over log u.
  std::vector<double> temperatures, means;
  for (double t = 1e-6; t < 0.05; t *= 1.8) {
    double mass = 0, energy = 0;
    constexpr double step = 1e-4, lowest = -40;
    for (double log_u = lowest; log_u < 0; log_u += step) {
      const double e = std::exp(2 * log_u) / (2 * t), weight = -log_u * std::exp(log_u - e);
      mass += weight;
      energy += weight * e;
    }
    temperatures.push_back(t);
    means.push_back(energy / mass);
  }
  CHECK(std::abs(fitted_lambda(temperatures, means, 2).value() - 0.5) < 1e-4);
  const double wrong = fitted_lambda(temperatures, means, 1).value();
  const std::size_t half = (means.size() + 1) / 2;
  const double lower = fitted_lambda(std::span(temperatures).first(half), std::span(means).first(half), 1).value();
  CHECK(std::abs(wrong - 0.5) > 5 * std::abs(lower - wrong));  // more than what the law's own error says
  // A sample is off by as much, but the noise of its lower half may hide that.
  const Equipartition found = sampled(potential("(x*y)^2/2"), 1, 700);
  CAPTURE(found.lambda, found.error, wrong);
  REQUIRE_FALSE(found.refused);
  CHECK(std::abs(found.lambda - wrong) < 3 * found.error);
  CHECK(std::abs(found.lambda - 0.5) > 0.03);
}

TEST_CASE("few draws are refused, and figures do not depend on threads") {
  const Potential p = potential("(x*y)^2/2");
  EquipartitionOptions options;
  options.draws = 10;
  options.chains = 40;  // more than walk together
  const Confinement box{Walls::reflecting, {-1, -1}, {1, 1}, 0};
  options.threads = 1;
  const Equipartition one = equipartition(p, box, options, Random(3));
  options.threads = 3;
  const Equipartition three = equipartition(p, box, options, Random(3));
  CHECK(one.refused);
  CHECK(one.lambda == three.lambda);
  CHECK(one.error == three.error);
}
