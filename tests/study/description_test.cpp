/// Specifications in the words of a report.
#include "polyscape/study/description.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/approximation.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/random_specification.hpp"

using namespace polyscape;
using namespace polyscape::study;
using Texts = std::vector<std::string>;
using Seeds = std::vector<std::pair<std::string, std::string>>;

namespace {

spec::Specification parsed(const std::string& text) {
  return spec::parse_specification(text, "some/where/net.toml", POLYSCAPE_DATA);
}

const std::string net =
                      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nactivation = "
                      "\"z^2\"\n[[network.layer]]\nwidth = 1\nbias = "
                      "true\n",
                  data = "[data]\ninputs = [[1, 2], [0, \"1/3\"]]\ntargets = [[1], [-1]]\n";

spec::Specification with(const std::string& more) { return parsed(net + data + more); }

std::string cautions_of(spec::Boundedness bounded, std::optional<bool> convex,
                        spec::LossKind kind = spec::LossKind::logistic) {
  spec::Specification s = parsed(net + data + "[loss]\nkind = \"logistic\"\n");
  s.loss.kind = kind;
  s.loss.surrogate->bounded = bounded;
  s.loss.surrogate->convex = convex;
  std::string text;
  for (const Note& note : cautions(s)) text += note.text + "\n";
  return text;
}

bool holds(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("a network is told by its widths, a line a layer, and its numbers", "[unit]") {
  const report::Network n = describe(with(""));
  CHECK(n.architecture == "2-2-1");
  CHECK(n.layers == Texts{"layer 1: dense, 2 units, activation z^2", "layer 2: dense, 1 unit, bias"});
  CHECK(n.loss == "1/2 sum_i |f(x_i; w) - y_i|^2");
  CHECK(n.weights == algebra::Integer(7));
  CHECK(n.samples == 2);
  CHECK(n.outputs == 1);
  CHECK(n.data_file.empty());
  CHECK(n.approximations.empty());
  CHECK(n.observations.empty());
  CHECK(n.symmetries.empty());
  // Data that the specification holds itself are not repeated.
  CHECK(n.inputs.empty());
  CHECK(n.targets.empty());
}

TEST_CASE("every kind of layer has words of its own", "[unit]") {
  const report::Network n = describe(parsed(
      "[network]\ninputs = 4\n"
      "[[network.layer]]\nkind = \"conv1d\"\nfilter = 2\nstride = 2\nchannels = 1\nbias = true\nactivation = \"z^3\"\n"
      "[[network.layer]]\nkind = \"fixed\"\nweights = [[1, 2], [3, 4], [0, 1], [1, 0]]\n"
      "[[network.layer]]\nkind = \"residual\"\nfrom = 0\n"
      "[[network.layer]]\nkind = \"dense\"\nwidth = 4\n"
      "[[network.layer]]\nkind = \"residual\"\nfrom = 3\nactivation = \"z^2\"\n"
      "[[network.layer]]\nwidth = 1\n"
      "[network.freeze]\nw4_1_1 = 1\nw4_1_2 = \"1/2\"\n[network.tie]\nw4_1_3 = \"-w4_1_4\"\n"
      "[data]\ninputs = [[1, 2, 3, 4]]\ntargets = [[1]]\n"));
  CHECK(n.architecture == "4-2-4-4-4-4-1");
  CHECK(n.layers == Texts{"layer 1: conv1d, 1 channel, filter 2, stride 2, bias, activation z^3",
                          "layer 2: fixed, 4 units", "layer 3: residual, adds the input", "layer 4: dense, 4 units",
                          "layer 5: residual, adds layer 3, activation z^2", "layer 6: dense, 1 unit",
                          "2 weights held at given values", "1 weight tied to others"});
  CHECK(n.weights == algebra::Integer(3 + 16 + 4 - 3));
}

TEST_CASE("of a deep network the first twelve layers are listed, or thirteen", "[unit]") {
  const auto deep = [](int layers) {
    std::string text = "[network]\ninputs = 1\n";
    for (int i = 0; i < layers; ++i) text += "[[network.layer]]\nwidth = 1\n";
    return describe(parsed(text + "[data]\ninputs = [[1]]\ntargets = [[1]]\n")).layers;
  };
  CHECK(deep(12).size() == 12);
  CHECK(deep(13).size() == 13);
  CHECK(deep(13).back() == "layer 13: dense, 1 unit");
  CHECK(deep(14).size() == 13);
  CHECK(deep(14).back() == "and 2 more layers");
  CHECK(deep(20).back() == "and 8 more layers");
}

TEST_CASE("losses and regularisations as formulas and words", "[unit]") {
  CHECK(describe(with("[loss]\nscale = \"mean\"\n")).loss == "1/(2N) sum_i |f(x_i; w) - y_i|^2");
  CHECK(describe(with("[loss]\nkind = \"logistic\"\n")).loss == "sum_i log(1 + exp(-y_i f(x_i; w))), by a polynomial");
  CHECK(describe(with("[loss]\nkind = \"logistic\"\nscale = \"mean\"\n")).loss ==
        "1/N sum_i log(1 + exp(-y_i f(x_i; w))), by a polynomial");
  const spec::Specification classes = parsed(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\n[data]\ninputs = [[1], [2]]\ntargets = [[1, 0], [0, 1]]\n"
      "[loss]\nkind = \"cross-entropy\"\nscale = \"mean\"\n");
  CHECK(describe(classes).loss == "1/N sum_i (log sum_k exp f_k(x_i; w) - f_c), by a polynomial");
  const auto regularization = [](const std::string& text) {
    return describe(with("[regularization]\n" + text)).regularization;
  };
  CHECK(regularization("tikhonov = \"none\"\n") == "none");
  CHECK(regularization("tikhonov = \"3/10\"\n") == "Tikhonov, lambda = 3/10");
  CHECK(regularization("tikhonov = \"generic\"\nseed = 12\n") == "Tikhonov, generic (seed 12)");
  CHECK(
      regularization("tikhonov = { layer = [{ weights = [[1, 2], [3, 4]] }, { weights = [[5, 6]], bias = [7] }] }\n") ==
      "Tikhonov, one lambda a weight");
}

TEST_CASE("lambdas are listed where they differ, held and tied weights left out", "[unit]") {
  const std::string each =
      "[regularization]\ntikhonov = { layer = [{ weights = [[\"1/2\", 2], [3, 4]] }, { weights = [[5, 6]], bias = [7] "
      "}] }\n";
  CHECK(describe(with(each)).lambda == Texts{"1/2", "2", "3", "4", "5", "6", "7"});
  CHECK(describe(parsed(net + "[network.freeze]\nw1_1_2 = 1\n[network.tie]\nw2_1_2 = \"w2_1_1\"\n" + data + each))
            .lambda == Texts{"1/2", "3", "4", "5", "7"});
  CHECK(describe(with("[regularization]\ntikhonov = 0.1\n")).lambda.empty());
  CHECK(describe(with("[regularization]\ntikhonov = \"none\"\n")).lambda.empty());
  Texts generic = describe(with("[regularization]\ntikhonov = \"generic\"\n")).lambda;
  CHECK(generic.size() == 7);
  std::ranges::sort(generic);
  CHECK(std::ranges::adjacent_find(generic) == generic.end());
}

TEST_CASE("what is drawn is written out, with its seeds", "[unit]") {
  const auto drawn = [](const std::string& text) { return parsed(net + text); };
  const spec::Specification random = drawn("[data]\nrandom = { samples = 3, seed = 7 }\n");
  const report::Network n = describe(random);
  REQUIRE(n.inputs.size() == 3);
  REQUIRE(n.targets.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    REQUIRE(n.inputs[i].size() == 2);
    for (std::size_t k = 0; k < 2; ++k) CHECK(n.inputs[i][k] == random.data.inputs[i][k].to_string());
    CHECK(n.targets[i] == Texts{random.data.targets[i][0].to_string()});
  }
  CHECK(seeds(random) == Seeds{{"data", "7"}});
  CHECK(seeds(with("")).empty());
  CHECK(seeds(with("[regularization]\ntikhonov = \"generic\"\nseed = 12\n")) == Seeds{{"regularization", "12"}});
  // A teacher's targets are what follows from inputs that are given.
  const std::string inputs = "[data]\ninputs = [[1, 2], [3, 4]]\n[data.teacher]\n";
  const spec::Specification taught = drawn(inputs + "weights = [1, 0, 0, 1, 1, 1, 0]\n");
  CHECK(describe(taught).inputs.empty());
  CHECK(describe(taught).targets == std::vector<Texts>{{"5"}, {"25"}});
  CHECK(seeds(taught).empty());
  const std::string integers = "{ distribution = \"integers\", interval = [-2, 2]",
                    normal = "{ distribution = \"normal\", deviation = \"1/10\"";
  CHECK(seeds(drawn(inputs + "random = " + integers + ", seed = 3 }\n")) == Seeds{{"teacher", "3"}});
  CHECK(seeds(drawn(inputs + "random = " + integers + " }\n")) == Seeds{{"data", "1"}});
  CHECK(seeds(drawn(inputs + "weights = [1, 0, 0, 1, 1, 1, 0]\nnoise = " + normal + " }\n")) == Seeds{{"data", "1"}});
  CHECK(seeds(drawn(inputs + "random = " + integers + ", seed = 3 }\nnoise = " + normal + ", seed = 5 }\n")) ==
        Seeds{{"teacher", "3"}, {"noise", "5"}});
}

TEST_CASE("data too large to be listed are left out", "[unit]") {
  const auto listed = [](int samples) {
    return describe(parsed(net + "[data]\nrandom = { samples = " + std::to_string(samples) + " }\n"));
  };
  const report::Network most = listed(5000), more = listed(5001);
  CHECK(most.inputs.size() == 5000);  // of two numbers each
  CHECK(more.inputs.empty());
  CHECK(more.targets.size() == 5001);
  CHECK(more.samples == 5001);
}

TEST_CASE("approximations are told with their interval and error", "[unit]") {
  spec::Specification s = parsed(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = { approximate = \"relu\", degree = 2, "
      "interval = [-2, \"3/2\"] }\n[[network.layer]]\nwidth = 1\n" +
      std::string("[data]\ninputs = [[1]]\ntargets = [[1]]\n[loss]\nkind = \"logistic\"\npolynomial = { degree = 2, "
                  "interval = [-3, 3] }\n"));
  auto& relu = *s.network.layers[0].activation.approximation;
  auto& surrogate = *s.loss.surrogate;
  relu.max_error = 0.12345;
  surrogate.approximation.max_error = 0.0625;
  surrogate.bounded = spec::Boundedness::below, surrogate.convex = true;
  const auto texts = [&] { return describe(s).approximations; };
  CHECK(texts() == Texts{"layer 1: relu by a polynomial of degree 2 on [-2, 3/2], largest error 0.123",
                         "loss: " + surrogate.approximation.function +
                             " by a polynomial of degree 2 on [-3, 3], largest error 0.0625; convex there [exact], "
                             "bounded below [exact]"});
  relu.degree = 3;
  CHECK(holds(texts()[0], "of degree 2 (3 asked for) on"));
  surrogate.bounded = spec::Boundedness::not_below, surrogate.convex = false;
  CHECK(holds(texts()[1], "; not convex there [exact], unbounded below [exact]"));
  surrogate.bounded = spec::Boundedness::undecided, surrogate.convex.reset();
  CHECK(holds(texts()[1], "; convexity not decided, boundedness not decided"));
}

TEST_CASE("a loss that misleads is cautioned of, one that does not is not", "[unit]") {
  using spec::Boundedness;
  CHECK(cautions(with("")).empty());
  CHECK(cautions_of(Boundedness::below, true).empty());
  CHECK(cautions_of(Boundedness::below, std::nullopt).empty());
  const std::string not_bounded = cautions_of(Boundedness::not_below, true);
  CHECK(holds(not_bounded, "is unbounded below [exact]"));
  CHECK(!holds(not_bounded, "convex on its interval"));
  CHECK(holds(not_bounded, "degree = " + std::to_string(spec::default_logistic_degree) + ","));
  CHECK(holds(cautions_of(Boundedness::not_below, true, spec::LossKind::cross_entropy),
              "degree = " + std::to_string(spec::default_log_sum_exp_degree) + ","));
  const std::string undecided = cautions_of(Boundedness::undecided, false);
  CHECK(holds(undecided, "bounded below is not decided"));
  CHECK(holds(undecided, "is not convex on its interval [exact]"));
  CHECK(std::ranges::count(undecided, '\n') == 2);
}

TEST_CASE("a symmetry is told by the coordinates that it moves", "[unit]") {
  const Texts names{"a", "b", "c"};
  CHECK(describe({{0, 1, 2}, {1, 1, 1}}, names).empty());
  CHECK(describe({{0, 2, 1}, {1, 1, -1}}, names) == "b -> c, c -> -b");
  CHECK(describe({{0, 1, 2}, {-1, 1, 1}}, names) == "a -> -a");
}

TEST_CASE("the title is the file's name where there is none", "[unit]") {
  CHECK(title_of(parsed("title = \"XOR\"\n" + net + data)) == "XOR");
  CHECK(title_of(with("")) == "net");
}

TEST_CASE("whatever a specification says is described: a line a layer, a seed for all that is drawn", "[unit]") {
  std::size_t described = 0;
  for (std::uint64_t number = 1; number <= 60; ++number) {
    INFO("number " << number << "\n" << support::random_specification(number));
    std::optional<spec::Specification> s;
    try {
      s = parsed(support::random_specification(number));
    } catch (const InputError&) {
      continue;
    }
    ++described;
    const report::Network n = describe(*s);
    const auto& network = s->network;
    CHECK(n.layers.size() == network.layers.size() + !network.frozen.empty() + !network.ties.empty());
    CHECK(std::ranges::count(n.architecture, '-') == static_cast<std::ptrdiff_t>(network.layers.size()));
    CHECK(n.weights == algebra::Integer(static_cast<long>(network.weights())));
    CHECK((n.lambda.empty() || n.lambda.size() == network.weights()));
    CHECK(n.inputs.empty() == !s->data.random);
    CHECK(n.data_file == s->data.file);
    CHECK(n.approximations.size() ==
          static_cast<std::size_t>(std::ranges::count_if(
              network.layers, [](const spec::Layer& layer) { return layer.activation.approximation.has_value(); })) +
              s->loss.surrogate.has_value());
    const Seeds drawn = seeds(*s);
    const auto has = [&](const char* what) {
      return std::ranges::any_of(drawn, [&](const auto& seed) { return seed.first == what; });
    };
    CHECK(has("regularization") == (s->regularization.kind == spec::TikhonovKind::generic));
    CHECK((!s->data.random || has("data")));
  }
  CHECK(described > 30);
}
