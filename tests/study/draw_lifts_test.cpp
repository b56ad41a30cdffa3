/// Lifted bounds that one search gives all draws, against each draw's own search.
#include <array>
#include <thread>

#include "polyscape/spec/parse.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/lifted_bound.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

struct Net {
  std::vector<int> widths;
  std::string activation;
};

spec::Specification specification_of(const Net& net, const std::string& data, const std::string& tikhonov) {
  std::string text = "[network]\ninputs = " + std::to_string(net.widths[0]) + "\n";
  for (std::size_t l = 1; l < net.widths.size(); ++l)
    text += "[[network.layer]]\nwidth = " + std::to_string(net.widths[l]) + "\nactivation = \"" +
            (l + 1 < net.widths.size() ? net.activation : "z") + "\"\n";
  return spec::parse_specification(text + "[data]\n" + data + "\n[regularization]\ntikhonov = " + tikhonov + "\n",
                                   "t.toml", "");
}

std::string data_of(int samples, int seed, const std::string& distribution = "") {
  return "random = { samples = " + std::to_string(samples) + ", seed = " + std::to_string(seed) + distribution + " }";
}

}  // namespace

TEST_CASE(
    "draws have the lifted bound that their own search finds, special ones none that is smaller than their points",
    "[lifts]") {
  const std::vector<Net> nets = {{{1, 2, 1}, "z^2"}, {{2, 2, 1}, "z"}, {{1, 1, 1, 1}, "z"}, {{2, 1, 2}, "z^2"}};
  const std::string few =
      ", inputs = { distribution = \"uniform\", interval = [0, 1], step = 1 }, targets = { "
      "distribution = \"uniform\", interval = [0, 1], step = 1 }";
  std::size_t bounded = 0, special = 0;
  for (const Net& net : nets) {
    const DrawLifts lifts(specification_of(net, data_of(2, 9), "1"));
    for (const int samples : {1, 3})
      for (int seed = 1; seed <= 3; ++seed) {
        INFO(net.widths.size() << " layers, " << samples << " samples, seed " << seed);
        const model::Model draw = model::build_model(
            specification_of(net, data_of(samples, seed), "{ distribution = \"uniform\", interval = [0, 1] }"));
        const auto bound = lifts.of(draw);
        report::Bounds own;
        bound_lifts(draw, own);
        REQUIRE(bound.has_value() == own.lifted.has_value());
        if (bound) CHECK(*bound->bound.value == *own.lifted->value);
        bounded += bound.has_value();
        // Zeros and ones for data: monomials vanish, and the bound of generic data stays above.
        const spec::Specification drawn = specification_of(net, data_of(samples, seed, few), "1");
        const auto above = lifts.of(model::build_model(drawn));
        const auto modular = bound_specification(drawn, {.modular = ModularCounting{}}).bounds.modular;
        if (!above || !modular || modular->dimension > 0) continue;
        ++special;
        CHECK(modular->count <= *above->bound.value);
      }
  }
  CHECK(bounded >= 20);
  CHECK(special >= 8);
}

TEST_CASE("no draw has the bound of another network", "[lifts]") {
  const std::string data = data_of(2, 1);
  const DrawLifts lifts(specification_of({{1, 2, 1}, "z^2"}, data, "1"));
  REQUIRE(lifts.of(model::build_model(specification_of({{1, 2, 1}, "z^2"}, data, "1"))));
  for (const Net& other : {Net{{1, 2, 1}, "z^3"}, Net{{1, 3, 1}, "z^2"}, Net{{2, 2, 1}, "z^2"}, Net{{1, 2, 2}, "z^2"}})
    CHECK_FALSE(lifts.of(model::build_model(specification_of(other, data, "1"))));
}

TEST_CASE("the bound of draws depends neither on threads nor on what was asked before", "[lifts]") {
  const auto draw = [](int samples) {
    return model::build_model(specification_of({{1, 2, 1}, "z^2"}, data_of(samples, 5), "\"generic\""));
  };
  std::array<std::optional<DrawLift>, 4> alone, together;
  const auto network = specification_of({{1, 2, 1}, "z^2"}, data_of(1, 1), "1");
  for (int n = 1; n <= 4; ++n) alone[static_cast<std::size_t>(n - 1)] = DrawLifts(network).of(draw(n));
  const DrawLifts shared(network);
  {
    std::vector<std::jthread> threads;
    for (int n = 4; n >= 1; --n)
      threads.emplace_back([&, n] { together[static_cast<std::size_t>(n - 1)] = shared.of(draw(n)); });
  }
  for (std::size_t k = 0; k < 4; ++k) {
    REQUIRE(alone[k]);
    REQUIRE(together[k]);
    CHECK(*alone[k]->bound.value == *together[k]->bound.value);
    CHECK(alone[k]->bound.lift == together[k]->bound.lift);
  }
}
