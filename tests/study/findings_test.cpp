/// What a result says of an outcome that is written down by hand.
#include "polyscape/study/findings.hpp"

#include <algorithm>

#include "polyscape/spec/parse.hpp"
#include "study/checks.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

solve::Solution solution(eval::Point x, bool nonsingular = true, int paths = 1) {
  solve::Solution s;
  s.real = std::ranges::all_of(x, &GaussianRational::is_real);
  for (const GaussianRational& z : x) s.zero.push_back(z.is_zero());
  s.coordinates = std::move(x);
  s.bits = 200;
  s.nonsingular = nonsingular;
  s.multiplicity = paths;
  s.condition = nonsingular ? 3 : std::numeric_limits<double>::infinity();
  return s;
}

/// x in {0, 1}, y in {0, 2, i, -i}, of which (0, 0) is double, and two paths at infinity.
solve::Outcome known_outcome() {
  solve::Outcome outcome;
  outcome.start = "total-degree";
  const GaussianRational i(0, 1);
  outcome.solutions = {solution({0, 0}, false, 2),
                       solution({0, i}),
                       solution({0, GaussianRational(0, -1)}),
                       solution({0, 2}),
                       solution({1, 0}),
                       solution({1, i}),
                       solution({1, 2}),
                       solution({1, GaussianRational(0, -1)})};
  outcome.ledger.tracked = 11;
  outcome.ledger.nonsingular = 7;
  outcome.ledger.singular = outcome.ledger.at_infinity = 2;
  return outcome;
}

report::Result named(std::vector<std::string> names) {
  report::Result result;
  result.system.real = true;
  result.names = std::move(names);
  return result;
}

report::Result found(const solve::Outcome& outcome, const study::Options& options = one_thread()) {
  report::Result result = named({"x", "y"});
  add_solutions(outcome, options, result);
  return result;
}

algebra::System parsed(const std::string& text) { return algebra::read_system(text, "test"); }

bool has(const std::vector<Note>& notes, Severity severity, const std::string& part) {
  return std::ranges::any_of(
      notes, [&](const Note& n) { return n.severity == severity && n.text.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("an outcome's solutions are counted by what they are and by their zero coordinates", "[unit]") {
  const report::Result r = found(known_outcome());
  check_ledger(r);
  const report::Solutions& s = *r.solutions;
  CHECK((s.isolated == 8 && s.nonsingular == 7 && s.singular == 1));
  CHECK((s.real == 4 && s.torus == 3));
  CHECK((r.paths->tracked == 11 && r.paths->at_infinity == 2 && r.paths->start == "total-degree"));
  REQUIRE(s.strata);
  using Row = std::tuple<std::vector<std::string>, std::uint64_t, std::uint64_t>;
  std::vector<Row> strata;
  for (const report::Stratum& part : *s.strata) strata.emplace_back(part.zero, part.isolated, part.real.value());
  std::ranges::sort(strata);
  CHECK(strata == std::vector<Row>{{{}, 3, 1}, {{"x"}, 3, 1}, {{"x", "y"}, 1, 1}, {{"y"}, 1, 1}});
  REQUIRE(r.points->size() == 8);
  CHECK(r.points->front().multiplicity == 2);
  CHECK((*r.points)[1].coordinates == std::vector<std::complex<double>>{0, {0, 1}});
  CHECK(s.completeness == Completeness::unknown);
  CHECK((r.notes.empty() && r.contradictions.empty()));
}

TEST_CASE("zero coordinates and imaginary parts of real points are shown as what they are decided to be", "[unit]") {
  solve::Outcome outcome;
  solve::Solution s = solution({1, 1});
  const Rational tiny = algebra::power(Rational(10), -40);
  s.coordinates = eval::Point{GaussianRational(tiny), GaussianRational(Rational(3), tiny)};
  s.zero = {true, false};
  s.real = true;
  outcome.solutions = {s};
  CHECK(found(outcome).points->front().coordinates == std::vector<std::complex<double>>{0, 3});
  CHECK_FALSE(found(outcome).points->front().digits);
  // What no double holds has its digits beside it, and so has what doubles do not single out.
  outcome.solutions[0].coordinates = eval::Point{GaussianRational(algebra::power(Rational(10), 400)), s.coordinates[1]};
  outcome.solutions[0].zero = {false, false};
  REQUIRE(found(outcome).points->front().digits);
  const std::string digits = found(outcome).points->front().digits->pairs()[0][0];
  CHECK(Rational::parse(digits) == algebra::power(Rational(10), 400));
  outcome.solutions = {solution({1, 2})};
  outcome.solutions[0].condition = 1e7;
  CHECK_FALSE(found(outcome).points->front().digits);
  outcome.solutions[0].condition = 1e9;
  CHECK(found(outcome).points->front().digits);
}

TEST_CASE("solutions that are not closed under the symmetries contradict the result, unless paths failed", "[unit]") {
  solve::Outcome outcome = known_outcome();
  outcome.closed = false;
  CHECK(found(outcome).contradictions.size() == 1);
  CHECK(found(outcome).notes.empty());
  outcome.ledger.failed = 1;
  CHECK(found(outcome).contradictions.empty());
  CHECK(found(outcome).notes.size() == 1);
  outcome.ledger.failed = 0;
  outcome.cancelled = true;
  CHECK((found(outcome).contradictions.empty() && found(outcome).notes.empty()));
}

TEST_CASE("a trace test that did not pass is a question, a known count is quoted, a second solve is reported",
          "[unit]") {
  solve::Outcome outcome = known_outcome();
  outcome.monodromy = solve::MonodromyRecord{9, 5, 100, 0, true, false};
  CHECK(found(outcome).notes.empty());
  CHECK((found(outcome).monodromy->translate == 9 && found(outcome).monodromy->section == 5));
  outcome.monodromy->traced = false;
  CHECK(has(found(outcome).notes, Severity::question, "trace test"));
  study::Options options = one_thread();
  options.known_count = algebra::Integer(8);
  outcome.monodromy.reset();
  CHECK(found(outcome, options).solutions->known_count == "8");
  CHECK(found(outcome, options).solutions->completeness == Completeness::unknown);  // without certificates
  outcome.confirmation = solve::Confirmation{"polyhedral", 2, 8, 0, 0, 0, false};
  CHECK(found(outcome).confirmation->agrees);
  outcome.confirmation->missing_there = 1;
  CHECK_FALSE(found(outcome).confirmation->agrees);
}

TEST_CASE("a generic member has a root count where its trace test passed, and no real points", "[unit]") {
  report::Result result = named({"x", "y"});
  result.monodromy.emplace();
  add_generic_member(known_outcome().solutions, result);
  CHECK_FALSE(result.bounds.generic_root_count);
  CHECK(result.monodromy->strata.size() == 4);
  for (const report::Stratum& s : result.monodromy->strata) CHECK_FALSE(s.real);
  result.monodromy->traced = true;
  add_generic_member(known_outcome().solutions, result);
  CHECK(result.bounds.generic_root_count == algebra::Integer(8));
}

TEST_CASE("local rings count multiplicities, a number of paths that differs is a question", "[unit]") {
  // x = 1, three times; x = -2, once.
  const algebra::System system = parsed("2\n(x - 1)^3*(x + 2);\ny - x;\n");
  for (const int paths : {3, 2}) {  // two bound the search
    solve::Outcome outcome;
    outcome.solutions = {solution({1, 1}, false, paths), solution({-2, -2})};
    for (const bool known : {true, false}) {
      INFO(paths << " paths, known: " << known);
      report::Result result = found(outcome);
      add_multiplicities(system, outcome.solutions, one_thread(), result, {}, known);
      CHECK(result.points->front().multiplicity == (known ? paths : 3));
      CHECK(result.points->back().multiplicity == 1);
      CHECK(has(result.notes, Severity::question, "2 paths end at singular point 1") == (known && paths == 2));
    }
  }
  // More paths than there can be; then in far other units, and a point of a line.
  solve::Outcome outcome;
  outcome.solutions = {solution({1, 1}, false, 5)};
  report::Result result = found(outcome);
  add_multiplicities(system, outcome.solutions, one_thread(), result);
  CHECK(result.points->front().multiplicity == 3);
  CHECK(has(result.notes, Severity::question, "multiplicity 3"));
  const algebra::System far = parsed("2\n(x - 1000000000000)^2;\ny - 1/1000000000000*x;\n");
  outcome.solutions = {solution({algebra::power(Rational(10), 12), 1}, false, 2)};
  result = found(outcome);
  add_multiplicities(far, outcome.solutions, one_thread(), result);
  CHECK(result.points->front().multiplicity == 2);
  CHECK(result.notes.empty());
  outcome.solutions = {solution({1, 1}, false, 2)};
  result = found(outcome);
  add_multiplicities(parsed("2\n(x - y)*x;\n(x - y)*y;\n"), outcome.solutions, one_thread(), result);
  CHECK(has(result.notes, Severity::question, "not isolated"));
}

TEST_CASE("ranks where paths ended on larger sets are exact where the place is rational", "[unit]") {
  // x^2 + y^2 = 2 twice over: of rank 1 at (1, 1), an irrational place at height 1/3; of rank 0 at no point of it.
  const algebra::Program circle = algebra::program_of(parsed("2\nx^2 + y^2 - 2;\n(x^2 + y^2 - 2)*(x + 5);\n"));
  const algebra::Program doubled = algebra::program_of(parsed("2\n(x - y)^2;\n(x - y)^2*y;\n"));
  const auto ranks = [&](const algebra::Program& program, const std::vector<std::complex<double>>& at,
                         std::span<const algebra::Scaling> scalings = {}) {
    report::Result result = named({"x", "y"});
    result.non_isolated = {{at, 4, {}, false, {}}};
    add_endpoint_ranks(program, scalings, one_thread(), result);
    return result.non_isolated.front();
  };
  CHECK((ranks(circle, {1, 1}).rank == 1 && ranks(circle, {1, 1}).rank_exact));
  const double y = std::sqrt(17.0) / 3;  // beside x = 1/3
  CHECK((ranks(circle, {1.0 / 3, y}).rank == 1 && !ranks(circle, {1.0 / 3, y}).rank_exact));
  CHECK((ranks(doubled, {3, 3}).rank == 0 && ranks(doubled, {3, 3}).rank_exact));
  CHECK_FALSE(ranks(circle, {1, 1}).rank_upper);
  // x y = 1 is kept by (t x, y / t), which moves all of its points but the origin.
  const std::vector<algebra::Scaling> scalings{{{1, -1}}};
  const algebra::Program hyperbola = algebra::program_of(parsed("2\nx*(x*y - 1);\ny*(x*y - 1);\n"));
  CHECK(ranks(hyperbola, {2, 0.5}, scalings).rank == 1);
  CHECK(ranks(hyperbola, {2, 0.5}, scalings).rank_upper == 1);
  CHECK(ranks(hyperbola, {0, 0}, scalings).rank_upper == 2);
}

TEST_CASE("a regularised chain's critical points have their losses, kinds and orbits", "[unit]") {
  // L = (v w - 1)^2 + (v^2 + w^2) / 4 or the like: the origin is a saddle, two minima are each other's images.
  const model::Model model = model::build_model(
      spec::parse_specification("[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 1\n"
                                "[data]\ninputs = [[1]]\ntargets = [[1]]\n[regularization]\ntikhonov = \"1/4\"\n",
                                "chain.toml", "."));
  const solve::Outcome outcome =
      solve::solve({gradient_system(model), model.gradient, {.symmetries = model.symmetries}, {}}, one_thread());
  report::Result r = named(model.names);
  add_solutions(outcome, one_thread(), r);
  add_critical_points(model, outcome, one_thread(), r);
  const report::Solutions& s = *r.solutions;
  CHECK((s.isolated == 5 && s.real == 3));
  CHECK(s.real_by_kind == std::map<report::Kind, std::uint64_t>{{report::Kind::minimum, 2}, {report::Kind::saddle, 1}});
  CHECK(s.real_by_index == std::map<int, std::uint64_t>{{0, 2}, {1, 1}});
  CHECK(s.orbits == 3);
  for (std::size_t k = 0; k < 5; ++k) {
    const report::Point& p = (*r.points)[k];
    CHECK(p.loss.has_value() == p.real);
    if (!p.real) continue;
    const auto exact =
        algebra::evaluate(model.loss, std::span<const GaussianRational>(outcome.solutions[k].coordinates.exact()));
    CHECK(std::abs(p.loss.value() - exact[0].to_complex().real()) < 1e-14);
    CHECK(p.inertia == (std::abs(p.coordinates[0]) < 1e-9 ? std::array{1, 0, 1} : std::array{0, 0, 2}));
  }
}
