/// Rows of a table of critical manifolds, from a decomposition written down by hand.
#include "polyscape/study/manifold_rows.hpp"

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::study;
using report::Kind;

namespace {

report::Component component(std::optional<int> function, std::vector<Kind> kinds, std::optional<bool> pure = {},
                            bool zero_loss = false) {
  report::Component c;
  c.function = function;
  c.kinds = std::move(kinds);
  c.pure = pure;
  c.zero_loss = zero_loss;
  return c;
}

report::Result draw() {
  report::Result r;
  r.network.emplace().samples = 7;
  r.seeds = {{"teacher", "3"}, {"data", "11"}};
  r.interpolation.emplace();
  r.decomposition.emplace();
  return r;
}

}  // namespace

TEST_CASE("components that compute one function are one, by all kinds at its points", "[unit]") {
  report::Result r = draw();
  r.decomposition->components = {component(1, {Kind::saddle}, false),
                                 component(1, {Kind::minimum}, false),       // one function
                                 component(2, {Kind::minimum}, true, true),  // of zero loss
                                 component(3, {}, true),                     // no real point
                                 component(4, {Kind::saddle}, true),
                                 component(5, {Kind::saddle}, true),
                                 component({}, {Kind::saddle}),
                                 component({}, {Kind::maximum})};  // families, each by itself
  const ManifoldRow row = manifold_row(r);
  CHECK((row.samples == 7 && row.data_seed == "11"));
  CHECK((row.functions == 7 && row.real == 6));
  CHECK(row.kinds == "1 maximum, 2 pure saddle, 1 saddle, 1 spurious minimum/saddle, 1 zero-loss minimum");
}

TEST_CASE("a row says whether data can be fitted, and whether all is known", "[unit]") {
  report::Result r = draw();
  CHECK(manifold_row(r).zero_loss_dimension.empty());
  CHECK_FALSE(manifold_row(r).degenerate);
  r.interpolation->dimension = -1;
  CHECK(manifold_row(r).zero_loss_dimension == "empty");
  CHECK(manifold_row(r).degenerate == false);
  r.interpolation->dimension = 2;
  r.interpolation->degenerate = true;
  CHECK(manifold_row(r).zero_loss_dimension == "2");
  CHECK(manifold_row(r).degenerate == true);
  CHECK(manifold_row(r).kinds.empty());
  r.contradictions = {"two statements exclude each other"};
  CHECK(manifold_row(r).complete == "CONTRADICTION");
  r.contradictions.clear();
  r.cancelled = true;
  CHECK(manifold_row(r).complete == "no");
}
