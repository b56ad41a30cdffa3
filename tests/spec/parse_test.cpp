#include "polyscape/spec/parse.hpp"

#include <filesystem>
#include <set>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {

Rational q(long numerator, long denominator = 1) { return Rational(numerator, denominator); }

Specification parsed(const std::string& text) { return parse_specification(text, "t.toml", POLYSCAPE_DATA); }

const std::string two_layers = R"(
[network]
inputs = 2
[[network.layer]]
width = 2
bias = true
activation = "z^2"
[[network.layer]]
width = 1
)";

}  // namespace

TEST_CASE("every number is the one the text spells") {
  const Specification s = parsed(two_layers + R"(
[data]
inputs = [[0.1, "1/3"], [ 1e-3,-2.50 ], [1_000.25, +7], [0xff, 0.1000000000000000055511151231257827]] # é
targets = [["0.1"], [3], [0.30000000000000000000000001], [-0.0]]
[regularization]
tikhonov = 0.05
)");
  CHECK(s.data.inputs[0] == std::vector{q(1, 10), q(1, 3)});
  CHECK(s.data.inputs[1] == std::vector{q(1, 1000), q(-5, 2)});
  CHECK(s.data.inputs[2] == std::vector{q(4001, 4), q(7)});
  CHECK(s.data.inputs[3][0] == q(255));
  CHECK(s.data.inputs[3][1] != q(1, 10));
  CHECK(s.data.targets[2][0] != q(3, 10));
  CHECK(s.data.targets[2][0] - q(3, 10) == power(q(1, 10), 26));
  CHECK(s.data.targets[3][0] == q(0));
  CHECK(s.regularization.value == q(1, 20));
}

TEST_CASE("numbers in inline tables, behind characters of several bytes and tabs") {
  const Specification s = parsed(R"(title = "é"
[network]
inputs = 2
layer = [ { width = 2, bias = true, activation = "z^2" }, { width = 1 } ]
[data]
inputs = [["1",	0.7]]
targets = [[0.25]]
[regularization]
tikhonov = { layer = [ { weights = [[0.1, 0.2], [0.3, 0.4]], bias = [0.5, 0.6] }, { weights = [[0.7,0.8]] } ] }
[solve]
"é" = 0.125
)");
  CHECK(s.solve[0].text == "0.125");
  CHECK(s.data.inputs[0][1] == q(7, 10));
  CHECK(lambda(s, 0) == q(1, 10));
  CHECK(lambda(s, 2) == q(1, 2));
  CHECK(lambda(s, 4) == q(2, 5));
  CHECK(lambda(s, 7) == q(4, 5));
}

TEST_CASE("weights are named and found by layer, unit and input") {
  const Specification s = parsed(two_layers + "[data]\nrandom = { samples = 2 }\n");
  const std::vector<std::string> names{"w1_1_1", "w1_1_2", "b1_1", "w1_2_1", "w1_2_2", "b1_2", "w2_1_1", "w2_1_2"};
  REQUIRE(s.network.places() == names.size());
  for (std::size_t p = 0; p < names.size(); ++p) {
    CHECK(s.network.weight_name(p) == names[p]);
    CHECK(s.network.weight_place(names[p]) == p);
  }
  for (const char* unknown :
       {"w0_1_1", "w3_1_1", "w1_3_1", "w1_1_3", "b2_1", "b1_3", "w1_1", "b1_1_1", "x", "", "w1_01_1", "w1_1_1_"})
    CHECK_FALSE(s.network.weight_place(unknown).has_value());
}

TEST_CASE("layers of every kind know their shape") {
  const Specification s = parsed(R"(
[network]
inputs = 5
[[network.layer]]
kind = "conv1d"
filter = 2
stride = 2
channels = 3
bias = true
activation = "z + 1/2*z^2"
[[network.layer]]
width = 6
[[network.layer]]
kind = "residual"
from = 1
[[network.layer]]
kind = "fixed"
weights = [["1", "-1", 0, 0, 0, 0.5]]
bias = ["0"]
[network.freeze]
w1_1_1 = "1/2"
[network.tie]
w1_2_1 = "-w1_3_1"
[data]
random = { samples = 3, seed = 9 }
)");
  const Network& n = s.network;
  CHECK(n.layers[0].width == 6);
  CHECK(n.layers[0].positions() == 2);
  CHECK(n.layers[0].places() == 9);
  CHECK(n.layers[0].activation.coefficients == std::vector{q(0), q(1), q(1, 2)});
  CHECK(n.layers[2].width == 6);
  CHECK(n.layers[3].weights[0][5] == q(1, 2));
  CHECK(n.weights() == 9 + 36 - 2);
  REQUIRE(n.ties.size() == 1);
  CHECK(n.ties[0].sign == -1);
  CHECK(n.weight_name(n.ties[0].to) == "w1_3_1");
}

TEST_CASE("a CSV file gives columns, rows and one-hot classes") {
  const Specification s = parsed(R"(
[network]
inputs = 2
[[network.layer]]
width = 3
[data]
file = "iris.csv"
inputs = ["petal_width_cm", "sepal_length_cm"]
classes = "species"
rows = "1-2, 51, 150"
)");
  REQUIRE(s.data.inputs.size() == 4);
  CHECK(s.data.inputs[0] == std::vector{q(1, 5), q(51, 10)});
  CHECK(s.data.targets[0] == std::vector{q(1), q(0), q(0)});
  CHECK(s.data.targets[2] == std::vector{q(0), q(1), q(0)});
  CHECK(s.data.targets[3] == std::vector{q(0), q(0), q(1)});
  CHECK(s.data.classes == std::vector<std::string>{"0", "1", "2"});
}

TEST_CASE("random data depends on its seed, and inputs do not move with the number of outputs") {
  const auto with = [](int width, int seed) {
    return parsed("[network]\ninputs = 2\n[[network.layer]]\nwidth = " + std::to_string(width) +
                  "\n[data]\nrandom = { samples = 3, seed = " + std::to_string(seed) + " }\n")
        .data;
  };
  CHECK(with(1, 7).inputs == with(1, 7).inputs);
  CHECK(with(1, 7).inputs == with(2, 7).inputs);
  CHECK(with(1, 7).inputs != with(1, 8).inputs);
  CHECK(with(2, 7).targets != with(2, 8).targets);
}

TEST_CASE("generic regularisation is distinct, positive, small, seeded and lazy") {
  const auto with = [](int width, int seed) {
    return parsed("[network]\ninputs = 3\n[[network.layer]]\nwidth = " + std::to_string(width) +
                  "\n[data]\nrandom = { samples = 1 }\n[regularization]\ntikhonov = \"generic\"\nseed = " +
                  std::to_string(seed) + "\n");
  };
  for (const int width : {1, 7, 100}) {
    const Specification s = with(width, 3);
    std::set<Rational> values;
    for (std::uint64_t p = 0; p < s.network.places(); ++p) {
      const Rational value = lambda(s, p);
      CHECK(value.sign() > 0);
      CHECK(value <= q(1, 10));
      CHECK(value == lambda(with(width, 3), p));
      values.insert(value);
    }
    CHECK(values.size() == s.network.places());
    CHECK(lambda(s, 0) != lambda(with(width, 4), 0));
  }
}

TEST_CASE("the solve table is handed on as text with its place") {
  const Specification s = parsed(
      two_layers + "[data]\nrandom = { samples = 1 }\n[solve]\nseed = 5\nstart = \"polyhedral\"\ntolerance = 1e-8\n");
  REQUIRE(s.solve.size() == 3);
  for (const SolveEntry& e : s.solve) {
    if (e.key == "seed") CHECK(e.text == "5");
    if (e.key == "start") CHECK(e.text == "polyhedral");
    if (e.key == "tolerance") CHECK(e.text == "1e-8");
    CHECK(e.place.find("t.toml:") == 0);
    CHECK(e.place.find("solve." + e.key) != std::string::npos);
  }
}

TEST_CASE("every shipped specification and every truth can be read") {
  std::size_t count = 0;
  for (const char* folder : {"", "/truth/networks", "/truth/degenerate"})
    for (const auto& entry : std::filesystem::directory_iterator(std::string(POLYSCAPE_DATA) + folder)) {
      if (entry.path().extension() != ".toml") continue;
      INFO(entry.path().string());
      CHECK_NOTHROW(read_specification(entry.path().string()));
      ++count;
    }
  CHECK(count > 70);
}

TEST_CASE("ten million weights are read without an entry each") {
  const Specification s = read_specification(POLYSCAPE_DATA "/wide_ten_million.toml");
  CHECK(s.network.weights() == 10'000'000);
  CHECK(lambda(s, 9'999'999).sign() > 0);
  CHECK(lambda(s, 9'999'999) != lambda(s, 0));
}
