#pragma once
/// A program made ready for evaluation: sums of products over numbered slots, without exact arithmetic in sight.
#include <cstdint>
#include <vector>

#include "polyscape/algebra/derivative.hpp"

namespace polyscape::eval {

/// Instructions that any scalar can execute. Slots hold, in this order, constants, variables, parameters, results.
/// An instruction sets slot `target` to the sum of its products of two slots, of its slots times a real constant, and
/// of its plain slots: common sums of products stay in registers instead of passing through memory.
struct TapeCode {
  struct Product {
    std::uint32_t left, right;
  };
  struct Scaled {
    std::uint32_t factor, slot;  ///< factor: index of a real constant
  };
  /// Ends of the instruction's ranges; they begin where those of the instruction before end.
  struct Instruction {
    std::uint32_t target, products_end, scaled_end, plain_end;
  };

  std::size_t variables = 0, parameters = 0, slots = 0;
  std::vector<algebra::GaussianRational> constants;  ///< slots 0..constants.size()-1
  std::vector<algebra::Rational> real_factors;       ///< of `scaled`
  std::vector<Instruction> instructions;
  std::vector<Product> products;
  std::vector<Scaled> scaled;
  std::vector<std::uint32_t> plain;
  std::size_t value_instructions = 0;  ///< the first so many instructions give the values, all give the Jacobian, too
  std::vector<std::uint32_t> value_slots;
  std::vector<std::uint32_t> entry_slots;
  std::vector<algebra::JacobianEntry> entries;

  std::size_t first_variable() const { return constants.size(); }
  std::size_t first_parameter() const { return constants.size() + variables; }
  bool real() const;  ///< all constants are
};

/// Compiles a program with its Jacobian. Sums and products used once are fused into the sum that uses them.
TapeCode compile(const algebra::Differentiated& differentiated);

}  // namespace polyscape::eval
