#pragma once
/// A program with its Jacobian in one real scalar or its complex numbers, at any precision.
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/dense_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"

namespace polyscape::eval {

template <class T>
struct ValueAndJacobian {
  std::vector<T> value;
  Dense<T> jacobian;
};

/// Tapes of one program without parameters, each made when its precision is first asked for. Thread-safe.
template <class R>
class Tapes {
 public:
  /// Throws ArgumentError for parameters.
  explicit Tapes(std::shared_ptr<const TapeCode> code) : code_(std::move(code)) {
    if (code_->parameters != 0) throw ArgumentError("the program has parameters");
  }
  const TapeCode& code() const { return *code_; }
  const std::shared_ptr<const TapeCode>& shared_code() const { return code_; }
  const BoundTape<R>& at(int bits) const {
    const std::lock_guard lock(mutex_);
    auto& tape = tapes_[bits];
    if (!tape) tape = std::make_unique<const BoundTape<R>>(*code_, bits);
    return *tape;
  }

  /// At a point of reals (of a program with real constants) or complex numbers; constants are rounded to `bits` bits.
  template <class T>
  ValueAndJacobian<T> operator()(std::span<const T> x, int bits) const {
    const std::vector<T> slots = run(x, bits, code_->instructions.size());
    ValueAndJacobian<T> result{values_of(slots), {code_->value_slots.size(), code_->variables, scalar<T>({}, bits)}};
    for (std::size_t k = 0; k < code_->entries.size(); ++k)
      result.jacobian(code_->entries[k].row, code_->entries[k].column) = slots[code_->entry_slots[k]];
    return result;
  }
  template <class T>
  std::vector<T> values(std::span<const T> x, int bits) const {
    return values_of(run(x, bits, code_->value_instructions));
  }

 private:
  template <class T>
  std::vector<T> run(std::span<const T> x, int bits, std::size_t instructions) const {
    if (x.size() != code_->variables) throw ArgumentError("the point has another number of coordinates");
    const BoundTape<R>& tape = at(bits);
    std::vector<T> slots(code_->slots);
    for (std::size_t i = 0; i < tape.constants.size(); ++i) {
      if constexpr (std::is_same_v<T, R>)
        slots[i] = tape.constants[i].re;
      else
        slots[i] = tape.constants[i];
    }
    std::copy(x.begin(), x.end(), slots.begin() + static_cast<std::ptrdiff_t>(code_->first_variable()));
    execute(tape, std::span<T>(slots), instructions);
    return slots;
  }
  template <class T>
  std::vector<T> values_of(const std::vector<T>& slots) const {
    std::vector<T> result;
    for (const std::uint32_t slot : code_->value_slots) result.push_back(slots[slot]);
    return result;
  }

  std::shared_ptr<const TapeCode> code_;
  mutable std::mutex mutex_;
  mutable std::map<int, std::unique_ptr<const BoundTape<R>>> tapes_;
};

/// What an Evaluator holds.
struct EvaluatorTapes {
  std::shared_ptr<const TapeCode> code;
  Tapes<double> doubles{code};
  Tapes<Multiprecision> precise{code};
};

}  // namespace polyscape::eval
