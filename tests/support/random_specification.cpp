#include "support/random_specification.hpp"

#include <vector>

#include "polyscape/base/random.hpp"

namespace polyscape::support {

namespace {

class Writer {
 public:
  explicit Writer(std::uint64_t number) : random_(Random(2026).stream(number)) {}

  std::string text() {
    loss_ = one_in(4) ? (one_in(2) ? "logistic" : "cross-entropy") : "square";
    outputs_ = loss_ == "cross-entropy" ? 2 : loss_ == "logistic" ? 1 : 1 + below(6) / 5;
    inputs_ = 1 + below(2);
    const std::string network = write_network();
    std::string result;
    if (one_in(3)) result += "title = \"drawn \\u03bb\"\n";
    result += network + write_held() + write_data();
    if (loss_ != "square" || one_in(5)) result += write_loss();
    return result + write_regularization() + write_solve();
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  template <class T>
  T one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }
  /// A number in one of the ways to write one.
  std::string number() {
    return one_of<std::string>({"1", "-2", "0.5", "-0.25", "\"1/3\"", "\"-3/4\"", "\"2e-1\"", "3", "1_0", "\"-7/5\""});
  }
  std::string row(std::size_t size) {
    std::string result;
    for (std::size_t i = 0; i < size; ++i) result += (i > 0 ? ", " : "") + number();
    return "[" + result + "]";
  }
  std::string rows(std::size_t count, std::size_t size) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += (i > 0 ? ", " : "") + row(size);
    return "[" + result + "]";
  }

  std::string activation(bool linear_too) {
    if (linear_too && one_in(3)) return "";
    if (one_in(5)) {
      const std::string function = one_of<std::string>({"abs", "atan", "cos", "elu", "erf", "exp", "gelu", "leaky_relu",
                                                        "relu", "sigmoid", "silu", "sin", "softplus", "tanh"});
      const int degree = function == "abs" || function == "cos" ? 2 : 1 + static_cast<int>(below(3));
      return "activation = { approximate = \"" + function + "\", degree = " + std::to_string(degree) +
             ", interval = " + one_of<std::string>({"[-2, 2]", "[-1, \"3/2\"]", "[-3, 3]"}) + " }\n";
    }
    return "activation = \"" +
           one_of<std::string>({"z^2", "z^2", "z^2 + z/2", "z^3", "z^2 - 1/3", "2z(z + 1)", "(z - 0.1)^2 / 3"}) +
           "\"\n";
  }

  std::string dense(std::size_t width, bool hidden) {
    const bool bias = one_in(4);
    for (std::size_t unit = 1; unit <= width; ++unit) {
      for (std::size_t k = 1; k <= width_; ++k)
        weights_.push_back("w" + std::to_string(layer_) + "_" + std::to_string(unit) + "_" + std::to_string(k));
      if (bias) weights_.push_back("b" + std::to_string(layer_) + "_" + std::to_string(unit));
    }
    shape(width, width_, bias);
    width_ = width;
    return "[[network.layer]]\n" + std::string(one_in(3) ? "kind = \"dense\"\n" : "") +
           "width = " + std::to_string(width) + "\n" + (bias ? "bias = true\n" : "") + (hidden ? activation(true) : "");
  }

  std::string convolution() {
    const std::size_t filter = 1 + below(width_), stride = 1 + below(2), channels = 1 + below(8) / 7;
    const bool bias = one_in(4);
    for (std::size_t unit = 1; unit <= channels; ++unit) {
      for (std::size_t k = 1; k <= filter; ++k)
        weights_.push_back("w" + std::to_string(layer_) + "_" + std::to_string(unit) + "_" + std::to_string(k));
      if (bias) weights_.push_back("b" + std::to_string(layer_) + "_" + std::to_string(unit));
    }
    shape(channels, filter, bias);
    width_ = channels * ((width_ - filter) / stride + 1);
    return "[[network.layer]]\nkind = \"conv1d\"\nfilter = " + std::to_string(filter) +
           "\nstride = " + std::to_string(stride) + "\nchannels = " + std::to_string(channels) + "\n" +
           (bias ? "bias = true\n" : "") + activation(true);
  }

  void shape(std::size_t units, std::size_t taps, bool bias) {
    std::string rows_text;
    for (std::size_t i = 0; i < units; ++i) {
      std::string row_text;
      for (std::size_t k = 0; k < taps; ++k)
        row_text += std::string(k > 0 ? ", " : "") + "\"" + std::to_string(1 + below(9)) + "/7\"";
      rows_text += std::string(i > 0 ? ", " : "") + "[" + row_text + "]";
    }
    std::string bias_text;
    for (std::size_t i = 0; i < units; ++i)
      bias_text += std::string(i > 0 ? ", " : "") + "0." + std::to_string(1 + below(9));
    lambdas_ += std::string(lambdas_.empty() ? "" : ", ") + "{ weights = [" + rows_text + "]" +
                (bias ? ", bias = [" + bias_text + "]" : "") + " }";
  }

  std::string write_network() {
    std::string result;
    width_ = inputs_;
    if (one_in(6)) width_ = inputs_ = 3 + below(2);  // a sequence
    const std::size_t hidden = 1 + below(5) / 4;
    for (std::size_t i = 0; i < hidden; ++i) {
      if (one_in(8)) {
        const std::size_t units = 1 + below(2);
        result += "[[network.layer]]\nkind = \"fixed\"\nweights = " + rows(units, width_) + "\n" +
                  (one_in(2) ? "bias = " + row(units) + "\n" : "") + activation(true);
        width_ = units;
        ++layer_;
      }
      result += width_ > 2 || one_in(6) ? convolution() : dense(1 + below(7) / 5, true);
      ++layer_;
      if (width_ == inputs_ && one_in(2)) {
        result += "[[network.layer]]\nkind = \"residual\"\nfrom = 0\n" + (one_in(4) ? activation(true) : "");
        ++layer_;
      }
    }
    result += dense(outputs_, one_in(6));
    return "[network]\ninputs = " + std::to_string(inputs_) + "\n" + result;
  }

  std::string write_held() {
    std::string result;
    if (weights_.size() > 2 && one_in(4)) {
      result += "[network.freeze]\n" + weights_.back() + " = " + number() + "\n";
      weights_.pop_back();
    }
    if (weights_.size() > 2 && one_in(4)) {
      result += "[network.tie]\n" + weights_.back() + " = \"" + (one_in(2) ? "-" : "") + weights_.front() + "\"\n";
      weights_.pop_back();
    }
    return result;
  }

  std::string distribution() {
    return one_of<std::string>({"{ distribution = \"tenths\"", "{ distribution = \"uniform\", interval = [-1, 2]",
                                "{ distribution = \"integers\", interval = [-3, 3]",
                                "{ distribution = \"normal\", mean = \"1/2\", deviation = 2, step = \"1/10\"",
                                "{ distribution = \"signs\""}) +
           " }";
  }

  std::string teacher() {
    std::string result = "[data.teacher]\n";
    if (one_in(2)) {
      result += "layer = [{ width = 1, activation = \"z^2\" }, { width = " + std::to_string(outputs_) + " }]\n";
      if (one_in(2)) {
        std::string list;
        for (std::size_t i = 0; i < inputs_ + outputs_; ++i) list += (i > 0 ? ", " : "") + number();
        result += "weights = [" + list + "]\n";
      }
    } else if (one_in(2)) {
      std::string list;
      for (const std::string& w : weights_) list += (list.empty() ? "" : ", ") + w + " = " + number();
      result += "weights = { " + list + " }\n";
    }
    if (result.find("weights =") == std::string::npos && one_in(2))
      result += "random = { distribution = \"integers\", interval = [-2, 2], seed = 3 }\n";
    if (loss_ == "square" && one_in(2))
      result += "noise = { distribution = \"normal\", deviation = \"1/10\"" +
                std::string(one_in(2) ? ", seed = 5" : "") + " }\n";
    return result;
  }

  std::string write_data() {
    const std::size_t samples = 1 + below(4);
    const bool taught = one_in(4);
    if (one_in(4) && inputs_ <= 2) {
      std::string result = std::string("[data]\nfile = \"iris.csv\"\ninputs = ") +
                           (inputs_ == 1 ? "[\"petal_length_cm\"]" : "[\"petal_length_cm\", \"sepal_width_cm\"]") +
                           "\nrows = \"1, 2, 51-52\"\n";
      if (taught) return result + teacher();
      if (loss_ == "square" && outputs_ == 1)
        return result +
               (one_in(2) ? "targets = [\"petal_width_cm\"]\n" : "classes = \"species\"\ncoding = \"signs\"\n");
      return result + "classes = \"species\"\n";
    }
    if (one_in(2)) {
      std::string result = "[data.random]\nsamples = " + std::to_string(samples) + "\n" +
                           (one_in(2) ? "seed = " + std::to_string(below(100)) + "\n" : "");
      if (one_in(2)) result += "inputs = " + distribution() + "\n";
      if (!taught && loss_ == "square" && one_in(2)) result += "targets = " + distribution() + "\n";
      return result + (taught ? teacher() : "");
    }
    std::string result = "[data]\ninputs = " + rows(samples, inputs_) + "\n";
    if (taught) return result + teacher();
    if (loss_ == "square") return result + "targets = " + rows(samples, outputs_) + "\n";
    std::string targets;
    for (std::size_t i = 0; i < samples; ++i)
      targets += (i > 0 ? ", " : "") + (loss_ == "logistic" ? one_of<std::string>({"[1]", "[-1]"})
                                                            : one_of<std::string>({"[1, 0]", "[0, 1]"}));
    return result + "targets = [" + targets + "]\n";
  }

  std::string write_loss() {
    std::string result = "[loss]\nkind = \"" + loss_ + "\"\n" + (one_in(2) ? "scale = \"mean\"\n" : "");
    if (loss_ != "square" && !one_in(4)) result += "polynomial = { degree = 2, interval = [-2, 2] }\n";
    return result;
  }

  std::string write_regularization() {
    switch (below(8)) {
      case 0:
        return one_in(2) ? "" : "[regularization]\ntikhonov = \"none\"\n";
      case 1:
        return "[regularization]\ntikhonov = " + one_of<std::string>({"0.1", "\"1/10\"", "1"}) + "\n";
      case 2:
        return "[regularization]\ntikhonov = { layer = [" + lambdas_ + "] }\n";
      default:
        return "[regularization]\ntikhonov = \"generic\"\n" +
               (one_in(2) ? "seed = " + std::to_string(below(1000)) + "\n" : "");
    }
  }

  std::string write_solve() {
    if (!one_in(3)) return "";
    std::string result = "[solve]\n";
    if (one_in(2))
      result += "start = \"" +
                one_of<std::string>({"auto", "total-degree", "multihomogeneous", "polyhedral", "monodromy"}) + "\"\n";
    if (one_in(3)) result += "certify = \"always\"\n";
    if (one_in(4)) result += "confirm = true\n";
    if (one_in(3)) result += "max_precision = 1024\n";
    return result;
  }

  Random random_;
  std::string loss_, lambdas_;
  std::size_t inputs_ = 1, outputs_ = 1, width_ = 1, layer_ = 1;
  std::vector<std::string> weights_;  ///< names of those that can vary
};

}  // namespace

std::string random_specification(std::uint64_t number) { return Writer(number).text(); }

}  // namespace polyscape::support
