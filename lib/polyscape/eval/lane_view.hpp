#pragma once
/// What an evaluator on SIMD lanes sees of a program: plain arrays, no standard library (see lanes_kernel.hpp).
#include <cstddef>
#include <cstdint>

namespace polyscape::eval {

/// A product of two slots. The flags say which of its terms can be nonzero in a Taylor sweep: a sweep at order k first
/// takes the variables' coefficients of order k as zero (that gives the right-hand side of a linear system), then
/// adds what they contribute (linearly).
struct LaneProduct {
  enum Flag : std::uint32_t {
    first_right = 1,    ///< left_0 right_k in the first part of the sweep
    first_left = 2,     ///< left_k right_0 in it
    middle = 4,         ///< left_j right_{k-j}, 0 < j < k
    second_right = 8,   ///< left_0 times the linear part of right_k
    second_left = 16,   ///< the linear part of left_k times right_0
  };
  std::uint32_t left, right, flags;
};

struct LaneScaled {
  std::uint32_t factor, slot;
};

/// Sets `target` to a sum of products, of scaled and of plain slots; the ranges begin where the instruction before ends.
struct LaneInstruction {
  enum Flag : std::uint32_t {
    first_zero = 1,        ///< the first part of every sweep is zero: at most linear in the variables, free of parameters
    first_zero_once = 2,   ///< that of order 1 is: free of parameters
    second_needed = 4,     ///< a later sweep reads the full coefficient
  };
  std::uint32_t target, products_end, scaled_end, plain_end, flags;
};

/// Slots hold constants, variables, parameters, then results, those of the values before those of the Jacobian alone.
struct LaneView {
  std::size_t constants, variables, parameters;
  std::size_t slots;        ///< in all
  std::size_t value_slots;  ///< of these, the first so many have Taylor coefficients
  const double* constant_parts;  ///< re, im of each
  const double* real_factors;
  const LaneInstruction* instructions;
  std::size_t value_instructions, all_instructions;
  const LaneProduct* products;
  const LaneScaled* scaled;
  const std::uint32_t* plain;
  const std::uint32_t* value_slot;  ///< of each output
  std::size_t outputs;
  const std::uint32_t* entry_slot;  ///< of each Jacobian entry
  const std::uint32_t* entry_place;  ///< row * variables + column
  std::size_t entries;
  std::size_t first_variable() const { return constants; }
  std::size_t first_parameter() const { return constants + variables; }
};

}  // namespace polyscape::eval
