/// Certificates of whole results: made, written, read and checked again; what they make of the counts.
#include "polyscape/study/certification.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/run_folder.hpp"
#include "study/checks.hpp"
#include "support/parsed.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

struct Case {
  report::Result result;
  algebra::System system;
  std::optional<algebra::Program> loss = {};
};

Case analyzed(const std::string& name, study::Options options = {}) {
  options.threads = 1;
  const auto specification = spec::read_specification(support::truth_path("networks/" + name + ".toml"));
  const model::Model model = model::build_model(specification);
  return {analyze(specification, options), model::gradient_system(model), model.loss};
}

// As another program would find it.
report::Result from_file(const report::Result& r) {
  return report::result_from_json(report::to_json(r), "result.json");
}

report::Result rechecked(report::Result r, const algebra::System& system,
                         const std::optional<algebra::Program>& loss = {}) {
  recheck(r, system, loss, "result.json", 1);
  return r;
}

bool has_note(const report::Result& r, const std::string& part) {
  return std::ranges::any_of(r.notes, [&](const Note& note) { return note.text.find(part) != std::string::npos; });
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// README's block under the summary's first line is the summary, where ".." stands for lines left out.
void check_shown_in_readme(const report::Result& r) {
  const std::vector<std::string> readme = lines_of(read_text(POLYSCAPE_DATA "/../README.md")),
                                 printed = lines_of(report::summary(r));
  auto next = printed.begin();
  bool gap = false;
  auto line = std::ranges::find(readme, printed.front());
  REQUIRE(line != readme.end());
  for (; line != readme.end() && *line != "```"; ++line) {
    INFO("README.md: " << *line);
    if (*line != "..") {
      if (gap) next = std::find(next, printed.end(), *line);
      REQUIRE(next != printed.end());
      CHECK(*next++ == *line);
    }
    gap = *line == "..";
  }
}

void check_levels(const report::Solutions& s) {
  std::uint64_t minima = 0;
  for (std::size_t k = 0; k < s.minima.size(); ++k) {
    const auto low = algebra::Rational::parse(s.minima[k].loss[0]),
               high = algebra::Rational::parse(s.minima[k].loss[1]);
    REQUIRE(low);
    REQUIRE(high);
    CHECK(*low <= *high);
    if (k > 0) CHECK(*algebra::Rational::parse(s.minima[k - 1].loss[1]) < *low);
    minima += s.minima[k].points;
  }
  const auto counted = s.real_by_kind.find(report::Kind::minimum);
  CHECK(minima == (counted == s.real_by_kind.end() ? 0 : counted->second));
}

std::size_t first_real(const report::Result& r) {
  return static_cast<std::size_t>(std::ranges::find(*r.points, true, &report::Point::real) - r.points->begin());
}

}  // namespace

TEST_CASE("certificates of truth networks hold when checked again from the written result", "[certification]") {
  std::size_t checked = 0, proved = 0;
  for (const support::Row& row : support::truth_table("networks.csv")) {
    const auto isolated = std::stoull(row.at("isolated"));
    if (isolated > 35) continue;
    INFO(row.at("name"));
    const Case c = analyzed(row.at("name"));
    const report::Result r = rechecked(from_file(c.result), c.system, c.loss);
    REQUIRE(r.recheck);
    CHECK(r.recheck->of == isolated);
    CHECK(r.recheck->held == isolated);
    CHECK(r.recheck->distinct);
    CHECK(r.solutions->certified_distinct == isolated);
    CHECK(r.solutions->completeness == c.result.solutions->completeness);
    check_levels(*r.solutions);
    for (const report::Point& p : *r.points) {
      REQUIRE(p.certificate);
      CHECK(p.certificate->real == p.real);
      if (!p.real) continue;
      CHECK(p.certificate->inertia);
      const double low = std::stod((*p.certificate->loss)[0]), high = std::stod((*p.certificate->loss)[1]);
      CHECK(low <= *p.loss + 1e-12 * std::abs(*p.loss));
      CHECK(high >= *p.loss - 1e-12 * std::abs(*p.loss));
    }
    ++checked;
    CHECK(r.solutions->existence.by == Evidence::theorem);
    proved += r.solutions->completeness == Completeness::proved;
  }
  CHECK(checked >= 40);
  CHECK(proved >= 5);
}

TEST_CASE("a certificate that has been changed does not hold", "[certification]") {
  const Case c = analyzed("sq_2_1_1_N2");
  const std::size_t count = c.result.points->size(), real = first_real(c.result);
  REQUIRE(real < count);
  const auto taken_back = [&](const report::Result& changed) {
    const report::Result r = rechecked(changed, c.system, c.loss);
    CHECK(r.recheck->held == count - 1);
    CHECK(r.recheck->of == count);
    CHECK_FALSE(report::complete(r));
    CHECK(has_note(r, "did not hold"));
    CHECK(r.solutions->existence.by == Evidence::numerical);
    CHECK(r.solutions->completeness == Completeness::unknown);
  };
  SECTION("a digit of the centre") {
    report::Result r = c.result;
    auto texts = (*r.points)[real].digits->pairs();
    std::string& digits = texts[0][0];
    const std::size_t at = digits.find('.') + 12;
    digits[at] = digits[at] == '5' ? '6' : '5';
    (*r.points)[real].digits = texts;
    taken_back(r);
  }
  SECTION("a radius that holds several zeros") {
    report::Result r = c.result;
    (*r.points)[0].certificate->radius = "1e3";
    taken_back(r);
  }
  SECTION("a radius too small for the zero to be inside") {
    report::Result r = c.result;
    (*r.points)[real].certificate->radius = "1e-60";
    taken_back(r);
  }
  SECTION("reality") {
    report::Result r = c.result;
    (*r.points)[real].certificate->real = false;
    taken_back(r);
  }
  SECTION("inertia") {
    report::Result r = c.result;
    std::swap((*(*r.points)[real].inertia)[0], (*(*r.points)[real].inertia)[2]);
    if ((*(*r.points)[real].inertia)[0] != (*(*r.points)[real].inertia)[2]) taken_back(r);
  }
  SECTION("bounds of the loss") {
    for (const std::size_t end : {0, 1}) {
      report::Result r = c.result;
      auto& loss = *(*r.points)[real].certificate->loss;
      const algebra::Rational width = *algebra::Rational::parse(loss[1]) - *algebra::Rational::parse(loss[0]);
      loss[end] = algebra::decimal(*algebra::Rational::parse(loss[end]) + width * (end == 0 ? 2 : -2), 1000);
      taken_back(r);
    }
  }
  SECTION("one zero, twice") {
    report::Result r = c.result;
    (*r.points)[0] = (*r.points)[1];
    r = rechecked(r, c.system, c.loss);
    CHECK(r.recheck->held == count);
    CHECK_FALSE(r.recheck->distinct);
    CHECK_FALSE(report::complete(r));
  }
  SECTION("no number") {
    report::Result r = c.result;
    (*r.points)[0].certificate->radius = "small";
    CHECK_THROWS_AS(recheck(r, c.system, c.loss, "result.json"), InputError);
  }
}

TEST_CASE("what makes a count proved, and what does not", "[certification]") {
  const std::string below_bound = "linear_H2_di1_m2_dx2_dy2";
  study::Options options;
  options.exact = study::Exact::never;
  const Case plain = analyzed(below_bound, options);
  const auto count = plain.result.solutions->isolated;
  REQUIRE(plain.result.solutions->completeness == Completeness::unknown);
  REQUIRE(plain.result.solutions->existence.by == Evidence::theorem);
  options.known_count = algebra::Integer(static_cast<long>(count));
  const Case known = analyzed(below_bound, options);
  CHECK(known.result.solutions->completeness == Completeness::given);
  CHECK(known.result.solutions->completeness_by.find("known_count") != std::string::npos);
  SECTION("never with a failed path") {
    report::Result r = known.result;
    r.paths->failed = 1;
    CHECK(rechecked(r, known.system, known.loss).solutions->completeness == Completeness::unknown);
  }
  SECTION("never with a point that is not certified") {
    report::Result r = known.result;
    (*r.points)[0].certificate.reset();
    (*r.points)[0].certified = false;
    r = rechecked(r, known.system, known.loss);
    CHECK(r.solutions->existence.certified == count - 1);
    CHECK(r.solutions->existence.by == Evidence::numerical);
    CHECK(r.solutions->completeness == Completeness::unknown);
  }
  SECTION("another count than the one found") {
    options.known_count = algebra::Integer(static_cast<long>(count) - 1);
    const report::Result r = analyzed(below_bound, options).result;
    CHECK(r.solutions->completeness == Completeness::unknown);
    CHECK(report::standing(r) == report::Standing::contradiction);  // more are certified than there are said to be
    options.known_count = algebra::Integer(static_cast<long>(count) + 1);
    CHECK(analyzed(below_bound, options).result.solutions->completeness == Completeness::unknown);
  }
  SECTION("not asked for") {
    options.certify = study::Certify::never;
    const report::Result r = analyzed(below_bound, options).result;
    CHECK_FALSE(r.solutions->certified_distinct);
    CHECK(r.solutions->existence.by == Evidence::numerical);
    CHECK(r.solutions->completeness == Completeness::unknown);
  }
}

TEST_CASE("losses of minima that are not proved to differ are one level", "[certification]") {
  const auto specification = spec::read_specification(support::truth_path("../xor_quadratic.toml"));
  study::Options options;
  options.threads = 1;
  report::Result r = analyze(specification, options);
  check_shown_in_readme(r);
  const model::Model model = model::build_model(specification);
  check_levels(*r.solutions);
  std::vector<std::uint64_t> points;
  for (const report::LossLevel& level : r.solutions->minima) points.push_back(level.points);
  CHECK(points == std::vector<std::uint64_t>{2, 2, 1});
  const std::string above = r.solutions->minima[1].loss[0];
  for (report::Point& p : *r.points)
    if (p.kind == report::Kind::minimum && p.certificate->loss == r.solutions->minima[0].loss)
      (*p.certificate->loss)[1] = above;
  r = rechecked(r, model::gradient_system(model), model.loss);
  CHECK(r.solutions->minima.size() == 2);
  check_levels(*r.solutions);
}

TEST_CASE("the proof of a real point of the zero-loss set is checked again", "[certification]") {
  const auto specification = spec::read_specification(support::truth_path("degenerate/deg_zz2_1_2_1_N1.toml"));
  study::Options options;
  options.threads = 1;
  const report::Result whole = from_file(analyze(specification, options));
  const model::Model model = model::build_model(specification);
  REQUIRE(whole.interpolation->proof);
  const auto checked = [&](report::Result r) {
    r.recheck = report::Recheck{0, 0, true};
    recheck_zero_loss(r, model.residuals, "result.json");
    return r;
  };
  const report::Result holds = checked(whole);
  CHECK(holds.interpolation->proof);
  CHECK(holds.recheck->held == 1);
  // Another value of a weight that is held, another centre, a radius that is too large for the zero to be alone.
  for (std::size_t j = 0; j < whole.interpolation->proof->coordinates.size(); ++j) {
    report::Result r = whole;
    r.interpolation->proof->coordinates[j] = "0.5";
    r = checked(r);
    CHECK_FALSE(r.interpolation->proof);
    CHECK(r.recheck->held == 0);
    CHECK(r.recheck->of == 1);
    CHECK(has_note(r, "zero-loss"));
  }
  // Of a weight of the last layer the equation is linear: its zero is alone however large the radius. Others have a
  // second zero.
  std::set<bool> seen;
  for (std::uint64_t seed = 1; seed <= 12 && seen.size() < 2; ++seed) {
    options.seed = seed;
    report::Result wide = from_file(analyze(specification, options));
    REQUIRE(wide.interpolation->proof);
    const std::vector<std::string>& free = wide.interpolation->proof->free;
    REQUIRE(free.size() == 1);
    const bool linear = free[0].starts_with("w2");
    seen.insert(linear);
    INFO(free[0] << ", seed " << seed);
    wide.interpolation->proof->radius = "1e3";
    CHECK(checked(wide).interpolation->proof.has_value() == linear);
  }
  CHECK(seen.size() == 2);
  report::Result r = whole;
  r.interpolation->proof->coordinates.pop_back();
  CHECK_THROWS_AS(checked(r), InputError);
  r = whole;
  r.interpolation->proof->free = {"nothing"};
  CHECK_THROWS_AS(checked(r), InputError);
  r = whole;
  r.interpolation->proof->free.push_back("nothing");
  CHECK_THROWS_AS(checked(r), InputError);
}

TEST_CASE("where residuals depend on others the proof is of the independent ones, and checked again",
          "[certification]") {
  // f(0) = 0 whatever the weights, and the third sample is the second one, doubled.
  const char* const text = R"(
    network = { inputs = 1, layer = [{ width = 2, activation = "z^2" }, { width = 1 }] }
    data = { inputs = [[0], [1], [2]], targets = [[0], [3], [12]] })";
  const auto specification = spec::parse_specification(text, "dependent.toml", ".");
  study::Options options;
  options.threads = 1;
  for (options.seed = 1; options.seed <= 3; ++options.seed) {
    INFO("seed " << options.seed);
    const report::Result whole = from_file(analyze(specification, options));
    const report::Interpolation& v = *whole.interpolation;
    REQUIRE(v.proof);
    CHECK(v.proof->free.size() == 1);
    CHECK(v.dimension == 3);
    CHECK(v.by.dimension == Evidence::theorem);
    CHECK(v.by.real_dimension == Evidence::theorem);
    CHECK(v.by.degenerate == Evidence::theorem);
    const model::Model model = model::build_model(specification);
    const auto checked = [&](report::Result r) {
      r.recheck = report::Recheck{0, 0, true};
      recheck_zero_loss(r, model.residuals, "result.json");
      return r.interpolation->proof.has_value();
    };
    CHECK(checked(whole));
    report::Result other = whole;
    for (std::string& x : other.interpolation->proof->coordinates) x = "0.5";
    CHECK_FALSE(checked(other));
    // As many free weights as residuals are too many.
    other = whole;
    other.interpolation->proof->free = {whole.names[0], whole.names[1], whole.names[2]};
    CHECK_THROWS_AS(checked(other), InputError);
  }
}

TEST_CASE("points listed twice, off the mark or of the wrong kind are not certified", "[certification]") {
  const Case c = analyzed("sq_2_1_1_N2");
  const auto specification = spec::read_specification(support::truth_path("networks/sq_2_1_1_N2.toml"));
  const model::Model model = model::build_model(specification);
  const auto again = [&](report::Result r) {
    for (report::Point& p : *r.points) p.digits.reset();
    study::Options options;
    options.threads = 1;
    certify(r, {model.gradient, model.loss}, options);
    return r;
  };
  const std::size_t count = c.result.points->size(), real = first_real(c.result);
  CHECK(again(c.result).solutions->certified_distinct == count);
  SECTION("twice") {
    report::Result r = c.result;
    r.points->push_back((*r.points)[0]);
    ++r.solutions->isolated;
    r = again(r);
    CHECK(r.solutions->certified_distinct == count);
    CHECK(has_note(r, "could not be certified to differ"));
    CHECK(r.solutions->existence.by == Evidence::numerical);
    CHECK(r.solutions->completeness == Completeness::unknown);
  }
  SECTION("off the mark") {
    report::Result r = c.result;
    (*r.points)[0].coordinates[0] += 100.0;
    CHECK(again(r).solutions->certified_distinct == count - 1);
  }
  SECTION("another index") {
    report::Result r = c.result;
    (*r.points)[real].inertia = std::array<int, 3>{1, 1, 1};
    r = again(r);
    CHECK(r.solutions->certified_distinct == count - 1);
    CHECK(report::standing(r) == report::Standing::contradiction);
  }
  SECTION("not real") {
    report::Result r = c.result;
    (*r.points)[real].real = false;
    r = again(r);
    CHECK(r.solutions->certified_distinct == count - 1);
    CHECK(report::standing(r) == report::Standing::contradiction);
  }
}

TEST_CASE("singular points with rational coordinates are proved, and checked again", "[certification]") {
  const algebra::System system = support::parsed("2\n(3*x - 1)^2;\ny^3 - y*(3*x - 1);\n");
  study::Options options;
  options.threads = 1;
  options.certify = study::Certify::always;
  const report::Result r = from_file(solve_system(system, "test", options));
  REQUIRE(r.points->size() == 1);
  const report::Point& p = r.points->front();
  REQUIRE(p.exact);
  CHECK(p.exact->coordinates.pairs() == report::CoordinateTexts::Pairs{{"1/3", "0"}, {"0", "0"}});
  CHECK(p.exact->rank == 0);
  CHECK_FALSE(p.certified);
  CHECK(r.solutions->existence.by == Evidence::theorem);
  CHECK(p.exact->multiplicity == 6);
  CHECK(r.solutions->completeness == Completeness::modular);
  const report::Result again = rechecked(r, system);
  CHECK(again.recheck->held == 1);
  CHECK(again.recheck->of == 1);
  for (const bool coordinate : {true, false}) {
    report::Result changed = r;
    if (coordinate)
      changed.points->front().exact->coordinates = report::CoordinateTexts::Pairs{{"1/2", "0"}, {"0", "0"}};
    else
      changed.points->front().exact->rank = 1;
    const report::Result failed = rechecked(changed, system);
    CHECK(failed.recheck->held == 0);
    CHECK_FALSE(failed.points->front().exact);
    CHECK(has_note(failed, "did not hold"));
  }
  report::Result no_number = r;
  no_number.points->front().exact->coordinates = report::CoordinateTexts::Pairs{{"1/3", "0"}, {"none", "0"}};
  CHECK_THROWS_AS(recheck(no_number, system, {}, "result.json"), InputError);
}
