#include "polyscape/model/lifts.hpp"

#include <algorithm>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::model;

namespace {

std::string layer(int width, const std::string& activation, bool bias = false) {
  return "[[network.layer]]\nkind = \"dense\"\nwidth = " + std::to_string(width) + "\nactivation = \"" + activation +
         "\"\nbias = " + (bias ? "true" : "false") + "\n";
}

model::Model built(int inputs, const std::string& layers, int samples, const std::string& rest = "") {
  const std::string text = "[network]\ninputs = " + std::to_string(inputs) + "\n" + layers +
                           "[data]\nrandom = { samples = " + std::to_string(samples) + ", seed = 5 }\n" + rest;
  return build_model(spec::parse_specification(text, "t.toml", POLYSCAPE_DATA));
}

std::vector<std::string> labels(const algebra::Liftable& form) {
  std::vector<std::string> result;
  for (const algebra::NodeGroup& group : form.groups) result.push_back(group.label);
  return result;
}

/// As many forms as expected, each with the gradient's own polynomials.
void check_forms(const Model& model, std::size_t expected) {
  const std::vector<algebra::Liftable> forms = liftable_gradients(model, 100);
  REQUIRE(forms.size() == expected);
  for (const algebra::Liftable& form : forms) {
    CAPTURE(labels(form));
    CHECK(algebra::expand(form.program) == gradient_system(model).equations);
    for (const algebra::NodeGroup& group : form.groups) CHECK_FALSE(group.nodes.empty());
  }
}

}  // namespace

TEST_CASE("every form of the gradient is the gradient") {
  const std::string generic = "[regularization]\ntikhonov = \"generic\"\n";
  check_forms(built(2, layer(2, "z^2") + layer(1, "z"), 2, generic), 2);
  check_forms(built(2, layer(2, "z^2", true) + layer(1, "z", true), 7, generic), 2);
  check_forms(built(2, layer(2, "z + z^2") + layer(2, "z"), 6, generic), 2);
  check_forms(built(1, layer(2, "z^2") + layer(1, "z^2", true), 3), 2);
  check_forms(built(2, layer(1, "z^2") + layer(2, "z") + layer(1, "z"), 2, "[loss]\nscale = \"mean\"\n"), 3);
  check_forms(built(1, layer(2, "z^3") + layer(1, "z"), 2, generic), 2);
}

TEST_CASE("networks of three layers have forms by what is behind an inner one") {
  const std::string generic = "[regularization]\ntikhonov = \"generic\"\n";
  check_forms(built(2, layer(1, "z^2") + layer(2, "z^2") + layer(1, "z"), 2, generic), 3);
  check_forms(built(1, layer(2, "z^2", true) + layer(1, "z + z^3") + layer(2, "z", true), 2), 3);
  check_forms(built(2, layer(1, "z^2") + layer(1, "z^2") + layer(1, "z^2") + layer(1, "z"), 1, generic), 4);
  const std::string residual = "[[network.layer]]\nkind = \"residual\"\nactivation = \"z^2\"\nfrom = ";
  check_forms(built(2, layer(2, "z^2") + layer(2, "z") + residual + "1\n" + layer(1, "z"), 1), 3);
  // What is behind the second layer takes the first one's outputs, too; here what is behind any takes the input.
  check_forms(built(2, layer(2, "z") + residual + "0\n" + layer(1, "z"), 1), 2);
}

TEST_CASE("linear networks have forms by products of layers, with moments and with samples") {
  for (const char* loss : {"", "[loss]\nscale = \"mean\"\n"})
    for (const int samples : {1, 2, 4}) {
      check_forms(built(2, layer(2, "z") + layer(2, "z"), samples, loss), 4);
      check_forms(built(3, layer(1, "z") + layer(2, "z") + layer(2, "z"), samples, loss), 4);
    }
}

TEST_CASE("forms with too many nodes are left out") {
  const Model model = built(2, layer(2, "z^2") + layer(1, "z"), 20);
  CHECK(liftable_gradients(model, 100).size() == 2);
  CHECK(liftable_gradients(model, 59).size() == 1);  // 40 preactivations and 20 residuals
  CHECK(liftable_gradients(model, 5).empty());       // 3 coefficients and as many derivatives
}
