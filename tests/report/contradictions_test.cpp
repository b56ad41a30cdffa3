#include "polyscape/report/contradictions.hpp"

#include <functional>

#include "report/example.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

namespace {

/// A result without contradictions: three points of a system with Bezout number 4, one of them double, a line of zeros,
/// a curve of zero loss.
Result consistent() {
  Result r;
  r.system = {2, 2, std::vector<long>{2, 2}, Origin::gradient, {}};
  r.bounds.bezout = 4;
  r.bounds.multihomogeneous = MultihomogeneousBound{4, {{"x", "y"}}, "search"};
  r.bounds.linear_product = LinearProductBound{4, {}};
  r.bounds.mixed_volume_affine = 4;
  r.bounds.mixed_volume = 2;
  r.bounds.generic_root_count = 4;
  r.paths = Paths{"monodromy", 4, 2, 2, 0, 0, 0, 0, "", {}, false};
  Point p;
  p.coordinates = {{1, 0}, {2, 0}};
  p.real = p.nonsingular = p.certified = true;
  p.certificate = Certificate{"1e-20", true, false, std::nullopt};
  Point q = p;
  q.coordinates = {{1, 0}, {3, 0}};
  Point s;
  s.coordinates = {{0, 0}, {0, 0}};
  s.real = true;
  s.multiplicity = 2;
  r.points = std::vector<Point>{p, q, s};
  Solutions& counts = r.solutions.emplace();
  counts.isolated = counts.real = 3;
  counts.nonsingular = counts.torus = 2;
  counts.singular = 1;
  counts.strata = std::vector<Stratum>{{{}, 2, 2}, {{"x", "y"}, 1, 1}};
  counts.existence = {2, Evidence::numerical};
  counts.known_count = "3";
  Component line;
  line.dimension = 1;
  line.degree = 2;
  line.rank = JacobianRank{1, 2, 2, 128, 1, 1, std::nullopt};
  r.decomposition = Decomposition{{line}, 0, 0, 4, 0, true, 0, {}};
  Interpolation v;
  v.equations = 1;
  v.variables = 2;
  v.expected_dimension = 1;
  v.dimension = 1;
  v.real_points = v.degenerate = true;
  v.proof = RegularZero{{"0", "1"}, {"x"}, "1e-20"};
  v.decomposition = Decomposition{{line}, 0, 0, 4, 0, true, 0, {}};
  r.interpolation = v;
  return r;
}

using Change = std::function<void(Result&)>;

Result changed(const Change& change) {
  Result r = consistent();
  change(r);
  return r;
}

Component& component(Result& r) { return r.decomposition->components[0]; }

}  // namespace

TEST_CASE("a consistent result contradicts nothing, nor does one that knows less") {
  CHECK(contradictions(consistent()).empty());
  CHECK(contradictions(Result{}).empty());
  const std::vector<Change> less{
      [](Result& r) { r.bounds = {}; },
      [](Result& r) { r.paths.reset(); },
      [](Result& r) { r.points.reset(); },
      [](Result& r) { r.solutions.reset(), r.points.reset(); },
      [](Result& r) { r.decomposition.reset(); },
      [](Result& r) { r.interpolation.reset(); },
      [](Result& r) { r.interpolation->dimension.reset(), r.interpolation->degenerate.reset(); },
      [](Result& r) { r.interpolation->proof.reset(); },
      [](Result& r) { r.solutions->known_count = "7"; },
      [](Result& r) { component(r).rank.reset(); },
      [](Result& r) { r.system.degrees.reset(); }};
  for (std::size_t i = 0; i < less.size(); ++i) {
    INFO(i);
    CHECK(contradictions(changed(less[i])).empty());
  }
}

TEST_CASE("whatever excludes something else is found") {
  const std::vector<std::pair<Change, const char*>> cases{
      {[](Result& r) { r.bounds.bezout = 3; }, "Bezout number is 3"},
      {[](Result& r) { r.bounds.multihomogeneous->value = 3; }, "multihomogeneous"},
      {[](Result& r) { r.bounds.linear_product->value = 3; }, "linear-product"},
      {[](Result& r) { r.bounds.mixed_volume_affine = 3; }, "with the origin is 3"},
      {[](Result& r) {
         r.bounds.lifted = {algebra::Integer(3), "residuals", 3};
       },
       "the lifted mixed volume is 3"},
      {[](Result& r) { r.bounds.mixed_volume = 1; }, "torus is 1"},
      {[](Result& r) { r.bounds.generic_root_count = 3; }, "generic count is 3"},
      {[](Result& r) { r.bounds.generic_root_count = 5; }, "only 4 paths"},
      {[](Result& r) { r.points->back().multiplicity = 3; }, "5 isolated points"},
      {[](Result& r) { r.solutions->known_count = "1"; }, "known_count says 1"},
      {[](Result& r) { r.paths->tracked = 5; }, "add up to 4"},
      {[](Result& r) { r.paths->at_infinity = 1; }, "add up to 5"},
      {[](Result& r) { r.solutions->nonsingular = 3; }, "3 nonsingular and 1 singular"},
      {[](Result& r) { r.solutions->strata->pop_back(); }, "strata hold 2"},
      {[](Result& r) { r.points->pop_back(); }, "2 points are listed"},
      {[](Result& r) { r.solutions->existence.certified = 4; }, "4 points are certified"},
      {[](Result& r) { r.points->front().multiplicity = 2; }, "nonsingular and of multiplicity 2"},
      {[](Result& r) { r.points->front().certificate->real = false; }, "certified to be not real"},
      {[](Result& r) { r.points->front().real = false; }, "listed as not real"},
      {[](Result& r) { component(r).dimension = -1; }, "leave none below 0"},
      {[](Result& r) { component(r).rank->value = 2; }, "more than its codimension"},
      {[](Result& r) { component(r).multiplicity = 2; }, "full rank"},
      {[](Result& r) { component(r).degree = 3; }, "equations' degrees allow 2"},
      {[](Result& r) { component(r).rank.reset(), component(r).multiplicity = 2; }, "multiplicities 4"},
      {[](Result& r) { r.decomposition->components.push_back(component(r)); }, "multiplicities 4"},
      {[](Result& r) {
         r.decomposition->reduced = {{1, 1, -80, {}, {}, 3}};
       },
       "dimension 1 that are not multiple have degrees 2 together, but modulo random primes at most 1"},
      {[](Result& r) {
         r.interpolation->decomposition->reduced = {{1, 0, -80, {}, {}, 3}};
       },
       "modulo random primes at most 0"},
      {[](Result& r) {
         r.decomposition->isolated = r.decomposition->nonsingular = 2;
         r.decomposition->reduced = {{0, 1, -80, {}, {}, 3}};
       },
       "2 nonsingular isolated points, but modulo random primes at most 1"},
      {[](Result& r) {
         r.interpolation->decomposition->isolated = 1;
         r.interpolation->modular = ModularCount{-1, 0, -80, {}, {}, 3};
       },
       "components of dimension 0 with degrees 1 together, but modulo random primes the dimension is -1"},
      {[](Result& r) { r.interpolation->empty_proved = true; }, "empty and of dimension 1"},
      {[](Result& r) { r.interpolation->empty_proved = true, r.points->front().zero_loss = true; },
       "point 1 has zero loss"},
      {[](Result& r) { r.interpolation->dimension = -1; }, "empty and has real points"},
      {[](Result& r) { r.interpolation->dimension = -1; }, "empty and has components"},
      {[](Result& r) { r.interpolation->dimension = -1; }, "empty and degenerate"},
      {[](Result& r) { r.interpolation->dimension = -1; }, "certified real point"},
      {[](Result& r) { r.interpolation->real_points = false; }, "certified real point and no real points"},
      {[](Result& r) { r.interpolation->expected_dimension = 2; }, "has less than 2"},
      {[](Result& r) { r.interpolation->degenerate = false; }, "not degenerate, but of dimension 1"},
      {[](Result& r) { r.interpolation->dimension = 0; }, "degenerate, but of dimension 0"},
      {[](Result& r) { r.interpolation->decomposition->components[0].dimension = 2; }, "its components at most 2"}};
  for (const auto& [change, words] : cases) {
    INFO(words);
    const std::vector<std::string> found = contradictions(changed(change));
    bool said = false;
    for (const std::string& sentence : found) said = said || sentence.find(words) != std::string::npos;
    CHECK(said);
    Result r = changed(change);
    r.contradictions = found;
    CHECK(standing(r) == Standing::contradiction);
  }
}
