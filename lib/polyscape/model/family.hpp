#pragma once
/// The linear family of losses that a loss belongs to when its targets and its regularisation are set free.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/model/model.hpp"

namespace polyscape::model {

/// Gradients of D(w) + sum_k tau_k f_k(w) + 1/2 sum_j lambda_j w_j^2, D the data term of the loss with its own targets.
/// The f_k are network outputs at the given inputs that span them all; for the square loss to move tau is to move the
/// targets. Inputs stay.
class GradientFamily {
 public:
  /// Throws InputError as build_model() does; the gradient is expanded.
  explicit GradientFamily(const Model& model);

  std::size_t weights() const { return model_.names.size(); }
  std::size_t tilts() const { return outputs_.size(); }
  /// The tilts, then lambda: one number each.
  std::size_t parameters() const { return tilts() + weights(); }
  /// The loss itself: no tilt, its own lambda.
  std::vector<algebra::GaussianRational> target() const;

  /// The M gradient values at the parameters from + s direction, as a program in w with parameter s; of the network's
  /// own form and the expanded one the one with fewer operations.
  algebra::Program on_line(std::span<const algebra::GaussianRational> from,
                           std::span<const algebra::GaussianRational> direction) const;

  /// Real and imaginary parts of the gradient's coefficients at the parameters.
  struct Parts {
    algebra::System real, imaginary;
  };
  Parts gradient_at(std::span<const algebra::GaussianRational> parameters) const;
  /// Parameters at which the gradient is this one, whatever data the family was made for; nullopt where it belongs to
  /// another family.
  std::optional<std::vector<algebra::GaussianRational>> parameters_of(const Parts& gradient) const;

 private:
  std::optional<std::vector<algebra::Rational>> coordinates_of(const std::vector<algebra::Polynomial>& gradient) const;
  algebra::Program own_form(std::span<const algebra::GaussianRational> from,
                            std::span<const algebra::GaussianRational> direction) const;
  algebra::Program expanded_form(std::span<const algebra::GaussianRational> from,
                                 std::span<const algebra::GaussianRational> direction) const;

  const Model& model_;
  std::vector<std::size_t> outputs_;                        ///< the f_k
  std::vector<algebra::Polynomial> data_gradient_;          ///< of D
  std::vector<std::vector<algebra::Polynomial>> jacobian_;  ///< of the f_k: one row an output
};

}  // namespace polyscape::model
