#pragma once
/// Value, Jacobian and Taylor coefficients of a program in SIMD lanes; see lanes_kernel.hpp for what it must not use.
#include "polyscape/eval/lane_view.hpp"
#include "polyscape/eval/lanes_kernel.hpp"

namespace polyscape::eval {

template <class L>
class LaneEvaluator {
 public:
  using Complex = typename L::Complex;
  static constexpr int order = 4;

  /// Complex numbers of working memory that it needs.
  static std::size_t memory(const LaneView& p) { return p.slots + (order + 1) * p.value_slots; }

  LaneEvaluator(const LaneView& program, Complex* memory) : program_(program), values_(memory) {
    for (std::size_t i = 0; i < LaneEvaluator::memory(program); ++i) memory[i] = Complex{};
    for (int k = 1; k <= order; ++k) series_[k] = memory + program.slots + static_cast<std::size_t>(k - 1) * program.value_slots;
    linear_ = memory + program.slots + order * program.value_slots;
    for (std::size_t i = 0; i < program.constants; ++i)
      values_[i] = {L::all(program.constant_parts[2 * i]), L::all(program.constant_parts[2 * i + 1])};
  }

  void set_variables(const Complex* x) {
    for (std::size_t i = 0; i < program_.variables; ++i) values_[program_.first_variable() + i] = x[i];
  }
  Complex* parameters() { return values_ + program_.first_parameter(); }
  /// Taylor coefficients of order k of the parameters, to be set before taylor_first(k).
  Complex* parameters(int k) { return series_[k] + program_.first_parameter(); }

  void jacobian() {
    const LaneInstruction* const end = program_.instructions + program_.all_instructions;
    std::uint32_t product = 0, scaled = 0, plain = 0;
    for (const LaneInstruction* in = program_.instructions; in != end; ++in) {
      typename L::Sum sum;
      for (; product < in->products_end; ++product)
        sum.add_product(values_[program_.products[product].left], values_[program_.products[product].right]);
      for (; scaled < in->scaled_end; ++scaled)
        sum.add_scaled(program_.real_factors[program_.scaled[scaled].factor], values_[program_.scaled[scaled].slot]);
      for (; plain < in->plain_end; ++plain) sum.add(values_[program_.plain[plain]]);
      values_[in->target] = sum.value();
    }
  }
  Complex value(std::size_t output) const { return values_[program_.value_slot[output]]; }
  Complex entry(std::size_t index) const { return values_[program_.entry_slot[index]]; }

  /// The outputs' coefficients of order k while the variables' are taken as zero; orders below are complete.
  void taylor_first(int k) {
    const std::uint32_t skipped = LaneInstruction::first_zero | (k == 1 ? LaneInstruction::first_zero_once : 0u);
    Complex* const target = series_[k];
    for (std::size_t i = 0; i < program_.variables; ++i) target[program_.first_variable() + i] = Complex{};
    std::uint32_t product = 0, scaled = 0, plain = 0;
    for (std::size_t i = 0; i < program_.value_instructions; ++i) {
      const LaneInstruction& in = program_.instructions[i];
      if ((in.flags & skipped) != 0) {
        product = in.products_end, scaled = in.scaled_end, plain = in.plain_end;
        target[in.target] = Complex{};
        continue;
      }
      typename L::Sum sum;
      for (; product < in.products_end; ++product) {
        const auto [left, right, flags] = program_.products[product];
        if ((flags & LaneProduct::first_right) != 0) sum.add_product(values_[left], target[right]);
        if ((flags & LaneProduct::first_left) != 0) sum.add_product(target[left], values_[right]);
        if ((flags & LaneProduct::middle) != 0)
          for (int j = 1; j < k; ++j) sum.add_product(series_[j][left], series_[k - j][right]);
      }
      for (; scaled < in.scaled_end; ++scaled)
        sum.add_scaled(program_.real_factors[program_.scaled[scaled].factor], target[program_.scaled[scaled].slot]);
      for (; plain < in.plain_end; ++plain) sum.add(target[program_.plain[plain]]);
      target[in.target] = sum.value();
    }
  }
  Complex coefficient(std::size_t output, int k) const { return series_[k][program_.value_slot[output]]; }

  /// Adds the contribution of the variables' coefficients of order k.
  void taylor_second(int k, const Complex* x) {
    Complex* const target = series_[k];
    for (std::size_t i = 0; i < program_.variables; ++i)
      linear_[program_.first_variable() + i] = target[program_.first_variable() + i] = x[i];
    std::uint32_t product = 0, scaled = 0, plain = 0;
    for (std::size_t i = 0; i < program_.value_instructions; ++i) {
      const LaneInstruction& in = program_.instructions[i];
      if ((in.flags & LaneInstruction::second_needed) == 0) {
        product = in.products_end, scaled = in.scaled_end, plain = in.plain_end;
        continue;
      }
      typename L::Sum sum;
      for (; product < in.products_end; ++product) {
        const auto [left, right, flags] = program_.products[product];
        if ((flags & LaneProduct::second_right) != 0) sum.add_product(values_[left], linear_[right]);
        if ((flags & LaneProduct::second_left) != 0) sum.add_product(linear_[left], values_[right]);
      }
      for (; scaled < in.scaled_end; ++scaled)
        sum.add_scaled(program_.real_factors[program_.scaled[scaled].factor], linear_[program_.scaled[scaled].slot]);
      for (; plain < in.plain_end; ++plain) sum.add(linear_[program_.plain[plain]]);
      linear_[in.target] = sum.value();
      target[in.target] = L::plus(target[in.target], linear_[in.target]);
    }
  }

 private:
  LaneView program_;
  Complex* values_;
  Complex* series_[order + 1] = {};
  Complex* linear_;
};

}  // namespace polyscape::eval
