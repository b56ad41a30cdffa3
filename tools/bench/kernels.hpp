#pragma once
/// What one instruction set takes for the parts of tracking; plain data, like polyscape/track/rounds.hpp.
#include "polyscape/eval/lane_view.hpp"

namespace polyscape::bench {

/// Each works `repeats` times on memory aligned to 64 and adds to *sink, so that nothing is optimised away.
struct Kernels {
  const char* name;
  int width;
  /// 12 independent chains of multiply-and-add: 24 * width operations a repeat.
  void (*peak)(long repeats, double* sink);
  std::size_t (*linear_solve_bytes)(std::size_t n);
  /// Copies the matrix, n^2 numbers in lanes, factorises and solves once.
  void (*linear_solve)(std::size_t n, const double* matrix, void* memory, long repeats, double* sink);
  std::size_t (*evaluator_bytes)(const eval::LaneView& program);
  void (*jacobian)(const eval::LaneView& program, void* memory, long repeats, double* sink);
  /// The evaluator's share of a Taylor series of order 4.
  void (*series)(const eval::LaneView& program, void* memory, long repeats, double* sink);
};

extern const Kernels baseline_kernels;
#ifdef POLYSCAPE_X86
extern const Kernels avx2_kernels, avx512_kernels;
#endif

}  // namespace polyscape::bench
