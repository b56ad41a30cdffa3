#pragma once
/// The network in words and numbers.
#include <cstdint>
#include <string>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/report/fields.hpp"

namespace polyscape::report {

struct Network {
  std::string architecture;
  std::vector<std::string> layers;
  std::string loss, regularization;
  algebra::Integer weights;
  std::uint64_t samples = 0, outputs = 0;
  std::vector<std::string> observations, approximations, symmetries;
  std::string data_file;
  std::vector<std::string> lambda;
  std::vector<std::vector<std::string>> inputs, targets;
};
void describe(auto& fields, Of<Network> auto& n) {
  fields("architecture", n.architecture, "widths, `2-2-1`");
  fields("layers", n.layers, "a line each");
  fields("loss", n.loss, "in words");
  fields("regularization", n.regularization, "in words");
  fields("weights", Counted{n.weights}, "M");
  fields("samples", n.samples, "N");
  fields("outputs", n.outputs, "d_y");
  fields("observations", n.observations, "legal but treacherous input", filled(n.observations));
  fields("approximations", n.approximations, "each approximated function with its error", filled(n.approximations));
  fields("symmetries", n.symmetries, "generators, in words", filled(n.symmetries));
  fields("data_file", n.data_file, "as the specification names it", filled(n.data_file));
  fields("lambda", n.lambda, "one a weight, in the order of `names`, unless one value holds for all", filled(n.lambda));
  fields("inputs", n.inputs, "of data that is drawn, one row a sample", filled(n.inputs));
  fields("targets", n.targets, "of data that is drawn, one row a sample", filled(n.targets));
}

}  // namespace polyscape::report
