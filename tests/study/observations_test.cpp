/// Legal but treacherous input is solved, and named.
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "study/checks.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

report::Result analyzed(const std::string& text) {
  study::Options options;
  options.threads = 1;
  return analyze(spec::parse_specification(text, "test.toml", POLYSCAPE_DATA), options);
}

// inputs-1-1 with the activation, no biases.
std::string network(int inputs, const std::string& activation) {
  return "[network]\ninputs = " + std::to_string(inputs) + "\n[[network.layer]]\nwidth = 1\nactivation = \"" +
         activation + "\"\n[[network.layer]]\nwidth = 1\n";
}
std::string data(const std::string& inputs, const std::string& targets) {
  return "[data]\ninputs = " + inputs + "\ntargets = " + targets + "\n";
}
std::string tikhonov(const std::string& value) { return "[regularization]\ntikhonov = " + value + "\n"; }
const std::string generic = tikhonov("\"generic\"");

void check_named(const report::Result& r, const std::string& what) {
  const std::string text = report::summary(r);
  INFO(text);
  CHECK(text.find(what) != std::string::npos);
}

}  // namespace

TEST_CASE("equal samples", "[unit]") {
  const auto r = analyzed(network(1, "z^2") + data("[[1], [2], [1]]", "[[1], [3], [1]]") + generic);
  check_ledger(r);
  check_named(r, "equal samples: sample 1 = sample 3");
}

TEST_CASE("equal inputs with different targets: zero loss is impossible, and proved so", "[unit]") {
  const auto r = analyzed(network(1, "z^2") + data("[[1], [1]]", "[[1], [3]]") + generic);
  check_ledger(r);
  check_named(r, "samples with equal inputs and different targets");
  CHECK(r.interpolation->dimension == -1);
  CHECK(r.interpolation->empty_proved);
}

TEST_CASE("x and -x under an even activation", "[unit]") {
  const auto r = analyzed(network(2, "z^2") + data("[[1, 2], [-1, -2]]", "[[1], [3]]") + generic);
  check_ledger(r);
  check_named(r, "samples x and -x");
  CHECK(r.interpolation->dimension == -1);
  // Under an odd one they are two samples like any others.
  const auto odd = analyzed(network(2, "z^3") + data("[[1, 2], [-1, -2]]", "[[1], [3]]") + generic);
  CHECK(report::summary(odd).find("samples x and -x") == std::string::npos);
}

TEST_CASE("zero inputs and dead inputs", "[unit]") {
  const auto r = analyzed(network(2, "z^2") + data("[[0, 0], [1, 0]]", "[[1], [2]]") + generic);
  check_ledger(r);
  check_named(r, "samples whose inputs are all zero: sample 1");
  check_named(r, "dead inputs, zero in every sample");
  // The weight of a dead input, regularised, is zero at every critical point.
  for (const report::Point& p : *r.points) CHECK(p.coordinates[1] == 0.0);
}

TEST_CASE("a weight that the loss does not depend on: no critical point is isolated", "[unit]") {
  const auto r = analyzed(network(2, "z^2") + data("[[1, 0], [2, 0]]", "[[1], [2]]") + tikhonov("\"none\""));
  check_ledger(r);
  CHECK(r.solutions->isolated == 0);
  check_named(r, "the loss does not depend on some weight");
}

TEST_CASE("constant columns", "[unit]") {
  const auto r = analyzed(network(2, "z^2") + data("[[1, 3], [2, 3]]", "[[1], [2]]") + generic);
  check_ledger(r);
  check_named(r, "constant inputs, the same in every sample: input 2");
}

TEST_CASE("all targets zero: the origin is the minimum", "[unit]") {
  const auto r = analyzed(network(1, "z^2") + data("[[1], [2]]", "[[0], [0]]") + generic);
  check_ledger(r);
  check_named(r, "all targets are zero");
  CHECK(r.solutions->real_by_kind.at(report::Kind::minimum) == 1);
}

TEST_CASE("equal lambdas keep the rotations of a linear hidden layer: sets of critical points, named", "[unit]") {
  const std::string linear = "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\n[[network.layer]]\nwidth = 1\n";
  const auto r = analyzed(linear + data("[[1]]", "[[3]]") + tikhonov("\"1/2\""));
  check_ledger(r);
  check_named(r, "equal lambda = 1/2");
  CHECK(r.paths->positive_dimensional > 0);
  CHECK_FALSE(r.non_isolated.empty());
  CHECK(r.solutions->isolated == 1);  // the origin
}

TEST_CASE("where scalings make critical points non-isolated, their tangent vectors bound the Hessian's rank",
          "[unit]") {
  const auto r = analyzed(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n" +
      data("[[1], [2]]", "[[3], [5]]") + tikhonov("\"none\""));
  REQUIRE_FALSE(r.non_isolated.empty());
  std::size_t regular = 0;
  for (const report::NonIsolatedEndpoint& e : r.non_isolated) {
    REQUIRE(e.rank);
    REQUIRE(e.rank_upper);
    CHECK(*e.rank <= *e.rank_upper);
    const bool origin = std::abs(e.coordinates[0]) < 1e-6 && std::abs(e.coordinates[1]) < 1e-6;
    CHECK(*e.rank_upper == (origin ? 2 : 1));
    if (*e.rank == *e.rank_upper) ++regular;  // on the best fit, the curve a^2 c = const
  }
  CHECK(regular > 0);
}

TEST_CASE("lambdas that are zero for some weights, or for all", "[unit]") {
  const std::string some = tikhonov("{ layer = [ { weights = [[\"0\"]] }, { weights = [[\"1/3\"]] } ] }");
  const auto r = analyzed(network(1, "z^2") + data("[[1], [2]]", "[[1], [2]]") + some);
  check_ledger(r);
  check_named(r, "weights without regularisation (lambda = 0): w1_1_1");
  const auto none = analyzed(network(1, "z^2") + data("[[1], [2]]", "[[1], [2]]") + tikhonov("\"0\""));
  check_ledger(none);
  check_named(none, "no regularisation");
  check_named(none, "continuous symmetries");
}

TEST_CASE("more equations than weights", "[unit]") {
  const auto r = analyzed(network(1, "z^2") + data("[[1], [2], [3]]", "[[1], [2], [7]]") + generic);
  check_ledger(r);
  check_named(r, "more interpolation equations than weights: 3 > 2");
}

namespace {
const std::string convex =
    "[network]\ninputs = 2\n[[network.layer]]\nwidth = 1\nbias = true\n[data]\ninputs = [[0, 0], [0, 1], [1, 0], [1, "
    "1], [2, 1], [1, 2]]\n"
    "targets = [[-1], [1], [-1], [1], [1], [-1]]\n[loss]\nkind = \"logistic\"\n";
}  // namespace

TEST_CASE("a convex problem with the logistic loss has one critical point by default, its minimum", "[unit]") {
  for (const std::string& lambda : {"\"1/10\"", "\"1/1000\"", "\"generic\""}) {
    const auto r = analyzed(convex + tikhonov(lambda));
    check_ledger(r);
    CHECK(r.solutions->real == 1);
    CHECK(r.solutions->real_by_kind.at(report::Kind::minimum) == 1);
    check_named(r, "convex there [exact], bounded below [exact]");
    CHECK(report::summary(r).find("unbounded") == std::string::npos);
  }
}

TEST_CASE("a surrogate without a lower bound is named, in bounds as well", "[unit]") {
  const std::string text = convex + "polynomial = { degree = 4, interval = [-3, 3] }\n" + tikhonov("\"1/10\"");
  const auto r = analyzed(text);
  check_ledger(r);
  for (const auto& result : {r, bound_specification(spec::parse_specification(text, "test.toml", "."))}) {
    const auto holds = [&](const std::string& part) {
      return std::ranges::any_of(result.notes,
                                 [&](const Note& note) { return note.text.find(part) != std::string::npos; });
    };
    CHECK(holds("unbounded below [exact]: no global minimum of it is to be expected"));
    CHECK(holds("not convex on its interval [exact]"));
  }
}

TEST_CASE("critical points that all lie outside the interval are named", "[unit]") {
  const auto r = analyzed(network(1, "z^2") + data("[[1], [2]]", "[[3], [5]]") + generic);
  const std::string far =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nbias = true\nactivation = { approximate = \"exp\", degree "
      "= 1, interval = [0, 1] }\n" +
      data("[[0], [1]]", "[[20], [30]]") + generic;
  const auto outside = analyzed(far);
  check_ledger(outside);
  CHECK(outside.solutions->leaving_interval == outside.solutions->real);
  const auto named = [](const report::Result& result) {
    return std::ranges::any_of(result.notes, [](const Note& note) {
      return note.text.starts_with("none of the real critical points stays inside");
    });
  };
  CHECK(named(outside));
  CHECK_FALSE(named(r));
}
