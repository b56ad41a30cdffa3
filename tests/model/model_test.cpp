#include "polyscape/model/model.hpp"

#include <algorithm>
#include <map>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;
using namespace polyscape::model;

namespace {

model::Model built(const std::string& text) {
  return build_model(spec::parse_specification(text, "t.toml", POLYSCAPE_DATA));
}

using Row = std::vector<Rational>;

/// f(x; w) by plain loops over named weights: independent of programs, places and variables.
class PlainNetwork {
 public:
  PlainNetwork(const spec::Network& network, const std::vector<std::string>& names, const Row& w) : network_(network) {
    for (std::size_t i = 0; i < names.size(); ++i) value_[names[i]] = w[i];
    for (const auto& f : network.frozen) value_[network.weight_name(f.place)] = f.value;
    for (const auto& t : network.ties)
      value_[network.weight_name(t.place)] = Rational(t.sign) * value_.at(network.weight_name(t.to));
  }
  Row operator()(const Row& x) const {
    std::vector<Row> outputs{x};
    for (std::size_t l = 0; l < network_.layers.size(); ++l) {
      Row z = linear(l, outputs);
      for (Rational& v : z) {
        Rational sum = 0, power = 1;
        for (const Rational& c : network_.layers[l].activation.coefficients) {
          sum += c * power;
          power *= v;
        }
        v = sum;
      }
      outputs.push_back(z);
    }
    return outputs.back();
  }

 private:
  Rational w(char kind, std::size_t l, std::size_t j, std::size_t k = 0) const {
    std::string name = kind + std::to_string(l + 1) + "_" + std::to_string(j + 1);
    if (kind == 'w') name += "_" + std::to_string(k + 1);
    return value_.at(name);
  }
  Row linear(std::size_t l, const std::vector<Row>& outputs) const {
    const spec::Layer& layer = network_.layers[l];
    const Row& in = outputs[l];
    Row z;
    switch (layer.kind) {
      case spec::LayerKind::dense:
        for (std::size_t j = 0; j < layer.width; ++j) {
          z.push_back(layer.bias ? w('b', l, j) : Rational(0));
          for (std::size_t k = 0; k < in.size(); ++k) z[j] += w('w', l, j, k) * in[k];
        }
        break;
      case spec::LayerKind::conv1d:
        for (std::size_t c = 0; c < layer.channels; ++c)
          for (std::size_t p = 0; p + layer.filter <= in.size(); p += layer.stride) {
            z.push_back(layer.bias ? w('b', l, c) : Rational(0));
            for (std::size_t k = 0; k < layer.filter; ++k) z.back() += w('w', l, c, k) * in[p + k];
          }
        break;
      case spec::LayerKind::residual:
        for (std::size_t j = 0; j < in.size(); ++j) z.push_back(in[j] + outputs[layer.from][j]);
        break;
      case spec::LayerKind::fixed:
        for (std::size_t j = 0; j < layer.width; ++j) {
          z.push_back(layer.biases.empty() ? Rational(0) : layer.biases[j]);
          for (std::size_t k = 0; k < in.size(); ++k) z[j] += layer.weights[j][k] * in[k];
        }
        break;
    }
    return z;
  }
  const spec::Network& network_;
  std::map<std::string, Rational> value_;
};

Rational plain_loss(const model::Model& m, const Row& w) {
  const spec::Specification& s = m.specification;
  const PlainNetwork f(s.network, m.names, w);
  Rational sum = 0;
  for (std::size_t i = 0; i < s.data.inputs.size(); ++i) {
    const Row out = f(s.data.inputs[i]);
    const Row& y = s.data.targets[i];
    switch (s.loss.kind) {
      case spec::LossKind::square:
        for (std::size_t k = 0; k < out.size(); ++k) sum += (out[k] - y[k]) * (out[k] - y[k]) / Rational(2);
        break;
      case spec::LossKind::logistic:
        sum += s.loss.surrogate->polynomial.evaluate(Row{y[0] * out[0]});
        break;
      case spec::LossKind::cross_entropy:
        sum += s.loss.surrogate->polynomial.evaluate(out);
        for (std::size_t k = 0; k < out.size(); ++k) sum -= y[k] * out[k];
        break;
    }
  }
  if (s.loss.mean) sum /= Rational(static_cast<long>(s.data.inputs.size()));
  for (std::size_t j = 0; j < w.size(); ++j) sum += m.lambda[j] * w[j] * w[j] / Rational(2);
  return sum;
}

// Programs, expansion and plain loops agree exactly at random rational points.
void check_model(const model::Model& m, Random& random) {
  const std::size_t M = m.names.size();
  const System gradient = gradient_system(m);
  const Differentiated h = hessian(m);
  const Polynomial loss = expand(m.loss)[0];
  CHECK(gradient.names == m.names);
  for (std::size_t j = 0; j < M; ++j) CHECK(gradient.equations[j] == loss.derivative(j));
  for (int round = 0; round < 3; ++round) {
    const Row w = support::small_rationals(random, M);
    CHECK(evaluate(m.loss, w) == Row{plain_loss(m, w)});
    CHECK(loss.evaluate(w) == plain_loss(m, w));
    const Row values = evaluate(h.program, w), direct = evaluate(m.gradient, w);
    REQUIRE(h.values == M);
    std::vector<Row> matrix(M, Row(M));
    for (std::size_t e = 0; e < h.entries.size(); ++e) matrix[h.entries[e].row][h.entries[e].column] = values[M + e];
    for (std::size_t i = 0; i < M; ++i) {
      CHECK(direct[i] == gradient.equations[i].evaluate(w));
      CHECK(values[i] == direct[i]);
      for (std::size_t j = 0; j < M; ++j) CHECK(matrix[i][j] == gradient.equations[i].derivative(j).evaluate(w));
    }
    const PlainNetwork f(m.specification.network, m.names, w);
    const Row outputs = evaluate(m.outputs, w), residuals = evaluate(m.residuals, w);
    REQUIRE(outputs.size() == m.samples * m.outputs_per_sample);
    for (std::size_t i = 0; i < m.samples; ++i) {
      const Row out = f(m.specification.data.inputs[i]);
      for (std::size_t k = 0; k < out.size(); ++k) {
        CHECK(outputs[i * out.size() + k] == out[k]);
        CHECK(residuals[i * out.size() + k] == out[k] - m.specification.data.targets[i][k]);
      }
    }
    if (m.has_interpolation) {
      const System interpolation = interpolation_system(m);
      for (std::size_t k = 0; k < residuals.size(); ++k) CHECK(interpolation.equations[k].evaluate(w) == residuals[k]);
    }
  }
}

const std::string everything = R"(
[network]
inputs = 3
[[network.layer]]
kind = "conv1d"
filter = 2
channels = 2
bias = true
activation = "z^2 - 1/2*z + 1/3"
[[network.layer]]
width = 4
activation = "z"
[[network.layer]]
kind = "residual"
from = 1
[[network.layer]]
kind = "fixed"
weights = [["1", "-1", 0, 0.5], [0, 0, 2, 1]]
bias = ["0", "1/2"]
[[network.layer]]
width = 2
bias = true
[network.freeze]
w1_1_1 = "1/2"
w2_1_1 = 0
w2_2_1 = 0
w2_3_1 = 0
w2_4_1 = 0
w2_1_2 = 1
w2_2_2 = 1
w2_3_2 = 1
[network.tie]
w1_2_1 = "-w1_1_2"
w5_2_1 = "w1_1_2"
b5_2 = "b5_1"
)";

}  // namespace

TEST_CASE("programs, expansions and a plain forward pass agree on layers of every kind") {
  Random random(11);
  check_model(
      built(everything + "[data]\nrandom = { samples = 2, seed = 3 }\n[regularization]\ntikhonov = \"generic\"\n"),
      random);
  check_model(built(everything + "[data]\nrandom = { samples = 2, seed = 3 }\n[loss]\nscale = \"mean\"\n"), random);
}

TEST_CASE("surrogate losses agree with their polynomials") {
  Random random(12);
  const std::string head =
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 1\nactivation = \"z^2\"\n[[network.layer]]\nbias = "
      "true\nwidth = ";
  const std::string tail =
      "\n[data]\nrandom = { samples = 3 }\n[regularization]\ntikhonov = 0.1\n[loss]\npolynomial = { degree = 2, "
      "interval = [-2, 2] }\nkind = ";
  const model::Model logistic = built(head + "1" + tail + "\"logistic\"\nscale = \"mean\"\n");
  check_model(logistic, random);
  CHECK_FALSE(logistic.has_interpolation);
  CHECK_THROWS_AS(interpolation_system(logistic), ArgumentError);
  REQUIRE(logistic.pre_activations.size() == 1);
  CHECK(logistic.pre_activations[0].per_sample == 1);
  const model::Model entropy = built(head + "3" + tail + "\"cross-entropy\"\n");
  check_model(entropy, random);
  CHECK(entropy.pre_activations[0].per_sample == 3);
}

TEST_CASE("approximated layers show their pre-activations and interval") {
  const model::Model m = built(R"([network]
inputs = 1
[[network.layer]]
width = 2
activation = { approximate = "relu", degree = 2, interval = [-2, 3] }
[[network.layer]]
width = 1
[data]
inputs = [["2"], ["-3"]]
targets = [["1"], ["0"]]
)");
  REQUIRE(m.pre_activations.size() == 1);
  const PreActivations& p = m.pre_activations[0];
  CHECK(p.per_sample == 2);
  CHECK(p.low == Rational(-2));
  CHECK(p.high == Rational(3));
  CHECK(evaluate(p.values, Row{5, 7, 1, 1}) == Row{10, 14, -15, -21});
}

TEST_CASE("without noise the teacher's weights have zero loss, exactly") {
  const std::string teachers[] = {
      "[data.teacher]\nrandom = { seed = 2 }\n", "[data.teacher]\n",
      "[data.teacher]\nrandom = { distribution = \"normal\", step = \"1/7\" }\n",
      "[data.teacher]\nrandom = { seed = 3 }\nnoise = { distribution = \"normal\", deviation = 0 }\n"};
  for (const std::string& teacher : teachers) {
    for (const std::string& network :
         {everything,
          std::string("[network]\ninputs = 3\n[[network.layer]]\nwidth = 2\nbias = true\nactivation = { approximate = "
                      "\"tanh\", degree = 3, interval = [-2, 2] }\n[[network.layer]]\nwidth = 2\n")}) {
      const model::Model m = built(
          network +
          "[data]\nrandom = { samples = 4, seed = 3, inputs = { distribution = \"integers\", interval = [-2, 2] } }\n" +
          teacher);
      INFO(teacher);
      const Row& weights = m.specification.data.teacher->weights;
      REQUIRE(weights.size() == m.names.size());
      for (const Rational& r : evaluate(m.residuals, weights)) CHECK(r.is_zero());
      for (const Rational& g : evaluate(m.gradient, weights)) CHECK(g.is_zero());
      CHECK(std::ranges::any_of(observations(m), [](const std::string& o) {
        return o.find("targets of a teacher, the network itself") == 0;
      }));
    }
  }
  const model::Model noisy =
      built(everything + "[data]\nrandom = { samples = 4 }\n[data.teacher]\nnoise = { distribution = \"signs\" }\n");
  for (const Rational& r : evaluate(noisy.residuals, noisy.specification.data.teacher->weights)) CHECK(abs(r).is_one());
}

TEST_CASE("the shipped small specifications are consistent") {
  Random random(13);
  for (const char* name :
       {"xor_quadratic", "xor_quadratic_free", "conv_quadratic", "relu_approximated", "logistic_xor"}) {
    INFO(name);
    check_model(build_model(spec::read_specification(POLYSCAPE_DATA + std::string("/") + name + ".toml")), random);
  }
}

TEST_CASE("iris: 150 samples fold into few terms") {
  const model::Model m = build_model(spec::read_specification(POLYSCAPE_DATA "/iris_linear.toml"));
  CHECK(m.names.size() == 7);
  CHECK(m.samples == 150);
  const System system = gradient_system(m);
  for (const Polynomial& p : system.equations) CHECK(p.term_count() < 40);
  Random random(14);
  const Row w = support::small_rationals(random, 7);
  const Row values = evaluate(m.gradient, w);
  for (std::size_t j = 0; j < 7; ++j) CHECK(values[j] == system.equations[j].evaluate(w));
}

TEST_CASE("more samples than monomials cost a gradient nothing") {
  Random random(15);
  const std::string quadratic =
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nbias = true\nactivation = \"z^2\"\n"
      "[[network.layer]]\nwidth = 2\n";
  const std::string deep =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\nactivation = \"z^3 + z\"\n[[network.layer]]\nwidth = "
      "1\nactivation = \"z^2\"\n";
  for (const std::string& network : {everything, quadratic, deep})
    for (const char* scale : {"sum", "mean"}) {
      const auto with_samples = [&](int samples) {
        return built(network + "[data]\nrandom = { samples = " + std::to_string(samples) +
                     ", seed = 5 }\n[regularization]\ntikhonov = \"generic\"\n[loss]\nscale = \"" + scale + "\"\n");
      };
      const model::Model some = with_samples(14), many = with_samples(30);
      const auto cost = [](const model::Model& m) { return differentiated_cost(m.gradient); };
      CHECK(cost(some) == cost(many));
      check_model(some, random);
    }
}

TEST_CASE("partitions are distinct, layers first") {
  const model::Model m = built(R"([network]
inputs = 2
[[network.layer]]
width = 2
bias = true
activation = "z^2"
[[network.layer]]
width = 1
[data]
random = { samples = 2 }
)");
  REQUIRE(m.partitions.size() == 3);
  CHECK(m.partitions[0].label == "layers");
  CHECK(m.partitions[0].partition == Partition{{0, 1, 2, 3, 4, 5}, {6, 7}});
  CHECK(m.partitions[1].partition == Partition{{0, 1, 3, 4}, {2, 5}, {6, 7}});
  CHECK(m.partitions[2].partition == Partition{{0, 1, 2}, {3, 4, 5}, {6, 7}});
  for (const auto& p : m.partitions) CHECK_NOTHROW(require_partition(p.partition, 8));
}

TEST_CASE("a network too large to build says what to do") {
  const auto s = spec::read_specification(POLYSCAPE_DATA "/wide_ten_million.toml");
  CHECK_THROWS_AS(build_model(s), InputError);
}

TEST_CASE("treacherous input is named") {
  const auto says = [](const std::string& text, const std::string& part) {
    const auto found = observations(built(text));
    return std::ranges::any_of(found, [&](const auto& line) { return line.find(part) != std::string::npos; });
  };
  const auto with = [](const std::string& inputs, const std::string& targets, const std::string& tikhonov,
                       bool bias = false) {
    return "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nbias = " + std::string(bias ? "true" : "false") +
           "\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n[data]\ninputs = " + inputs +
           "\ntargets = " + targets + "\n[regularization]\ntikhonov = " + tikhonov + "\n";
  };
  CHECK(observations(built(with("[[1, 2], [3, 5]]", "[[1], [2]]", "\"generic\""))).empty());
  CHECK(says(with("[[1, 2], [1, 2]]", "[[1], [1]]", "\"generic\""), "equal samples: sample 1 = sample 2"));
  CHECK(
      says(with("[[1, 2], [1, 2]]", "[[1], [2]]", "\"generic\""), "which no weights fit [exact]: sample 1 = sample 2"));
  CHECK(says(with("[[1, 2], [-1, -2]]", "[[1], [1]]", "\"generic\""), "sample 1 = -(sample 2)"));
  CHECK(says(with("[[1, 2], [-1, -2]]", "[[1], [3]]", "\"generic\""), "which no weights fit"));
  CHECK_FALSE(says(with("[[1, 2], [-1, -2]]", "[[1], [1]]", "\"generic\"", true), "sample 1 = -(sample 2)"));
  CHECK(says(with("[[0, 0], [1, 2]]", "[[1], [1]]", "\"generic\""), "inputs are all zero: sample 1"));
  CHECK(says(with("[[3, 1], [3, 2]]", "[[1], [1]]", "\"generic\""),
             "constant inputs, the same in every sample: input 1"));
  CHECK(says(with("[[0, 1], [0, 2]]", "[[1], [1]]", "\"generic\""), "dead inputs"));
  CHECK(says(with("[[1, 2], [3, 5]]", "[[0], [0]]", "\"generic\""), "all targets are zero"));
  CHECK(says(with("[[1, 2], [3, 5]]", "[[1], [2]]", "\"none\""), "no regularisation"));
  CHECK(says(with("[[1, 2], [3, 5]]", "[[1], [2]]", "\"none\""), "continuous symmetries: 2"));
  CHECK(says(with("[[1, 2], [3, 5]]", "[[1], [2]]", "\"1/10\""), "equal lambda = 1/10: w1_1_1, w1_1_2"));
  const std::string partly = "{ layer = [ { weights = [[0, 0.1], [0.2, 0.3]] }, { weights = [[0.4, 0.5]] } ] }";
  CHECK(says(with("[[1, 2], [3, 5]]", "[[1], [2]]", partly), "(lambda = 0): w1_1_1"));
  CHECK(says(with("[[1, 2], [3, 5], [1, 1], [2, 1], [5, 1], [7, 1], [1, 7]]", "[[1], [2], [1], [1], [1], [1], [1]]",
                  "\"generic\""),
             "7 > 6"));
}
