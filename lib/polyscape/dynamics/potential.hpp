#pragma once
/// A function to be walked on: the loss of a network, or one given directly.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/dynamics/tape.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/potential.hpp"

namespace polyscape::dynamics {

/// The loss as a sum over samples, for minibatches: factor sum_i l_i(w) + 1/2 sum_j ridge[j] w_j^2.
struct SampleLoss {
  Tape gradient;             ///< of l_i by the weights; its variables are these, then the sample's columns
  Tape curvature;            ///< of l_i, times a vector v; variables: as those, then v
  std::vector<double> data;  ///< sample by sample
  std::size_t samples = 0, columns = 0;
  double factor = 1;          ///< 1, or 1 / samples
  std::vector<double> ridge;  ///< one a weight
};

class Potential {
 public:
  explicit Potential(const model::Model& model);
  explicit Potential(const spec::Potential& potential);

  std::size_t dimension() const { return names_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  const spec::Formula& formula() const { return formula_; }
  spec::Formula::Node node() const { return node_; }
  /// The gradient, then the value.
  const Tape& tape() const { return tape_; }
  /// Networks only.
  const std::optional<SampleLoss>& samples() const { return samples_; }

  double value(std::span<const double> x) const;
  std::vector<double> gradient(std::span<const double> x) const;
  /// The Hessian times v.
  std::vector<double> curvature_times(std::span<const double> x, std::span<const double> v) const;
  /// Row by row.
  std::vector<double> hessian(std::span<const double> x) const;

 private:
  void make_tapes();

  std::vector<std::string> names_;
  spec::Formula formula_{0};
  spec::Formula::Node node_ = 0;
  Tape tape_, curvature_;
  std::optional<SampleLoss> samples_;
};

}  // namespace polyscape::dynamics
