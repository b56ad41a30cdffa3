#include "polyscape/model/degrees.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "polyscape/base/random.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using algebra::Integer;

namespace {

/// degree -> number of equations.
std::map<long, Integer> counted(const std::vector<model::DegreeClass>& classes) {
  std::map<long, Integer> result;
  for (const auto& c : classes) result[c.degree] += c.count;
  return result;
}
std::map<long, Integer> counted(const algebra::System& system) {
  std::map<long, Integer> result;
  for (const long d : algebra::degrees(system)) result[d] += Integer(1);
  return result;
}

std::string random_specification(Random& random) {
  const auto pick = [&](std::initializer_list<const char*> words) {
    return std::string(words.begin()[random.below(words.size())]);
  };
  std::string text = "[network]\ninputs = 3\n";
  std::size_t width = 3, layers = random.below(2) + 1;
  for (std::size_t l = 0; l < layers; ++l) {
    const auto bias = "\nbias = " + pick({"true", "false"});
    const auto activation = "\nactivation = \"" + pick({"z", "z^2", "z^2", "z^3", "z + z^2", "1 + z^2"}) + "\"\n";
    text += "[[network.layer]]\n";
    switch (random.below(5)) {
      case 0:
        text += "kind = \"conv1d\"\nfilter = 2\nchannels = 1" + bias + activation;
        width = width > 1 ? width - 1 : 1;
        if (width == 1) return random_specification(random);
        break;
      case 1:
        text += "kind = \"residual\"\nfrom = " + std::to_string(l == 0 ? 0 : l) + activation;
        break;
      case 2:
        text += "kind = \"fixed\"\nweights = [[";
        for (std::size_t k = 0; k < width; ++k) text += (k ? ", " : "") + std::to_string(k + 2);
        text += "], [1";
        for (std::size_t k = 1; k < width; ++k) text += ", -" + std::to_string(k);
        text += "]]\nbias = [\"1/2\", 0]" + activation;
        width = 2;
        break;
      default:
        text += "width = 2" + bias + activation;
        width = 2;
    }
  }
  text += "[[network.layer]]\nwidth = " + std::to_string(random.below(2) + 1) + "\nbias = " + pick({"true", "false"}) +
          "\nactivation = \"" + pick({"z", "z", "z^2"}) + "\"\n";
  if (random.below(3) == 0)
    text += "[network.freeze]\nw" + std::to_string(layers + 1) + "_1_1 = " + pick({"0", "\"1/2\""}) + "\n";
  else if (random.below(3) == 0)
    text += "[network.tie]\nw" + std::to_string(layers + 1) + "_1_2 = \"w" + std::to_string(layers + 1) + "_1_1\"\n";
  return text + "[data]\nrandom = { samples = 3, seed = " + std::to_string(random.below(1000)) +
         " }\n[regularization]\ntikhonov = \"" + pick({"generic", "none"}) + "\"\n";
}

double size_of(const spec::Specification& s) {
  double size = 1;
  const auto d = model::degrees(s);
  for (long k = 1; k <= 2 * d.network; ++k)
    size = size * static_cast<double>(s.network.weights() + static_cast<std::uint64_t>(k)) / static_cast<double>(k);
  return size;
}

}  // namespace

TEST_CASE("degrees without expanding are those of the expanded systems") {
  Random random(31);
  int checked = 0;
  for (int round = 0; round < 400 && checked < 60; ++round) {
    const std::string text = random_specification(random);
    const auto s = spec::parse_specification(text, "random.toml", "");
    if (size_of(s) > 30000) continue;
    ++checked;
    const model::Model m = model::build_model(s);
    const model::Degrees d = model::degrees(s);
    INFO(text);
    CHECK(d.unit_by_unit_or_uniform);
    CHECK(d.weights == Integer(static_cast<long>(m.names.size())));
    CHECK(counted(d.gradient) == counted(model::gradient_system(m)));
    CHECK(counted(d.interpolation) == counted(model::interpolation_system(m)));
  }
  CHECK(checked == 60);
}

TEST_CASE("the truth networks have the recorded variables, degrees and Bezout numbers") {
  std::ifstream stream(POLYSCAPE_DATA "/truth/networks.csv");
  const spec::CsvTable table = spec::parse_csv({std::istreambuf_iterator<char>(stream), {}}, "networks.csv");
  const auto cell = [&](std::size_t row, const char* column) {
    return table.rows[row][spec::column_index(table, column, "")];
  };
  REQUIRE(table.rows.size() > 50);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    INFO(cell(row, "name"));
    const auto s =
        spec::read_specification(std::string(POLYSCAPE_DATA) + "/truth/networks/" + cell(row, "name") + ".toml");
    const model::Model m = model::build_model(s);
    const model::Degrees d = model::degrees(s);
    CHECK(std::to_string(m.names.size()) == cell(row, "variables"));
    CHECK(model::bezout(d.gradient).to_string() == cell(row, "bezout"));
    std::string degrees;
    for (const long degree : algebra::degrees(model::gradient_system(m)))
      degrees += (degrees.empty() ? "" : " ") + std::to_string(degree);
    CHECK(degrees == cell(row, "degrees"));
    CHECK(counted(d.gradient) == counted(model::gradient_system(m)));
  }
}

TEST_CASE("never below the expanded degrees on special data") {
  const std::string head =
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nbias = true\nactivation = "
      "\"z^2\"\n[[network.layer]]\nwidth = 1\n[data]\n";
  for (const char* data :
       {"inputs = [[0, 0], [0, 0]]\ntargets = [[0], [0]]\n", "inputs = [[0, 1], [0, -1]]\ntargets = [[1], [1]]\n",
        "inputs = [[1, 1]]\ntargets = [[0]]\n"}) {
    const auto s = spec::parse_specification(head + data, "t.toml", "");
    const auto expanded = algebra::degrees(model::gradient_system(model::build_model(s)));
    std::vector<long> bound, truth(expanded.begin(), expanded.end());
    for (const auto& c : model::degrees(s).gradient)
      bound.insert(bound.end(), static_cast<std::size_t>(*c.count.to_int64()), c.degree);
    std::ranges::sort(bound);
    std::ranges::sort(truth);
    REQUIRE(bound.size() == truth.size());
    for (std::size_t i = 0; i < bound.size(); ++i) CHECK(bound[i] >= truth[i]);
  }
}

TEST_CASE("surrogate losses have the degree of their polynomial") {
  const auto s = spec::read_specification(POLYSCAPE_DATA "/logistic_xor.toml");
  CHECK(counted(model::degrees(s).gradient) == counted(model::gradient_system(model::build_model(s))));
  CHECK(model::degrees(s).interpolation.empty());
}

TEST_CASE("a layer stands for its units in networks of any width") {
  const auto classes = [](int width, int channels) {
    const std::string text =
        "[network]\ninputs = 9\n[[network.layer]]\nkind = \"conv1d\"\nfilter = 3\nstride = 2\nbias = true\nchannels "
        "= " +
        std::to_string(channels) + "\nactivation = \"z^3\"\n[[network.layer]]\nwidth = " + std::to_string(width) +
        "\nbias = true\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 2\nbias = true\n[network.freeze]\nw3_1_1 = "
        "2\n[network.tie]\nb2_1 = \"w1_1_1\"\nb3_1 = \"b2_2\"\n"
        "[data]\nrandom = { samples = 5 }\n[regularization]\ntikhonov = \"generic\"\n";
    return model::degrees(spec::parse_specification(text, "t.toml", ""));
  };
  const model::Degrees small = classes(20, 3), large = classes(2000, 30);
  CHECK(small.unit_by_unit_or_uniform);
  CHECK_FALSE(large.unit_by_unit_or_uniform);  // a frozen weight, not followed
  REQUIRE(small.gradient.size() == large.gradient.size());
  Integer total = 0;
  for (std::size_t i = 0; i < small.gradient.size(); ++i) {
    CHECK(small.gradient[i].degree == large.gradient[i].degree);
    CHECK(small.gradient[i].description == large.gradient[i].description);
    total += large.gradient[i].count;
  }
  CHECK(total == large.weights);
}

TEST_CASE("degrees of ten million weights, and of more than could be visited one by one") {
  auto s = spec::read_specification(POLYSCAPE_DATA "/wide_ten_million.toml");
  const model::Degrees d = model::degrees(s);
  CHECK(d.weights == Integer(10'000'000));
  CHECK(d.layers == std::vector<long>{2, 6, 7});
  CHECK(counted(d.gradient) == std::map<long, Integer>{{13, Integer(10'000'000)}});
  CHECK(counted(d.interpolation) == std::map<long, Integer>{{7, Integer(5000)}});
  CHECK(model::expected_dimension(s) == Integer(10'000'000 - 5000));
  CHECK(model::bezout(d.interpolation) == algebra::power(Integer(7), 5000));
  // A million million million weights: whatever looks at each of them does not come to an end.
  const std::size_t width = 1'000'000'000;
  s.network.layers[0].width = s.network.layers[1].inputs = s.network.layers[1].width = s.network.layers[2].inputs =
      width;
  const model::Degrees wide = model::degrees(s);
  const Integer weights(1'000'001'500'000'000'000);
  CHECK(wide.weights == weights);
  CHECK(counted(wide.gradient) == std::map<long, Integer>{{13, weights}});
}
