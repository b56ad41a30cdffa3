#pragma once
/// The operations of a tape. No other header is included: this one goes into sources of one instruction set.

namespace polyscape::dynamics {

/// One operation on slots: target = what `code` says of slots a, b, c and the constant k. Each rounds as written: a
/// product that is added to something is rounded first.
struct TapeStep {
  enum Code : unsigned {
    load,          ///< k
    copy,          ///< a
    add,           ///< a + b
    subtract,      ///< a - b
    multiply,      ///< a b
    multiply_add,  ///< a b + c
    scale,         ///< k a
    shift,         ///< k + a
    scale_add,     ///< k a + b
    divide,        ///< a / b
    exponential,   ///< exp a
  };
  Code code = load;
  unsigned target = 0, a = 0, b = 0, c = 0;
  double k = 0;
};

}  // namespace polyscape::dynamics
