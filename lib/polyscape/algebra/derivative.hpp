#pragma once
/// Derivatives of straight-line programs, as further nodes of the same program (reverse mode).
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"

namespace polyscape::algebra {

/// Nodes of d output / d variable i for every variable i (a zero constant where it does not occur).
/// Reverse mode (Baur-Strassen 1983): at most five times the operations of `output` are added.
std::vector<Program::Node> gradient(Program& program, Program::Node output);

/// J^T v by one reverse pass, as nodes of `program`, J the Jacobian of function's outputs at the first variables of
/// `program` and v nodes of it, one an output.
std::vector<Program::Node> transposed_jacobian_times(Program& program, const Program& function,
                                                     std::span<const Program::Node> v);

/// Place of a Jacobian entry.
struct JacobianEntry {
  std::size_t row, column;
};

/// A program whose outputs are F's values, then the Jacobian entries that are not identically zero, in `entries`'
/// order.
struct Differentiated {
  Program program;
  std::size_t values;
  std::vector<JacobianEntry> entries;
};

/// The Jacobian as rows, from the outputs of d.program at some point.
template <class T>
std::vector<std::vector<T>> jacobian_from(const Differentiated& d, const std::vector<T>& outputs) {
  std::vector<std::vector<T>> result(d.values, std::vector<T>(d.program.variables()));
  for (std::size_t k = 0; k < d.entries.size(); ++k)
    result[d.entries[k].row][d.entries[k].column] = outputs[d.values + k];
  return result;
}

/// The program with its Jacobian with respect to the variables.
Differentiated differentiate(const Program& program);

/// Sums and products of the values and the Jacobian together: what forms of one system are compared by.
std::size_t differentiated_cost(const Program& program);

}  // namespace polyscape::algebra
