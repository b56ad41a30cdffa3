#pragma once
/// Value, Jacobian and Taylor coefficients of a program in SIMD lanes; see lanes_kernel.hpp for what it must not use.
#include "polyscape/eval/lane_view.hpp"
#include "polyscape/eval/lanes_kernel.hpp"

namespace polyscape::eval {

template <class L>
class LaneEvaluator {
 public:
  using Complex = typename L::Complex;
  static constexpr int order = lane_order;

  /// Complex numbers of working memory that it needs.
  static std::size_t memory(const LaneView& p) { return p.cells; }

  LaneEvaluator(const LaneView& program, Complex* memory) : program_(program), cells_(memory) {
    for (std::size_t i = 0; i < program.cells; ++i) cells_[i] = Complex{};
    for (std::size_t i = 0; i < program.constants; ++i)
      cells_[i] = L::constant(program.constant_parts[4 * i], program.constant_parts[4 * i + 1],
                              program.constant_parts[4 * i + 2], program.constant_parts[4 * i + 3]);
  }

  void set_variables(const Complex* x) {
    for (std::size_t i = 0; i < program_.variables; ++i) cells_[program_.first_variable() + i] = x[i];
  }
  /// Taylor coefficients of order k of the parameters, k = 0..order.
  Complex* parameters(int k) {
    return cells_ + (k == 0 ? program_.first_parameter()
                            : program_.parameter_coefficients + static_cast<std::size_t>(k - 1) * program_.parameters);
  }

  /// Computes values and matrix().
  void jacobian() { run(program_.jacobian); }
  Complex value(std::size_t output) const { return cells_[program_.value_cell[output]]; }
  /// outputs * variables, row-major; the caller may overwrite it.
  Complex* matrix() { return cells_ + program_.matrix; }

  /// The outputs' coefficients of order k while the variables' are taken as zero; orders below are complete.
  void taylor_first(int k) { run(program_.first[k - 1]); }
  Complex coefficient(std::size_t output, int k) const { return cells_[program_.coefficient_cell[k - 1][output]]; }

  /// Adds the contribution of the variables' coefficients of order k < order.
  void taylor_second(int k, const Complex* x) {
    Complex* const target =
        cells_ + program_.variable_coefficients + static_cast<std::size_t>(k - 1) * program_.variables;
    for (std::size_t i = 0; i < program_.variables; ++i) target[i] = x[i];
    run(program_.second[k - 1]);
  }

 private:
  void run(const LaneStage& stage) {
    const std::uint32_t* at = stage.operands;
    for (std::size_t g = 0; g < stage.count; ++g) {
      const LaneGroup group = stage.groups[g];
      const std::uint32_t* const end =
          at + group.instructions * (1 + 2 * group.products + 2 * group.scaled + group.plain);
      if (group.scaled == 0 && group.plain == 0 && group.products <= 4) {
        switch (group.products) {
          case 1:
            products<1>(at, end);
            break;
          case 2:
            products<2>(at, end);
            break;
          case 3:
            products<3>(at, end);
            break;
          case 4:
            products<4>(at, end);
            break;
        }
      } else if (group.products == 0 && group.scaled == 0 && group.plain == 1) {
        for (const std::uint32_t* in = at; in != end; in += 2) cells_[in[0]] = cells_[in[1]];
      } else if (group.products == 0 && group.scaled == 1 && group.plain == 0) {
        for (const std::uint32_t* in = at; in != end; in += 3)
          cells_[in[0]] =
              L::scaled(program_.real_factors[2 * in[1]], program_.real_factors[2 * in[1] + 1], cells_[in[2]]);
      } else {
        sums(group, at, end);
      }
      at = end;
    }
  }

  template <int count>
  void products(const std::uint32_t* in, const std::uint32_t* end) {
    for (; in != end; in += 1 + 2 * count) {
      typename L::Sum sum;
#pragma GCC unroll 4
      for (int i = 0; i < count; ++i) sum.add_product(cells_[in[1 + 2 * i]], cells_[in[2 + 2 * i]]);
      cells_[in[0]] = sum.value();
    }
  }

  void sums(const LaneGroup& group, const std::uint32_t* in, const std::uint32_t* end) {
    while (in != end) {
      Complex& target = cells_[*in++];
      typename L::Sum sum;
      for (std::uint32_t i = 0; i < group.products; ++i, in += 2) sum.add_product(cells_[in[0]], cells_[in[1]]);
      for (std::uint32_t i = 0; i < group.scaled; ++i, in += 2)
        sum.add_scaled(program_.real_factors[2 * in[0]], program_.real_factors[2 * in[0] + 1], cells_[in[1]]);
      for (std::uint32_t i = 0; i < group.plain; ++i) sum.add(cells_[*in++]);
      target = sum.value();
    }
  }

  LaneView program_;
  Complex* cells_;
};

}  // namespace polyscape::eval
