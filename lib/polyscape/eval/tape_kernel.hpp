#pragma once
/// Execution of a tape in one scalar: value, Jacobian, Taylor coefficients.
#include <span>
#include <type_traits>
#include <vector>

#include "polyscape/eval/double_double_sweep.hpp"
#include "polyscape/eval/scalar_kernel.hpp"
#include "polyscape/eval/series_kernel.hpp"
#include "polyscape/eval/tape.hpp"

namespace polyscape::eval {

/// A tape with its constants rounded to R (of `bits` bits where R's precision varies). Immutable; share it.
template <class R>
struct BoundTape {
  const TapeCode* code;
  int bits;
  std::vector<Complex<R>> constants;
  std::vector<R> real_factors;

  BoundTape(const TapeCode& tape, int precision) : code(&tape), bits(precision) {
    for (const auto& c : tape.constants) constants.push_back(from_exact<R>(c, bits));
    for (const auto& f : tape.real_factors) real_factors.push_back(RealTraits<R>::of(f, bits));
  }
};

/// Executes the first instructions on slots that hold the constants, variables and parameters; T: R or Complex<R>.
template <class R, class T>
void execute(const BoundTape<R>& tape, std::span<T> slots, std::size_t instructions) {
  const TapeCode& code = *tape.code;
  if constexpr (std::is_same_v<T, ComplexDoubleDouble>) {
    run({code.instructions.data(), instructions, code.products.data(), code.scaled.data(), code.plain.data(),
         tape.real_factors.data(), slots.data()});
    return;
  }
  std::uint32_t product = 0, scaled = 0, plain = 0;
  for (std::size_t i = 0; i < instructions; ++i) {
    const TapeCode::Instruction& in = code.instructions[i];
    T sum{};
    bool first = true;
    const auto add = [&](T term) {
      sum = first ? std::move(term) : sum + term;
      first = false;
    };
    for (; product < in.products_end; ++product)
      add(slots[code.products[product].left] * slots[code.products[product].right]);
    for (; scaled < in.scaled_end; ++scaled)
      add(tape.real_factors[code.scaled[scaled].factor] * slots[code.scaled[scaled].slot]);
    for (; plain < in.plain_end; ++plain) add(slots[code.plain[plain]]);
    slots[in.target] = std::move(sum);
  }
}

/// Working memory for one thread.
template <class R>
class TapeWorkspace {
 public:
  using T = Complex<R>;
  /// order: of the highest Taylor coefficient that taylor() will be asked for; -1: it will not be.
  explicit TapeWorkspace(const BoundTape<R>& tape, int order = -1)
      : tape_(&tape),
        values_(tape.code->slots),
        stride_(static_cast<std::size_t>(order + 1)),
        arithmetic_(tape.bits),
        series_(tape.code->slots * stride_),
        factors_(order < 0 ? 0 : tape.real_factors.size()),
        changes_(order < 0 ? 0 : tape.code->slots) {
    for (std::size_t i = 0; i < tape.constants.size(); ++i) {
      values_[i] = tape.constants[i];
      if (stride_ > 0) arithmetic_.set(at(i, 0), tape.constants[i]);
    }
    for (std::size_t i = 0; i < factors_.size(); ++i) arithmetic_.set_factor(factors_[i], tape.real_factors[i]);
    if (stride_ > 0) mark_variable();
  }

  /// Computes the values (and the Jacobian) at variables x and parameters p.
  void evaluate(std::span<const T> x, std::span<const T> p, std::size_t instructions) {
    const TapeCode& code = *tape_->code;
    std::copy(x.begin(), x.end(), values_.begin() + static_cast<std::ptrdiff_t>(code.first_variable()));
    std::copy(p.begin(), p.end(), values_.begin() + static_cast<std::ptrdiff_t>(code.first_parameter()));
    execute(*tape_, std::span<T>(values_), instructions);
  }
  void values(std::span<const T> x, std::span<const T> p) { evaluate(x, p, tape_->code->value_instructions); }
  void jacobian(std::span<const T> x, std::span<const T> p) { evaluate(x, p, tape_->code->instructions.size()); }

  const T& value(std::size_t output) const { return values_[tape_->code->value_slots[output]]; }
  const T& entry(std::size_t index) const { return values_[tape_->code->entry_slots[index]]; }
  /// Writes the Jacobian's entries to their places in a matrix, row by row; what is identically zero is left as it is.
  void scatter(std::span<T> matrix) const {
    const TapeCode& code = *tape_->code;
    for (std::size_t k = 0; k < code.entries.size(); ++k)
      matrix[code.entries[k].row * code.variables + code.entries[k].column] = entry(k);
  }

  /// Sets coefficient `k` of a variable or parameter; coefficients below it must have been set before.
  void set_variable(std::size_t i, int k, const T& c) { arithmetic_.set(at(tape_->code->first_variable() + i, k), c); }
  void set_parameter(std::size_t i, int k, const T& c) {
    arithmetic_.set(at(tape_->code->first_parameter() + i, k), c);
  }
  /// Coefficient k of every value from the variables' and parameters' coefficients up to k; needs all lower orders
  /// done.
  void taylor(int k) {
    const TapeCode& code = *tape_->code;
    const auto constants = static_cast<std::uint32_t>(code.constants.size());
    std::uint32_t product = 0, scaled = 0, plain = 0;
    for (std::size_t i = 0; i < code.value_instructions; ++i) {
      const TapeCode::Instruction& in = code.instructions[i];
      Item& sum = at(in.target, k);
      arithmetic_.clear(sum);
      for (; product < in.products_end; ++product) {
        const auto [a, b] = code.products[product];
        if (a < constants)
          arithmetic_.add_product(sum, at(a, 0), at(b, k));
        else if (b < constants)
          arithmetic_.add_product(sum, at(a, k), at(b, 0));
        else
          arithmetic_.add_convolution(sum, &at(a, 0), &at(b, 0), k);
      }
      for (; scaled < in.scaled_end; ++scaled)
        arithmetic_.add_scaled(sum, factors_[code.scaled[scaled].factor], at(code.scaled[scaled].slot, k));
      for (; plain < in.plain_end; ++plain) arithmetic_.add(sum, at(code.plain[plain], k));
    }
  }
  /// After taylor(k) with variables whose coefficients of order k >= 1 were zero: makes these `c`. The values'
  /// coefficients are linear in them.
  void correct(int k, std::span<const T> c) {
    const TapeCode& code = *tape_->code;
    for (std::size_t i = 0; i < c.size(); ++i) {
      set_variable(i, k, c[i]);
      arithmetic_.set(changes_[code.first_variable() + i], c[i]);
    }
    std::uint32_t product = 0, scaled = 0, plain = 0;
    for (std::size_t i = 0; i < code.value_instructions; ++i) {
      const TapeCode::Instruction& in = code.instructions[i];
      Item& sum = changes_[in.target];
      arithmetic_.clear(sum);
      for (; product < in.products_end; ++product) {
        const auto [a, b] = code.products[product];
        if (varies_[a]) arithmetic_.add_product(sum, changes_[a], at(b, 0));
        if (varies_[b]) arithmetic_.add_product(sum, at(a, 0), changes_[b]);
      }
      for (; scaled < in.scaled_end; ++scaled)
        if (const auto& [factor, slot] = code.scaled[scaled]; varies_[slot])
          arithmetic_.add_scaled(sum, factors_[factor], changes_[slot]);
      for (; plain < in.plain_end; ++plain)
        if (varies_[code.plain[plain]]) arithmetic_.add(sum, changes_[code.plain[plain]]);
      if (varies_[in.target]) arithmetic_.add(at(in.target, k), sum);
    }
  }
  T variable(std::size_t i, int k) const {
    return arithmetic_.get(series_[(tape_->code->first_variable() + i) * stride_ + static_cast<std::size_t>(k)]);
  }
  T value_coefficient(std::size_t output, int k) const {
    return arithmetic_.get(series_[tape_->code->value_slots[output] * stride_ + static_cast<std::size_t>(k)]);
  }

 private:
  // Which slots depend on the variables.
  void mark_variable() {
    const TapeCode& code = *tape_->code;
    varies_.resize(code.slots, 0);
    std::fill_n(varies_.begin() + static_cast<std::ptrdiff_t>(code.first_variable()), code.variables, 1);
    std::uint32_t product = 0, scaled = 0, plain = 0;
    for (std::size_t i = 0; i < code.value_instructions; ++i) {
      const TapeCode::Instruction& in = code.instructions[i];
      char& varies = varies_[in.target];
      for (; product < in.products_end; ++product)
        varies |= varies_[code.products[product].left] | varies_[code.products[product].right];
      for (; scaled < in.scaled_end; ++scaled) varies |= varies_[code.scaled[scaled].slot];
      for (; plain < in.plain_end; ++plain) varies |= varies_[code.plain[plain]];
    }
  }

  using Item = typename SeriesArithmetic<R>::Item;
  Item& at(std::size_t slot, int k) { return series_[slot * stride_ + static_cast<std::size_t>(k)]; }
  const BoundTape<R>* tape_;
  std::vector<T> values_;
  std::size_t stride_;
  SeriesArithmetic<R> arithmetic_;
  std::vector<Item> series_;
  std::vector<typename SeriesArithmetic<R>::Factor> factors_;
  std::vector<Item> changes_;
  std::vector<char> varies_;  ///< by slot: depends on the variables
};

}  // namespace polyscape::eval
