/// Lists and ranges in a specification: which rows they make, and what is refused.
#include "polyscape/spec/sweep.hpp"

#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

Sweep sweep_of(const std::string& text) { return {text, "s.toml", "."}; }

/// A network with a place for a layer's keys, for data and for more.
std::string with(const std::string& layer, const std::string& data = "random = { samples = 2, seed = 1 }",
                 const std::string& rest = "") {
  return "[network]\ninputs = 1\n[[network.layer]]\n" + layer + "\n[[network.layer]]\nwidth = 1\n[data]\n" + data +
         "\n" + rest;
}

std::string message(const std::string& text) {
  try {
    const Sweep s = sweep_of(text);
    for (std::size_t row = 0; row < s.size(); ++row) s.specification(row);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a sweep is the product of its lists, the first that is written slowest", "[sweep]") {
  const Sweep s =
      sweep_of(with("activation = [\"z^2\", \"z^3 - z\"]\nwidth = [1, 3]", "random = { seed = \"5-6\", samples = 2 }"));
  REQUIRE(s.size() == 8);
  CHECK(s.names() == std::vector<std::string>{"activation", "width", "seed"});
  CHECK(s.values(0) == Values{{"activation", "z^2"}, {"width", "1"}, {"seed", "5"}});
  CHECK(s.values(1) == Values{{"activation", "z^2"}, {"width", "1"}, {"seed", "6"}});
  CHECK(s.values(2) == Values{{"activation", "z^2"}, {"width", "3"}, {"seed", "5"}});
  CHECK(s.values(7) == Values{{"activation", "z^3 - z"}, {"width", "3"}, {"seed", "6"}});
  for (std::size_t row = 0; row < 8; ++row) {
    const Specification r = s.specification(row);
    CHECK(r.network.layers[0].width == (row / 2 % 2 == 0 ? 1 : 3));
    CHECK(r.network.layers[0].activation.degree() == (row / 4 == 0 ? 2 : 3));
    CHECK(r.data.seed == 5 + row % 2);
    CHECK(r.title == "s, " + values_text(s.values(row)));
    // The row is a specification of its own: its text says the same.
    const Specification alone = parse_specification(r.text, "row.toml", ".");
    CHECK(alone.network.layers[0].width == r.network.layers[0].width);
    CHECK(alone.data.inputs == r.data.inputs);
  }
  CHECK(s.first_of_network(3) == 2);
  CHECK(s.first_of_network(7) == 6);
}

TEST_CASE("without lists there is one row, the file itself", "[sweep]") {
  const std::string text = with("width = 2", "inputs = [[1], [2]]\ntargets = [[1], [3]]");
  const Sweep s = sweep_of(text);
  CHECK(s.size() == 1);
  CHECK(s.names().empty());
  CHECK(s.specification(0).text == text);
  CHECK(s.specification(0).title == "s");
}

TEST_CASE("whatever is expected may be listed, arrays in arrays", "[sweep]") {
  const auto sizes = [](const std::string& text) { return sweep_of(text).size(); };
  CHECK(sizes(with("width = 1\nbias = [true, false]")) == 2);
  CHECK(sizes(with("width = 1\nrepeat = [1, 2, 5]")) == 3);
  CHECK(sizes(with("width = \"1-3, 7\"")) == 4);
  CHECK(sizes(with("width = [\"1-3\", 7]")) == 4);
  CHECK(sizes(with("width = 1\nactivation = { approximate = \"relu\", degree = [2, 4], interval = [-2, 2] }")) == 2);
  CHECK(sizes(with("width = 1\nactivation = { approximate = \"relu\", degree = 2, interval = [[-2, 2], [-1, 1]] }")) ==
        2);
  CHECK(sizes(with("width = 1",
                   "random = { samples = [1, 2], inputs = [{ distribution = \"normal\" }, { distribution "
                   "= \"signs\" }] }")) == 4);
  CHECK(sizes(with("width = 1", "inputs = [[[1], [2]], [[3], [4]]]\ntargets = [[1], [2]]")) == 2);
  CHECK(sizes(with("width = 1", "random = { samples = 1 }",
                   "[regularization]\ntikhonov = [\"1/10\", \"generic\", { distribution = \"uniform\", interval = [0, "
                   "1] }]\nseed = [1, 2]")) == 6);
  CHECK(sizes(with("width = 1", "random = { samples = 1 }",
                   "[regularization]\ntikhonov = { layer = [{ weights = [[1]] }, { weights = [[[1]], [[2]]] }] }")) ==
        2);
  CHECK(sizes(with("width = 1", "random = { samples = 1 }\nteacher = { weights = [[1, 2], [3, 4]] }")) == 2);
  CHECK(sizes(with("width = 1", "random = { samples = 1 }\nteacher = { weights = { w1_1_1 = [1, 2], w2_1_1 = 0 } }")) ==
        2);
  CHECK(sizes(with("width = 1", "random = { samples = 1 }", "[network.freeze]\nw1_1_1 = [1, \"1/2\"]")) == 2);
  const Sweep layers = sweep_of(
      "network = { inputs = 1, layer = [[{ width = 2 }], [{ width = 1, activation = \"z^2\" }, { width = 2 }]] }\n"
      "data = { random = { samples = 1 } }");
  REQUIRE(layers.size() == 2);
  CHECK(layers.specification(0).network.layers.size() == 1);
  CHECK(layers.specification(1).network.layers.size() == 2);
  CHECK(layers.values(0) == Values{{"layer", "[{ width = 2 }]"}});
}

TEST_CASE("columns of a file are no list, lists of them are", "[sweep]") {
  const auto text = [](const std::string& inputs) {
    return "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"iris.csv\"\ninputs = " + inputs +
           "\ntargets = [\"petal_width_cm\"]\nrows = [\"1-3\", \"51-52\"]\n";
  };
  const Sweep one(text("[\"petal_length_cm\"]"), "s.toml", POLYSCAPE_DATA);
  CHECK(one.names() == std::vector<std::string>{"rows"});
  CHECK(one.specification(1).data.inputs.size() == 2);
  const Sweep two(text("[[\"petal_length_cm\"], [\"sepal_length_cm\"]]"), "s.toml", POLYSCAPE_DATA);
  CHECK(two.size() == 4);
  CHECK(two.specification(2).data.input_names == std::vector<std::string>{"sepal_length_cm"});
}

TEST_CASE("names are as long as it takes to tell the keys apart", "[sweep]") {
  const Sweep s = sweep_of(
      "[network]\ninputs = [1, 2]\n[[network.layer]]\nwidth = [1, 2]\n[[network.layer]]\nwidth = [1, "
      "2]\n[data]\nrandom "
      "= { samples = 1, seed = [1, 2] }\n[regularization]\ntikhonov = \"generic\"\nseed = [3, 4]\n");
  CHECK(s.names() ==
        std::vector<std::string>{"inputs", "layer[1].width", "layer[2].width", "random.seed", "regularization.seed"});
}

TEST_CASE("lists over several lines, comments and other letters leave the rest as it is", "[sweep]") {
  const Sweep s = sweep_of(
      "title = \"Größe λ\" # [1, 2]\n[network]\ninputs = 1\n[[network.layer]]\nwidth = [ # \"ä\"\n  1,\n  2, # two\n]\n"
      "activation = [\"z^2 + z\", 'z^3']\n[[network.layer]]\nwidth = 1\n[data]\nrandom = { samples = 1 } # λ\n");
  REQUIRE(s.size() == 4);
  CHECK(s.specification(3).network.layers[0].width == 2);
  CHECK(s.specification(3).network.layers[0].activation.degree() == 3);
  CHECK(s.specification(3).title == "Größe λ, width = 2, activation = z^3");
}

TEST_CASE("layers repeat", "[sweep]") {
  const Specification s = parse_specification(with("width = 2\nrepeat = 3\nactivation = \"z^2\""), "s.toml", ".");
  REQUIRE(s.network.layers.size() == 4);
  CHECK(s.network.layers[0].inputs == 1);
  CHECK(s.network.layers[2].inputs == 2);
  CHECK(s.network.layers[2].activation.degree() == 2);
  CHECK(s.network.weights() == 2 + 4 + 4 + 2);
  CHECK_THROWS_AS(parse_specification(with("width = 2\nrepeat = 0"), "s.toml", "."), InputError);
}

TEST_CASE("bad lists are refused with their place and what to write", "[sweep]") {
  const auto says = [](const std::string& text, const std::string& a, const std::string& b) {
    const std::string found = message(text);
    INFO(found);
    CHECK(found.find(a) != std::string::npos);
    CHECK(found.find(b) != std::string::npos);
  };
  says(with("width = []"), "s.toml:4 network.layer[1].width", "at least one value");
  says(with("width = [[1], 2]"), "s.toml:4 network.layer[1].width[1]", "stands in a list already");
  says(with("width = [1, [2]]"), "s.toml:4 network.layer[1].width[2]", "stands in a list already");
  says(with("width = 1\nactivation = [{ approximate = \"relu\", degree = [1, 2], interval = [-1, 1] }]"),
       "s.toml:5 network.layer[1].activation[1].degree", "stands in a list already");
  says(with("width = \"3-1\""), "s.toml:4 network.layer[1].width", "smaller end first");
  says(with("width = \"1-\""), "s.toml:4 network.layer[1].width", "\"1-100\"");
  says(with("width = \"1-2,\""), "s.toml:4 network.layer[1].width", "\"1-100\"");
  says(with("width = \"1-99999999999999999999\""), "s.toml:4 network.layer[1].width", "\"1-100\"");
  says(with("width = \"1-9999999\""), "s.toml:4 network.layer[1].width", "10^6");
  says(with("width = [\"1-2\", \"1-999999\"]"), "s.toml:4 network.layer[1].width", "of all ranges together");
  says(with("width = \"1-1000\"", "random = { samples = \"1-1001\" }"), "s.toml", "1000000 rows");
  says(with("width = [1, 0]"), "s.toml:4 network.layer[1].width[2]", "where width = 0");
  says(with("width = [1, 2]\nwidht = 3"), "widht", "write width");
  says("[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[[data]]\nrandom = { samples = 1 }\n", "data",
       "write data = [..]");
  says("title = [\"a\", \"b\"]\n" + with("width = 1"), "s.toml:1 title", "a string");
  says(with("width = 1", "random = { samples = 1 }", "[solve]\nseed = [1, 2]"), "solve.seed", "single value");
}

TEST_CASE("a message quotes long values in part", "[sweep]") {
  const std::string long_word(50000, 'x');
  for (const std::string& text :
       {with("width = [1, 2]\nkind = \"" + long_word + "\""), with("width = [1, \"" + long_word + "\"]"),
        with("width = 1\nactivation = [\"z\", \"" + long_word + "\"]")}) {
    const std::string said = message(text);
    CHECK(said.find("s.toml:") == 0);
    CHECK(said.size() < 3000);
  }
}

TEST_CASE("verbs that take one specification refuse lists and name the one that does not", "[sweep]") {
  for (const std::string layer : {"width = [1, 2]", "width = \"1-2\""}) {
    try {
      parse_specification(with(layer), "s.toml", ".");
      FAIL("accepted");
    } catch (const InputError& e) {
      CHECK(std::string(e.what()).find("s.toml:4 network.layer[1].width") == 0);
      CHECK(std::string(e.what()).find("polyscape sweep") != std::string::npos);
    }
  }
}

TEST_CASE("lambda is drawn with the data unless it has a seed of its own, and is positive", "[sweep]") {
  const auto lambdas = [](const std::string& distribution, const std::string& seeds, std::uint64_t data_seed) {
    const Specification s =
        parse_specification(with("width = 20", "random = { samples = 1, seed = " + std::to_string(data_seed) + " }",
                                 "[regularization]\ntikhonov = { distribution = " + distribution + " }\n" + seeds),
                            "s.toml", ".");
    std::vector<Rational> list;
    for (std::uint64_t place = 0; place < 40; ++place) list.push_back(lambda(s, place));
    return list;
  };
  const std::string uniform = "\"uniform\", interval = [0, 1], step = \"1/4\"";
  CHECK(lambdas(uniform, "", 1) == lambdas(uniform, "", 1));
  CHECK(lambdas(uniform, "", 1) != lambdas(uniform, "", 2));
  CHECK(lambdas(uniform, "seed = 9", 1) == lambdas(uniform, "seed = 9", 2));
  CHECK(lambdas(uniform, "seed = 9", 1) != lambdas(uniform, "seed = 8", 1));
  std::set<Rational> values;
  for (std::uint64_t seed = 1; seed < 10; ++seed)
    for (const Rational& x : lambdas(uniform, "", seed)) values.insert(x);
  CHECK(values == std::set<Rational>{Rational(1, 4), Rational(1, 2), Rational(3, 4), Rational(1)});
  for (const Rational& x : lambdas("\"normal\", step = \"1/100\"", "", 3)) CHECK(x.sign() > 0);
  for (const Rational& x : lambdas("\"tenths\"", "", 3)) CHECK(x.sign() > 0);
  for (const char* never : {"\"uniform\", interval = [-1, 0]", "\"uniform\", interval = [0, \"1/2\"], step = 1",
                            "\"uniform\", interval = [-1, 1]", "\"normal\", mean = -1", "\"normal\", deviation = 0",
                            "\"normal\", deviation = \"1/10\", step = 1"})
    CHECK_THROWS_AS(lambdas(never, "", 1), InputError);
}
