#pragma once
/// Values and Jacobians of programs in complex balls of any precision.
#include <map>
#include <memory>
#include <mutex>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/certify/ball_matrix_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"

namespace polyscape::certify {

/// Tapes of one program, one a precision. Thread-safe.
class Tapes {
 public:
  explicit Tapes(eval::TapeCode code) : code_(std::move(code)) {}
  const eval::TapeCode& code() const { return code_; }
  const eval::BoundTape<eval::Ball>& at(int bits) const {
    const std::lock_guard lock(mutex_);
    auto& tape = tapes_[bits];
    if (!tape) tape = std::make_unique<eval::BoundTape<eval::Ball>>(code_, bits);
    return *tape;
  }

 private:
  const eval::TapeCode code_;
  mutable std::mutex mutex_;
  mutable std::map<int, std::unique_ptr<eval::BoundTape<eval::Ball>>> tapes_;
};

/// A square system. Thread-safe.
class BallSystem {
 public:
  /// Throws ArgumentError unless the program has as many outputs as variables and no parameters.
  explicit BallSystem(const algebra::Program& system) : tapes_(eval::compile(algebra::differentiate(system))) {
    if (system.parameters() != 0 || system.outputs.size() != system.variables())
      throw ArgumentError("the system is not square, or has parameters");
  }
  std::size_t size() const { return tapes_.code().variables; }
  const eval::TapeCode& code() const { return tapes_.code(); }

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
  Tapes tapes_;
};

}  // namespace polyscape::certify
