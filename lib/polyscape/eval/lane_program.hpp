#pragma once
/// A tape made ready for SIMD lanes: constants rounded to double, Taylor sweeps stripped of what is known to be zero.
#include <vector>

#include "polyscape/eval/lane_view.hpp"
#include "polyscape/eval/tape.hpp"

namespace polyscape::eval {

class LaneProgram {
 public:
  explicit LaneProgram(const TapeCode& code);
  /// Valid while this object lives and stays where it is.
  LaneView view() const;
  /// Real multiplications and additions of one value-and-Jacobian evaluation, and of a Taylor series of order 1..order.
  std::size_t jacobian_flops() const;
  std::size_t taylor_flops(int order) const;

 private:
  std::size_t constants_, variables_, parameters_, slots_, value_slots_, value_instructions_;
  std::vector<double> constant_parts_, real_factors_;
  std::vector<LaneInstruction> instructions_;
  std::vector<LaneProduct> products_;
  std::vector<LaneScaled> scaled_;
  std::vector<std::uint32_t> plain_, value_slot_, entry_slot_, entry_place_;
};

}  // namespace polyscape::eval
