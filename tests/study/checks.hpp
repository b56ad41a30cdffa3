#pragma once
/// What every finished result must satisfy.
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "support/catch.hpp"

namespace polyscape::study {

/// Results that no machine's cores change.
inline study::Options one_thread(const std::string& start = "auto", const std::string& certify = "auto") {
  study::Options options;
  options.threads = 1;
  options.start = named<solve::Start>(start).value();
  options.certify = named<study::Certify>(certify).value();
  return options;
}

/// A system from the lists of its quoted names and equations.
inline algebra::System read(const std::string& variables, const std::string& equations) {
  return algebra::read_system("{\"variables\": [" + variables + "], \"equations\": [" + equations + "]}", "test");
}

/// The classes of the paths add up, none failed, and the counts of points agree with each other.
inline void check_ledger(const report::Result& r) {
  REQUIRE(r.paths);
  REQUIRE(r.solutions);
  REQUIRE(r.points);
  const report::Paths& p = *r.paths;
  CHECK(p.nonsingular + p.singular + p.at_infinity + p.positive_dimensional + p.excluded + p.failed == p.tracked);
  CHECK(p.failed == 0);
  CHECK_FALSE(p.cancelled);
  CHECK(report::complete(r));
  const report::Solutions& s = *r.solutions;
  CHECK(s.isolated == r.points->size());
  CHECK(s.nonsingular + s.singular == s.isolated);
  CHECK(s.nonsingular == p.nonsingular);
}

}  // namespace polyscape::study
