#pragma once
/// What an evaluator on SIMD lanes sees of a program: plain arrays, no standard library (see lanes_kernel.hpp).
#include <cstddef>
#include <cstdint>

namespace polyscape::eval {

constexpr int lane_order = 4;  ///< of the highest Taylor coefficient on lanes

struct LaneProduct {
  std::uint32_t left, right;  ///< cells
};
struct LaneScaled {
  std::uint32_t factor, cell;  ///< factor: index of a real constant
};

/// Instructions of one shape side by side, so that loops over operands repeat their trip counts. Each sets a cell to a
/// sum of products of two cells, of cells times a real constant, and of plain cells, and reads in `operands`: the
/// target, then two words a product, two a scaled cell (factor, cell), one a plain cell.
struct LaneGroup {
  std::uint32_t instructions, products, scaled, plain;
};

/// Straight-line code over the cells: no instruction reads what a later one of the stage sets.
struct LaneStage {
  const LaneGroup* groups;
  std::size_t count;
  const std::uint32_t* operands;
};

/// Cells are complex numbers in lanes: first constants, variables and parameters, somewhere among the rest their Taylor
/// coefficients, which a caller sets, and the matrix. A sweep at order k has two parts: the first takes the variables'
/// coefficients of order k as zero, which gives the right-hand side of a linear system for them, the second adds,
/// linearly, what they contribute. Stages hold no term that is known to be zero.
struct LaneView {
  std::size_t constants, variables, parameters, outputs, cells;
  const double* constant_parts;  ///< re, im of each, either as a double and what is left over
  const double* real_factors;    ///< the same of each
  LaneStage jacobian;            ///< values, and the matrix
  LaneStage first[lane_order];   ///< of order k at k - 1
  LaneStage second[lane_order - 1];
  const std::uint32_t* value_cell;                    ///< of each output
  const std::uint32_t* coefficient_cell[lane_order];  ///< the same for what first[k - 1] computes
  std::size_t
      variable_coefficients;  ///< cell of the first variable's of order 1; those of order 2 follow after all variables
  std::size_t parameter_coefficients;  ///< the same for parameters
  std::size_t matrix;                  ///< outputs * variables cells, row-major
  std::size_t first_variable() const { return constants; }
  std::size_t first_parameter() const { return constants + variables; }
};

}  // namespace polyscape::eval
