#pragma once
/// A tape made ready for SIMD lanes: constants as double-doubles, Taylor sweeps written out without what is known to be
/// zero.
#include <vector>

#include "polyscape/eval/lane_view.hpp"
#include "polyscape/eval/tape.hpp"

namespace polyscape::eval {

class LaneProgram {
 public:
  explicit LaneProgram(const TapeCode& code);
  /// Valid while this object lives and stays where it is.
  LaneView view() const;
  /// Real multiplications and additions of one value-and-Jacobian evaluation, and of a Taylor series of full order.
  std::size_t jacobian_flops() const { return jacobian_.flops; }
  std::size_t taylor_flops() const;

 private:
  /// One instruction on its way into a stage.
  struct Sum {
    std::uint32_t target = 0;
    std::vector<LaneProduct> products;
    std::vector<LaneScaled> scaled;
    std::vector<std::uint32_t> plain;
    bool empty() const { return products.empty() && scaled.empty() && plain.empty(); }
  };
  struct Stage {
    std::vector<LaneGroup> groups;
    std::vector<std::uint32_t> operands;
    std::size_t flops = 0;
    LaneStage view() const { return {groups.data(), groups.size(), operands.data()}; }
  };
  struct Sweeps;

  static Stage stage(std::vector<Sum> sums);
  std::uint32_t new_cells(std::size_t count);
  std::vector<Sum> values_and_matrix(const TapeCode& code);

  std::size_t constants_, variables_, parameters_, cells_, zero_, variable_coefficients_, parameter_coefficients_,
      matrix_;
  std::vector<double> constant_parts_, real_factors_;
  std::vector<std::uint32_t> value_cell_, coefficient_cell_[lane_order];
  Stage jacobian_, first_[lane_order], second_[lane_order - 1];
};

}  // namespace polyscape::eval
