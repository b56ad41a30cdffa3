#pragma once
/// A program with its Jacobian at exact points, computed at any precision.
#include <memory>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/linear.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::eval {

struct EvaluatorTapes;

/// One program without parameters, prepared once. Thread-safe. Where its constants and the point are real, everything
/// is computed in real numbers.
class Evaluator {
 public:
  /// Throw ArgumentError for parameters.
  explicit Evaluator(const algebra::Program& program);
  explicit Evaluator(const algebra::Differentiated& differentiated);
  /// Without the Jacobian, which then is a matrix of zeros.
  static Evaluator of_values(const algebra::Program& program);
  ~Evaluator();
  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;

  std::size_t variables() const;
  std::size_t equations() const;
  /// Whether all constants are real.
  bool real() const;

  /// The values at the point rounded to `bits` bits, computed and rounded at `bits` bits. Throw ArgumentError where the
  /// point has another number of coordinates or a result is not finite.
  Point values(const Point& x, int bits) const;
  /// The Jacobian there.
  algebra::GaussianMatrix jacobian(const Point& x, int bits) const;

  /// For kernels (tapes_kernel.hpp).
  const EvaluatorTapes& tapes() const { return *tapes_; }

 private:
  std::unique_ptr<const EvaluatorTapes> tapes_;
};

/// Whether all coordinates are.
bool is_real(const Point& point);

}  // namespace polyscape::eval
