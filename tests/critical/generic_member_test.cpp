/// A generic member of a loss's family: all of its critical points, and what is taken from a file for one.
#include "polyscape/critical/generic_member.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using algebra::GaussianRational;
using critical::GenericMember;

namespace {

model::Model network(const std::string& activation, const std::string& target) {
  return model::build_model(spec::parse_specification("[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n" +
                                                          activation + "[[network.layer]]\nwidth = 1\n" +
                                                          "[data]\ninputs = [[1], [\"-2/3\"]]\ntargets = [[1], [" +
                                                          target + "]]\n[regularization]\ntikhonov = \"generic\"\n",
                                                      "test.toml", "."));
}
const std::string square = "activation = \"z^2\"\n";

solve::Options seeded(std::uint64_t seed) {
  solve::Options options;
  options.seed = seed;
  options.threads = 1;
  return options;
}

double largest_value(const algebra::Program& line, const eval::Point& at, const GaussianRational& t) {
  double largest = 0;
  for (const auto& value : algebra::evaluate(line, std::span<const GaussianRational>(at), std::span(&t, 1)))
    largest = std::max(largest, std::abs(value.to_complex()));
  return largest;
}

std::vector<eval::Point> points_of(const GenericMember& member) {
  std::vector<eval::Point> result;
  for (const solve::Solution& s : member.solutions) result.push_back(s.coordinates);
  return result;
}

std::optional<GenericMember> read_back(const model::Model& model, const GenericMember& written,
                                       const std::vector<eval::Point>& points) {
  return critical::generic_member(model, written.gradient, points, *written.member.monodromy, 1);
}

}  // namespace

TEST_CASE("a generic member has as many critical points as a regularised loss, on a line that ends in the loss") {
  // Counts of data/truth/networks.csv, of regularised networks.
  for (const auto& [activation, count] : {std::pair<std::string, std::size_t>{"", 5}, {square, 9}}) {
    const model::Model model = network(activation, "\"5/4\"");
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO(activation << "seed " << seed);
      const GenericMember member = critical::generic_member(model, seeded(seed));
      REQUIRE(member.member.monodromy);
      CHECK(member.member.monodromy->traced);
      CHECK_FALSE(member.member.monodromy->quoted);
      CHECK(member.solutions.size() == count);
      REQUIRE(member.member.solutions.size() == member.solutions.size());
      for (std::size_t k = 0; k < member.solutions.size(); ++k) {
        CHECK(member.solutions[k].nonsingular);
        CHECK(member.member.solutions[k] == member.solutions[k].coordinates);
        CHECK(largest_value(member.member.line, member.member.solutions[k], 1) < 1e-9);
      }
      // The line's ends: the member's gradient as it is written down, and the loss's own.
      const std::vector<GaussianRational> w{GaussianRational(2, 1), GaussianRational(-1, 3)};
      const GaussianRational one = 1, zero = 0;
      const auto begin = algebra::evaluate(member.member.line, std::span(w), std::span(&one, 1));
      for (std::size_t j = 0; j < 2; ++j)
        CHECK(begin[j] == member.gradient.real.equations[j].evaluate(w) +
                              GaussianRational(0, 1) * member.gradient.imaginary.equations[j].evaluate(w));
      CHECK(algebra::evaluate(member.member.line, std::span(w), std::span(&zero, 1)) ==
            algebra::evaluate(model.gradient, std::span<const GaussianRational>(w)));
      // Each system between them keeps the sign flip of all weights that change no output.
      REQUIRE(member.member.symmetries.size() == 1);
      const auto& flip = member.member.symmetries.front();
      const GaussianRational half = algebra::Rational(1, 2);
      CHECK(algebra::evaluate(member.member.line, std::span<const GaussianRational>(algebra::act(flip, w)),
                              std::span(&half, 1)) ==
            algebra::act(flip, algebra::evaluate(member.member.line, std::span(w), std::span(&half, 1))));
    }
  }
}

TEST_CASE("a member is read back for other targets, its points proved and its record marked as quoted") {
  const GenericMember written = critical::generic_member(network(square, "\"5/4\""), seeded(1));
  const model::Model other = network(square, "7");
  std::vector<eval::Point> points = points_of(written);
  for (eval::Point& x : points) x = eval::rounded_to(x, 40);
  const auto again = read_back(other, written, points);
  REQUIRE(again);
  CHECK(again->member.monodromy->quoted);
  CHECK(again->member.monodromy->translate == written.member.monodromy->translate);
  CHECK(again->gradient.real == written.gradient.real);
  CHECK(again->gradient.imaginary == written.gradient.imaginary);
  REQUIRE(again->solutions.size() == points.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    CHECK(eval::distance(again->solutions[k].coordinates, points[k]) < 1e-9);
    CHECK(again->solutions[k].bits >= 90);
    CHECK(largest_value(again->member.line, again->member.solutions[k], 1) < 1e-25);
  }
  const std::vector<GaussianRational> w{GaussianRational(2, 1), GaussianRational(-1, 3)};
  const GaussianRational zero = 0;
  CHECK(algebra::evaluate(again->member.line, std::span(w), std::span(&zero, 1)) ==
        algebra::evaluate(other.gradient, std::span<const GaussianRational>(w)));
}

TEST_CASE("points that are none, listed twice or without their images, and other gradients are no member") {
  const model::Model model = network(square, "\"5/4\"");
  const GenericMember written = critical::generic_member(model, seeded(1));
  const std::vector<eval::Point> points = points_of(written);
  REQUIRE(read_back(model, written, points));
  const auto moved = [](eval::Point x) {
    x[0] = x[0] + GaussianRational(algebra::Rational(1, 10));
    return x;
  };
  for (std::size_t k = 0; k < points.size(); ++k) {
    INFO("point " << k);
    std::vector<eval::Point> changed = points;
    changed[k] = moved(points[k]);
    CHECK_FALSE(read_back(model, written, changed));
    changed[k] = points[(k + 1) % points.size()];
    CHECK_FALSE(read_back(model, written, changed));
    changed = points;
    changed[k].pop_back();
    CHECK_FALSE(read_back(model, written, changed));
    changed = points;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(k));
    const bool origin = std::ranges::all_of(points[k], &GaussianRational::is_zero);
    CHECK(read_back(model, written, changed).has_value() == origin);  // which is its own image
  }
  // Of another network, and with a term that no tilt has.
  CHECK_FALSE(critical::generic_member(network("", "\"5/4\""), written.gradient, points, *written.member.monodromy, 1));
  GenericMember other = written;
  other.gradient.real.equations[0] += algebra::Polynomial::variable(2, 1);
  CHECK_FALSE(read_back(model, other, points));
}
