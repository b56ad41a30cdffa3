/// Where walkers end, and what they are matched with.
#include "polyscape/dynamics/basin.hpp"

#include <cmath>

#include "dynamics/potentials.hpp"
#include "polyscape/dynamics/flow.hpp"
#include "polyscape/dynamics/normalisable.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::of_network;
using test::potential;

namespace {

std::vector<KnownPoint> found(const Potential& p, double reach) {
  const std::vector low(p.dimension(), -reach), high(p.dimension(), reach);
  return search_critical_points(p, low, high, 400, Random(1), 0);
}

MethodEnds run(Method method, const Potential& p, Places& places, const Options& o, double rate, double reach,
               std::uint64_t seed = 3) {
  const Confinement box{Walls::none, std::vector(p.dimension(), -reach), std::vector(p.dimension(), reach), 0};
  const auto starts = starts_in_box(box.low, box.high, o.starts, Random(seed).stream("starts"));
  return run_method(method, p, places, o, rate, box, starts, Random(seed), 0);
}

std::uint64_t total(const MethodEnds& ends) {
  std::uint64_t sum = 0;
  for (const PlaceShare& s : ends.shares) sum += s.share.count;
  for (const Unmatched& u : ends.unmatched) sum += u.count;
  return sum;
}

}  // namespace

TEST_CASE("basins of a tilted double well have the shares that its ridge says") {
  const Potential p = potential("(x^2 - 1)^2/4 + x/10 + y^2/2");
  Places places(p, found(p, 2), nullptr);
  REQUIRE(places.all().size() == 3);
  double ridge = 0;
  for (const Place& place : places.all())
    if (place.kind == PlaceKind::saddle) ridge = place.at[0];
  Options o;
  o.starts = 2000;
  for (const Method method : {Method::flow, Method::gd}) {
    const MethodEnds ends = run(method, p, places, o, 0.1, 2);
    CHECK(total(ends) == 2000);
    CHECK(ends.unmatched.empty());
    REQUIRE(ends.shares.size() == 2);  // the saddle's basin is empty
    for (const PlaceShare& s : ends.shares) {
      const Place& place = places.all()[s.place];
      CHECK(place.kind == PlaceKind::minimum);
      const double expected = place.at[0] < 0 ? (ridge + 2) / 4 : (2 - ridge) / 4;
      CHECK(std::abs(s.share.value() - expected) < 4 * s.share.error());
      CHECK(s.travelled >= s.distance - 1e-9);
      CHECK(std::abs(s.loss - place.loss) < 1e-9);
    }
  }
}

TEST_CASE("no walker is dropped: what leaves for infinity or rests elsewhere is listed with the reason") {
  const Potential p = potential("x^3/3 - x + y^2/2");  // a minimum at x = 1, and a fall behind the saddle at x = -1
  Places all(p, found(p, 2), nullptr);
  Options o;
  o.starts = 200;
  for (const Method method : {Method::flow, Method::gd, Method::adam, Method::momentum}) {
    const MethodEnds ends = run(method, p, all, o, 0.05, 2);
    CHECK(total(ends) == 200);
    REQUIRE_FALSE(ends.unmatched.empty());
    CHECK(ends.unmatched.front().reason.find("infinity") != std::string::npos);
  }
  // A list that lacks the minimum: nobody is matched with another point of it.
  Places none(p, {}, nullptr);
  const MethodEnds ends = run(Method::gd, p, none, o, 0.05, 2);
  CHECK(ends.shares.empty());
  bool named = false;
  for (const Unmatched& u : ends.unmatched) named = named || u.reason.find("not in the list") != std::string::npos;
  CHECK(named);
  CHECK(total(ends) == 200);
}

TEST_CASE("ends on a zero-loss set are told from those at points beside it, and sets of points from both") {
  // (x y - 1)^2 is zero on two curves; its saddle at 0 is a point.
  const Potential p = of_network(
      "network = { inputs = 1, layer = [{ width = 1 }, { width = 1 }] }\n"
      "data = { inputs = [[1]], targets = [[1]] }\n");
  const model::Model model = model::build_model(spec::parse_specification(
      "network = { inputs = 1, layer = [{ width = 1 }, { width = 1 }] }\ndata = { inputs = [[1]], targets = [[1]] }\n",
      "n.toml", "."));
  Places places(p, {{{0, 0}, 0, false, std::nullopt}}, &model.residuals);
  Options o;
  o.starts = 100;
  const MethodEnds ends = run(Method::gd, p, places, o, 0.1, 1.5);
  REQUIRE(ends.shares.size() == 1);
  CHECK(ends.shares[0].share.count == 100);
  CHECK(places.all()[ends.shares[0].place].kind == PlaceKind::zero_loss);
  CHECK(places.all()[ends.shares[0].place].spectrum.nullity == 1);
  CHECK(ends.shares[0].least_sharpness >= 2 - 1e-6);  // u^2 + v^2 >= 2 u v
  // The same set where nobody says what it is: a critical set.
  Places unknown(p, {{{0, 0}, 0, false, std::nullopt}}, nullptr);
  const MethodEnds again = run(Method::gd, p, unknown, o, 0.1, 1.5);
  REQUIRE(again.shares.size() == 1);
  CHECK(unknown.all()[again.shares[0].place].kind == PlaceKind::critical_set);
  CHECK(std::abs(unknown.all()[again.shares[0].place].loss) < 1e-9);
}

TEST_CASE("gradient flow keeps u^2 - v^2") {
  const Potential p = potential("(x*y - 3)^2/2");
  for (const auto& [u, v] : {std::pair(0.3, 2.0), {-1.5, -0.2}, {2.0, 0.1}}) {
    const Flow flow = flow_from(p, std::vector{u, v});
    REQUIRE(flow.end == FlowEnd::at_rest);
    const double x = flow.position[0], y = flow.position[1];
    CHECK(std::abs(x * y - 3) < 1e-7);
    CHECK(std::abs((x * x - y * y) - (u * u - v * v)) < 1e-5);
  }
}

TEST_CASE("whether exp(-L/T) has a finite integral") {
  CHECK(normalisable(potential("x^4 + y^2"), Random(1)).answer == std::optional(true));
  CHECK(normalisable(potential("(x - y)^2"), Random(1)).answer != std::optional(true));
  CHECK(normalisable(potential("x^2*y^2 + x^2"), Random(1)).answer != std::optional(true));
  CHECK(normalisable(potential("(x*y - 1)^2"), Random(1)).answer != std::optional(true));
  CHECK(normalisable(potential("1 - exp(-x^2 - y^2)"), Random(1)).answer == std::optional(false));
  const auto of = [](const std::string& text) {
    const model::Model model = model::build_model(spec::parse_specification(text, "n.toml", "."));
    return normalisable(Potential(model), model, Random(1));
  };
  const std::string network =
      "network = { inputs = 1, layer = [{ width = 1 }, { width = 1 }] }\ndata = { inputs = [[1]], targets = [[1]] }\n";
  CHECK(of(network).answer == std::optional(false));
  CHECK(of(network).by == Evidence::theorem);
  CHECK(of(network + "regularization = { tikhonov = \"1/100\" }\n").answer == std::optional(true));
  CHECK(of(network + "regularization = { tikhonov = \"1/100\" }\n").by == Evidence::theorem);
  // One weight is not regularised: the curve u v = 1, v -> 0 costs nothing in u.
  CHECK(of(network + "regularization = { tikhonov = { layer = [{ weights = [[0]] }, { weights = [[1]] }] } }\n").by !=
        Evidence::theorem);
}

TEST_CASE("shares have standard errors, also where nobody came") {
  CHECK(std::abs(Share{50, 100}.error() - 0.05) < 0.001);
  CHECK(Share{0, 100}.error() > 0.005);
}
