#pragma once
/// Components of a network's critical set: their loss, the function they compute, pure or spurious, minimum or saddle.
#include <complex>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/critical/point.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/model/model.hpp"

namespace polyscape::critical {

/// What the weights' functions form: {f(.; w)}, the function space, is the image of the parametrisation w -> f(.; w).
struct FunctionSpace {
  std::size_t dimension = 0;        ///< the generic rank of the parametrisation: modulo a prime, never too large
  double error_log2 = 0;            ///< of the probability that it is too small; see GenericRank
  std::size_t fibre_dimension = 0;  ///< M - dimension: weights of one and the same function
  bool linear =
      false;  ///< it fills a linear space (but for a set of measure zero): its tangent spaces are one and the same
};

struct CriticalManifold {
  std::complex<double> loss;  ///< everywhere on it: the gradient vanishes along it
  /// The one function of all points looked at, by its values at generic inputs; empty when it varies.
  std::vector<std::complex<double>> function;
  std::optional<std::size_t> parametrisation_rank;  ///< at its generic point
  /// Critical because the function is (of the loss on the function space), not because of its parametrisation (Trager,
  /// Kohn, Bruna 2020): so at full rank. At a lower one decided by the gradient in function space: on the tangent space
  /// of a linear function space; as zero, if it vanishes on a generic tangent space; else by other weights of the same
  /// function. At one where the loss's gradient is not zero the loss falls along a curve of functions; if it is at all
  /// that were looked at, one of full rank among them, its image is the tangent space. Over C; square loss without
  /// regularisation only. Decided at the points, at rising precision: numerical.
  std::optional<bool> pure;
  Evidence pure_by = Evidence::numerical;
  /// Of the full Hessian at the real smooth points, each once: it can differ between the pieces that the component's
  /// real points fall into.
  std::vector<eval::Inertia> inertias;
  std::optional<bool> real_function;  ///< of the one function; where it is not real, none of the weights are
  /// By these: a minimum (maximum) where the Hessian is positive (negative) definite across the component; degenerate
  /// where its nullity exceeds the dimension and it does not take both signs.
  std::vector<Kind> kinds;
};

inline constexpr int real_weight_bits = 128;

/// The kind of a component of that dimension from the inertia at a smooth point.
Kind kind_of(const eval::Inertia& inertia, int dimension);

/// A model made ready for looking at the components of its critical set. Thread-safe.
class ManifoldView {
 public:
  /// `seed`: of the generic inputs.
  ManifoldView(const model::Model& model, std::uint64_t seed);
  ~ManifoldView();

  const FunctionSpace& function_space() const;

  /// points: of the component, accurate to `bits` bits, at least one; generic, real: a generic and smooth real points
  /// of it.
  CriticalManifold examine(int dimension, std::span<const eval::Point> points, int bits,
                           const eval::PointSource& generic, std::span<const eval::PointSource> real) const;

  /// Real critical weights of the function of the weights at a point, at most `enough`, balanced (critical/fibre.hpp),
  /// on this or another component: where real slices miss the real points. Accurate to real_weight_bits. None when the
  /// point is not to be had to 256 bits or its function is not real.
  std::vector<eval::Point> real_weights(const eval::PointSource& point, std::size_t enough) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::critical
