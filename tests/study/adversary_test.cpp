/// Systems whose solutions are known exactly, made to make false what is said of them.
#include <array>
#include <numeric>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/study/analysis.hpp"
#include "study/checks.hpp"
#include "support/generated_systems.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

constexpr auto none = static_cast<std::size_t>(-1);

/// The only known solution in a certified point's polydisc; none if there is none or more than one.
std::size_t certified_solution(const report::Point& p, const std::vector<support::ExactPoint>& solutions) {
  const Rational radius = *Rational::parse(p.certificate->radius);
  const auto digits = p.digits->pairs();
  std::size_t found = none;
  for (std::size_t k = 0; k < solutions.size(); ++k) {
    bool inside = true;
    for (std::size_t i = 0; i < solutions[k].size() && inside; ++i) {
      const Rational re = *Rational::parse(digits[i][0]) - solutions[k][i].re,
                     im = *Rational::parse(digits[i][1]) - solutions[k][i].im;
      inside = re * re + im * im <= radius * radius;
    }
    if (!inside) continue;
    if (found != none) return none;
    found = k;
  }
  return found;
}

bool is_real(const support::ExactPoint& x) { return std::ranges::all_of(x, &GaussianRational::is_real); }

struct Tally {
  std::size_t proved = 0, certified = 0, complete = 0, systems = 0, points = 0;
};

/// Every theorem that is claimed of the system is true; and nothing is lost without a word.
void check_claims(const support::GeneratedSystem& g, const std::string& start, Tally& tally) {
  INFO(g.description << ", " << start);
  study::Options options;
  options.threads = 1;
  options.start = named<solve::Start>(start).value();
  options.certify = study::Certify::always;
  const report::Result r = solve_system(g.system, g.description, options);
  const std::size_t count = g.solutions.size();
  ++tally.systems;
  tally.points += count;
  std::vector<bool> taken(count, false);
  for (const report::Point& p : *r.points) {
    if (p.exact) {
      support::ExactPoint x;
      for (const auto& [re, im] : p.exact->coordinates.pairs())
        x.emplace_back(*Rational::parse(re), *Rational::parse(im));
      CHECK(std::ranges::find(g.solutions, x) != g.solutions.end());
    }
    if (!p.certified) continue;
    ++tally.certified;
    const std::size_t k = certified_solution(p, g.solutions);
    REQUIRE(k != none);
    CHECK_FALSE(taken[k]);
    taken[k] = true;
    CHECK(g.multiplicities[k] == 1);
    CHECK(p.nonsingular);
    if (p.certificate->real) CHECK(*p.certificate->real == is_real(g.solutions[k]));
  }
  const report::Solutions& s = *r.solutions;
  if (s.completeness >= Completeness::modular) {
    ++tally.proved;
    CHECK(s.isolated == count);
  }
  CHECK(s.completeness != Completeness::given);
  CHECK(s.isolated <= count);
  CHECK(r.contradictions.empty());
  if (report::standing(r) != report::Standing::complete) return;
  ++tally.complete;
  CHECK(s.isolated == count);
  CHECK(s.real == static_cast<std::size_t>(std::ranges::count_if(g.solutions, is_real)));
  CHECK(s.singular == static_cast<std::size_t>(std::ranges::count_if(g.multiplicities, [](int m) { return m > 1; })));
}

}  // namespace

TEST_CASE("what is claimed of generated systems is true", "[adversary][long]") {
  Tally tally;
  for (std::uint64_t number = 0; number < 60; ++number)
    check_claims(support::generated_system(number, {}), number % 4 == 3 ? "total-degree" : "auto", tally);
  CHECK(tally.proved >= 20);
  CHECK(tally.complete >= 55);
}

namespace {

constexpr std::array<support::Hardness, 4> levels{{{12, 3, true}, {30, 12, true}, {100, 30, false}, {300, 300, true}}};

support::GeneratedSystem generated(std::size_t level, std::uint64_t number) {
  return support::generated_system(10000 * (level + 1) + number, levels[level]);
}

/// The start that number is solved from.
std::string start_of(std::uint64_t number) {
  const char* starts[] = {"auto", "total-degree", "polyhedral", "monodromy"};
  return starts[number % 8 < 5 ? 0 : number % 8 - 4];
}

/// 2,500 systems of one level. Of those with many solutions, which take most of the time, some.
void check_level(std::size_t level) {
  constexpr int few = 8, some = 40;
  Tally tally;
  for (std::uint64_t number = 0; tally.systems < 2500; ++number) {
    const support::GeneratedSystem g = generated(level, number);
    if (number % some != 0 && std::accumulate(g.multiplicities.begin(), g.multiplicities.end(), 0) > few) continue;
    check_claims(g, start_of(number), tally);
  }
  CAPTURE(tally.points, tally.certified, tally.proved, tally.complete);
  CHECK(tally.certified > tally.points / 4);
  CHECK(tally.proved >= 500);
  WARN("level " << level << ": " << tally.points << " points in " << tally.systems << " systems, certified "
                << tally.certified << ", proved " << tally.proved << ", complete " << tally.complete);
}

}  // namespace

TEST_CASE("what was once said wrongly of generated systems", "[systems]") {
  const std::array<std::vector<std::uint64_t>, 4> numbers{{{28},
                                                           {37, 71, 119, 1087},
                                                           {4, 16, 36, 99, 173, 351, 511, 1056, 1391},
                                                           {74, 109, 134, 998, 1373, 1914, 1942, 2044, 2377}}};
  Tally tally;
  for (std::size_t level = 0; level < 4; ++level)
    for (const std::uint64_t number : numbers[level]) check_claims(generated(level, number), start_of(number), tally);
  CHECK(tally.complete + 6 >= tally.systems);
}

// Ten thousand systems: roots down to 10^-12, 10^-30, 10^-100, 10^-300 apart, scales up to 10^(+-3), 10^(+-12),
// 10^(+-30), 10^(+-300).
TEST_CASE("what is claimed of 2,500 generated systems is true, close roots", "[adversary][long]") { check_level(0); }
TEST_CASE("what is claimed of 2,500 generated systems is true, closer roots", "[adversary][long]") { check_level(1); }
TEST_CASE("what is claimed of 2,500 generated systems is true, close roots and great scales", "[adversary][long]") {
  check_level(2);
}
TEST_CASE("what is claimed of 2,500 generated systems is true, the closest roots and the greatest scales",
          "[adversary][long]") {
  check_level(3);
}
