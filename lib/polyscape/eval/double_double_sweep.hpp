#pragma once
/// A sweep over a tape's instructions in double-double, made for several instruction sets: a fused operation tells the
/// error of a product in one instruction instead of seventeen. The values are the same.
#include "polyscape/eval/complex.hpp"
#include "polyscape/eval/double_double.hpp"
#include "polyscape/eval/tape.hpp"

namespace polyscape::eval {

/// Plain arrays of a tape: the first `count` instructions and what they read.
struct DoubleDoubleSweep {
  const TapeCode::Instruction* instructions;
  std::size_t count;
  const TapeCode::Product* products;
  const TapeCode::Scaled* scaled;
  const std::uint32_t* plain;
  const DoubleDouble* factors;
  Complex<DoubleDouble>* values;  ///< of every slot
};

/// Runs the instructions, with the best of the instruction sets that the machine has.
void run(const DoubleDoubleSweep& sweep);
/// Made for one.
void run_baseline(const DoubleDoubleSweep& sweep);
#ifdef POLYSCAPE_X86
void run_fused(const DoubleDoubleSweep& sweep);
#endif

}  // namespace polyscape::eval
