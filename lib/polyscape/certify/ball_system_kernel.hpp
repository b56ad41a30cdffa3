#pragma once
/// Values and Jacobians of square systems in complex balls of any precision.
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/certify/ball_matrix_kernel.hpp"
#include "polyscape/eval/tapes_kernel.hpp"

namespace polyscape::certify {

using BallTapes = eval::Tapes<eval::Ball>;
inline BallTapes tapes_of(const algebra::Differentiated& system) {
  return BallTapes(std::make_shared<const eval::TapeCode>(eval::compile(system)));
}

/// A square system. Thread-safe.
class BallSystem {
 public:
  /// Throws ArgumentError unless the program has as many outputs as variables and no parameters.
  explicit BallSystem(const algebra::Program& system) : tapes_(tapes_of(algebra::differentiate(system))) {
    if (system.outputs.size() != system.variables()) throw ArgumentError("the system is not square");
  }
  std::size_t size() const { return tapes_.code().variables; }
  const eval::TapeCode& code() const { return tapes_.code(); }
  const std::shared_ptr<const eval::TapeCode>& shared_code() const { return tapes_.shared_code(); }

  struct Evaluation {
    BallMatrix value, jacobian;
    explicit Evaluation(std::size_t n) : value(n, 1), jacobian(n, n) {}
  };
  void evaluate(const Balls& x, int bits, Evaluation& at) const {
    eval::TapeWorkspace<eval::Ball> work(tapes_.at(bits));
    work.jacobian(x, {});
    for (std::size_t i = 0; i < size(); ++i) at.value.set(i, 0, work.value(i));
    const auto& entries = tapes_.code().entries;
    for (std::size_t k = 0; k < entries.size(); ++k) at.jacobian.set(entries[k].row, entries[k].column, work.entry(k));
  }

 private:
  BallTapes tapes_;
};

}  // namespace polyscape::certify
