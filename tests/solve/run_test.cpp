/// The paths of one plan: every one is accounted for, and what is said of the solutions holds.
#include "polyscape/solve/run.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "polyscape/base/cancel.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

namespace {

/// The line to a system from x_i^d_i = c_i, all of whose solutions are at hand, and what runs along it.
struct Line {
  Line(const algebra::System& system, const std::vector<long>& degrees, std::uint64_t seed = 1) : seed(seed) {
    problem.system = system;
    const std::size_t n = degrees.size();
    algebra::System member{system.names, {}};
    solutions = {{}};
    Random random(seed);
    for (std::size_t i = 0; i < n; ++i) {
      const std::complex<double> root = random.annulus_complex();
      const auto degree = static_cast<unsigned long>(degrees[i]);
      member.equations.push_back(Polynomial::variable(n, i).pow(degree) -
                                 (Polynomial::constant(n, GaussianRational::from_complex(root))).pow(degree));
      std::vector<eval::Point> longer;
      for (const eval::Point& p : solutions)
        for (unsigned long k = 0; k < degree; ++k) {
          const double turn = 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(degree);
          longer.push_back(p);
          longer.back().push_back(GaussianRational::from_complex(root * std::polar(1.0, turn)));
        }
      solutions = std::move(longer);
    }
    program = algebra::line_between(system, member, GaussianRational::from_complex(random.unit_complex()));
    options.threads = 1;
  }
  Line(const std::string& text, const std::vector<long>& degrees, std::uint64_t seed = 1)
      : Line(support::parsed(text), degrees, seed) {}

  Plan plan() const {
    return plan_on_line(program, solutions, algebra::trivial_partition(program.variables()), Random(seed));
  }
  Outcome outcome(const ProgressReport& report = {}) const { return outcome(plan(), report); }
  Outcome outcome(const Plan& plan, const ProgressReport& report = {}) const {
    return follow(problem, options, plan, report);
  }

  std::uint64_t seed;
  Problem problem;
  Options options;
  algebra::Program program{0};
  std::vector<eval::Point> solutions;
};

bool notes(const Outcome& outcome, const std::string& words) {
  return std::ranges::any_of(outcome.notes,
                             [&](const Note& note) { return note.text.find(words) != std::string::npos; });
}

void check_sums(const Outcome& outcome, std::size_t paths) {
  const Ledger& l = outcome.ledger;
  CHECK(l.tracked == paths);
  CHECK(l.sum() == paths);
  std::uint64_t isolated = 0, elsewhere = 0, failures = 0;
  for (const Solution& s : outcome.solutions) isolated += static_cast<std::uint64_t>(s.multiplicity);
  for (const NonIsolatedEndpoint& end : outcome.non_isolated) elsewhere += static_cast<std::uint64_t>(end.paths);
  for (const auto& [reason, count] : l.failures) failures += count;
  CHECK(isolated == l.nonsingular + l.singular);
  CHECK(elsewhere == l.positive_dimensional);
  CHECK(failures == l.failed);
  CHECK(std::ranges::is_sorted(outcome.solutions, {}, [](const Solution& s) { return s.rounded()[0].real(); }));
}

const algebra::SignedPermutation flip{{0}, {-1}};

}  // namespace

TEST_CASE("every path ends in one class, and the solutions are as many as the paths that end there") {
  struct Sample {
    const char* text;
    std::vector<long> degrees;
    std::uint64_t nonsingular, singular, infinite, elsewhere, solutions;
  };
  for (const Sample& s : std::vector<Sample>{{"2\nx^2 - 2;\ny - x;\n", {2, 1}, 2, 0, 0, 0, 2},
                                             {"2\n(x - 1)^2*(x - 3);\ny - x;\n", {3, 1}, 1, 2, 0, 0, 2},
                                             {"2\n(x - 1)^2*(x + 3)^3;\ny - x;\n", {5, 1}, 0, 5, 0, 0, 2},
                                             {"2\nx*y - 1;\nx^2 - 4*x*y;\n", {2, 2}, 2, 0, 2, 0, 2},
                                             {"2\nx*(x - y);\nx*(y - 2);\n", {2, 2}, 1, 0, 0, 3, 1}})
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      INFO(s.text << "seed " << seed);
      const Line line(s.text, s.degrees, seed);
      const Outcome found = line.outcome();
      check_sums(found, line.solutions.size());
      CHECK(found.ledger.nonsingular == s.nonsingular);
      CHECK(found.ledger.singular == s.singular);
      CHECK(found.ledger.at_infinity == s.infinite);
      CHECK(found.ledger.positive_dimensional == s.elsewhere);
      CHECK(found.ledger.failed == 0);
      CHECK(found.solutions.size() == s.solutions);
      CHECK(found.closed);
      CHECK(found.notes.empty());
      CHECK(found.steps > 0);
      CHECK(found.single_steps <= found.steps);
    }
}

TEST_CASE("solutions are real, and their coordinates zero, where they are") {
  const auto found = Line("2\n(x^2 - 2)*(x^2 + x + 1)*x;\ny - x^3 + 2*x;\n", {5, 3}).outcome();
  REQUIRE(found.solutions.size() == 5);
  std::size_t real = 0, zero = 0;
  for (const Solution& s : found.solutions) {
    const std::complex<double> x = s.rounded()[0];
    CHECK(s.real == (std::abs(x.imag()) < 0.1));
    // y = x (x^2 - 2): at sqrt(2) a zero that rounding errors hide.
    CHECK(s.zero == std::vector<bool>{std::abs(x) < 0.1, std::abs(x.imag()) < 0.1});
    for (std::size_t i = 0; i < 2; ++i) CHECK(s.zero[i] == s.coordinates.is_zero(i));
    real += s.real && s.coordinates[0].im.is_zero() && s.coordinates[1].im.is_zero();
    zero += s.zero[0] + s.zero[1];
    CHECK(s.nonsingular);
    CHECK(s.multiplicity == 1);
    CHECK(s.residual < 1e-12);
    CHECK(s.condition < 1e6);
  }
  CHECK(real == 3);
  CHECK(zero == 4);
  // (x - 1) (x - i): no solution of a system that is not real is called real.
  const Polynomial x = Polynomial::variable(1, 0);
  Line turned({{"x"}, {(x - Polynomial::constant(1, 1)) * (x - Polynomial::constant(1, GaussianRational(0, 1)))}}, {2});
  turned.problem.known.real = false;
  for (const Solution& s : turned.outcome().solutions) CHECK(!s.real);
}

TEST_CASE("a coordinate that is merely small is not zero") {
  for (const int k : {20, 30, 60, 100}) {
    INFO("1e-" << k);
    const Rational tiny = algebra::power(Rational(10), -k);
    const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
    const auto found =
        Line({{"x", "y"}, {x - Polynomial::constant(2, tiny), y * y - x - Polynomial::constant(2, 2)}}, {1, 2})
            .outcome();
    REQUIRE(found.solutions.size() == 2);
    for (const Solution& s : found.solutions) {
      CHECK(s.zero == std::vector<bool>{false, false});
      CHECK(s.real);
      CHECK(abs(s.coordinates[0].re / tiny - Rational(1)) < Rational(1, 1000));
    }
  }
}

TEST_CASE("solutions that further equations exclude are counted as such") {
  // (+-2, +-1), and the double zero (1, 1).
  for (const auto& [text, degrees, excess, left] :
       std::vector<std::tuple<const char*, std::vector<long>, const char*, std::size_t>>{
           {"2\nx^2 - 4;\ny^2 - 1;\n", {2, 2}, "2\nx*y - 2;\ny^3 - y;\n", 2},
           {"2\nx^2 - 2;\ny^2 - 3;\n", {2, 2}, "2\nx^2*y^2 - 6;\ny^3 - 3*y;\n", 4},
           {"2\n(x - 1)^2;\ny - x;\n", {2, 1}, "2\nx*y - 1;\ny^3 - y;\n", 2},
           {"2\n(x - 1)^2;\ny - x;\n", {2, 1}, "2\nx*y - 2;\ny^3 - y;\n", 0}}) {
    INFO(text << excess);
    const Line line(text, degrees);
    Plan plan = line.plan();
    plan.excess = support::parsed(excess).equations;
    const Outcome found = line.outcome(plan);
    check_sums(found, line.solutions.size());
    CHECK(found.ledger.nonsingular + found.ledger.singular == left);
    CHECK(found.ledger.excluded == line.solutions.size() - left);
    for (const Solution& s : found.solutions)
      CHECK(s.excess_by == (std::abs(std::abs(s.rounded()[1]) - 1) < 0.1 ? Evidence::exact : Evidence::numerical));
  }
}

TEST_CASE("a path without a start has failed, by number") {
  const Line line("2\nx^2 - 2;\ny - x;\n", {2, 1});
  Plan plan = line.plan();
  std::vector<eval::Point> points{plan.start->point(0), {}};
  plan.start = start::given(plan.start->program(), plan.start->partition(), points);
  const Outcome found = line.outcome(plan);
  check_sums(found, 2);
  CHECK(found.ledger.nonsingular == 1);
  CHECK(found.ledger.failures == std::map<std::string, std::uint64_t>{{"its start solution was not found", 1}});
  CHECK(notes(found, "failed paths, by number: 2"));
  CHECK(!found.cancelled);
}

TEST_CASE("of two paths to one nonsingular solution one has failed, after both were followed again") {
  Line line("1\nx^3 - 2;\n", {3});
  line.solutions[2] = line.solutions[1];
  const Outcome found = line.outcome();
  check_sums(found, 3);
  CHECK(found.ledger.nonsingular == 2);
  CHECK(found.ledger.failures ==
        std::map<std::string, std::uint64_t>{{"two paths end at one nonsingular solution", 1}});
  CHECK(notes(found, "6 paths were followed again"));  // both in each of three rounds
  CHECK(!found.closed);
}

TEST_CASE("solutions whose images are missing are not closed") {
  // One of two conjugates, and one of two that a sign exchanges.
  for (const auto& [text, real, symmetric, closed] :
       std::vector<std::tuple<const char*, bool, bool, bool>>{{"1\nx^2 + 1;\n", true, false, false},
                                                              {"1\nx^2 + 1;\n", false, false, true},
                                                              {"1\nx^2 + 1;\n", false, true, false},
                                                              {"1\nx^2 - 2;\n", true, false, true},
                                                              {"1\nx^2 - 2;\n", true, true, false}}) {
    INFO(text << real << ' ' << symmetric);
    Line line(text, {2});
    line.problem.known.real = real;
    if (symmetric) line.problem.known.symmetries = {flip};
    CHECK(line.outcome().closed);
    line.solutions.pop_back();
    const Outcome found = line.outcome();
    CHECK(found.solutions.size() == 1);
    CHECK(found.closed == closed);
  }
}

TEST_CASE("fewer solutions than are known of are told, as many are not") {
  for (const long known : {1, 2, 3}) {
    Line line("1\nx^2 - 2;\n", {3});  // the third path ends at infinity
    line.options.known_count = algebra::Integer(known);
    const Outcome found = line.outcome();
    CHECK(found.solutions.size() == 2);
    CHECK(notes(found, "fewer isolated solutions than known_count says") == (known > 2));
    CHECK(notes(found, "paths were followed again") == (known > 2));
  }
}

TEST_CASE("no path is infinite where the system has nothing at infinity and solutions are missing") {
  Line line("1\nx^2 - 2;\n", {3});
  CHECK(line.outcome().ledger.at_infinity == 1);
  line.problem.system = support::parsed("1\nx^3 + x^2 - 2;\n");
  const Outcome found = line.outcome();
  check_sums(found, 3);
  CHECK(found.ledger.at_infinity == 0);
  CHECK(found.ledger.failures ==
        std::map<std::string, std::uint64_t>{{"taken for infinite, but the system has no solutions at infinity", 1}});
}

TEST_CASE("what a continuous symmetry moves is not isolated, a fixed point of it may be") {
  Line line("2\n(x - 1)^2;\ny^2;\n", {2, 2});
  CHECK(line.outcome().ledger.singular == 4);
  line.problem.known.scalings = {{{0, 1}}};
  CHECK(line.outcome().ledger.singular == 4);
  line.problem.known.scalings = {{{1, 0}}};
  const Outcome moved = line.outcome();
  check_sums(moved, 4);
  CHECK(moved.ledger.positive_dimensional == 4);
}

TEST_CASE("of an orbit one path is followed, the others are its images") {
  Line line("1\n(x^2 - 2)*(x^2 - 3)*(x^2 + 1);\n", {6});
  line.problem.known.symmetries = {flip};
  Plan plan = line.plan();
  plan.orbits = PathOrbits(line.solutions, line.problem.known.symmetries, Random(1));
  REQUIRE(plan.orbits.count(6) == 3);
  const Outcome each = line.outcome(), shared = line.outcome(plan);
  check_sums(shared, 6);
  REQUIRE(each.solutions.size() == 6);
  REQUIRE(shared.solutions.size() == 6);
  CHECK(shared.closed);
  CHECK(shared.steps < each.steps);
  for (const Solution& s : shared.solutions) {
    CHECK(std::ranges::count_if(shared.solutions, [&](const Solution& other) {
            return other.coordinates == eval::Point{-s.coordinates[0]};
          }) == 1);
    CHECK(std::ranges::count_if(each.solutions, [&](const Solution& other) {
            return eval::within(other.coordinates, s.coordinates, 1e-15);
          }) == 1);
  }
}

TEST_CASE("a cancelled run says so of every path") {
  const Line line("2\n(x - 1)^2*(x - 3);\ny - x;\n", {3, 1});
  const CancelToken token;
  token.request();
  const JobScope job(token);
  const Outcome found = line.outcome();
  check_sums(found, 3);
  CHECK(found.cancelled);
  CHECK(found.ledger.failures == std::map<std::string, std::uint64_t>{{"cancelled", 3}});
  CHECK(found.notes.empty());
}

TEST_CASE("progress counts every path once, and what is done with the ends") {
  const Line line("2\n(x - 1)^2*(x - 3);\ny^2 - x;\n", {3, 2});
  std::map<std::string, std::vector<std::uint64_t>> seen;
  const Outcome found = line.outcome([&](const Progress& p) {
    seen[p.step].push_back(p.done);
    CHECK(p.done <= p.total);
    if (p.step == "paths") CHECK(p.total == 6);
  });
  REQUIRE(!seen["paths"].empty());
  for (const auto& [step, done] : seen) CHECK(std::ranges::is_sorted(done));
  CHECK(seen["paths"].back() == 6);
  CHECK(seen["singular ends"].back() == 2);
}

TEST_CASE("two threads find what one finds, to the last digit and step") {
  Line line("2\n(x - 1)^2*(x + 2)*(x^2 + 1);\ny^2 - 3 + x;\n", {5, 2});
  const Outcome one = line.outcome();
  line.options.threads = 2;
  const Outcome two = line.outcome();
  CHECK(one.steps == two.steps);
  REQUIRE(one.solutions.size() == two.solutions.size());
  for (std::size_t i = 0; i < one.solutions.size(); ++i)
    CHECK(one.solutions[i].coordinates == two.solutions[i].coordinates);
}

TEST_CASE("along a line nothing is known of the ends, and close ones are told apart if there is work for it") {
  const Polynomial x = Polynomial::variable(1, 0);
  const auto root = [&](const Rational& r) { return x - Polynomial::constant(1, r); };
  const Line line({{"x"}, {root(1) * root(Rational(1) + algebra::power(Rational(10), -20)) * root(-3)}}, {3});
  const Outcome apart = follow_line(line.program, line.solutions, line.options, Random(1), {});
  check_sums(apart, 3);
  CHECK(apart.ledger.nonsingular == 3);
  CHECK(apart.solutions.size() == 3);
  const Outcome together = follow_line(line.program, line.solutions, line.options, Random(1), {}, 0);
  check_sums(together, 3);
  CHECK(together.ledger.singular == 2);
  CHECK(together.solutions.size() == 2);
  // One of two conjugates is all that was asked for.
  const Line half("1\nx^2 + 1;\n", {2});
  const Outcome lone = follow_line(half.program, {half.solutions.front()}, half.options, Random(1), {});
  CHECK(lone.closed);
  CHECK(lone.notes.empty());
}
