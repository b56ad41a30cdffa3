#pragma once
/// Rounds of prediction and correction for a batch of paths, one a SIMD lane: what the instruction sets share.
/// Plain data only: sources compiled for one instruction set include this (see eval/lanes_kernel.hpp).
#include "polyscape/eval/lane_view.hpp"
#include "polyscape/track/acceptance.hpp"
#include "polyscape/track/weights.hpp"

namespace polyscape::track {

struct RoundsShape {
  eval::LaneView program;  ///< of the homotopy: as many outputs as variables
  Groups groups;           ///< of the variables
};

struct RoundsOptions {
  Acceptance acceptance;
  double weight_floor;  ///< of the weights, relative to the group's largest coordinate
};

enum class LaneTask : std::uint32_t {
  idle,    ///< no path in this lane
  load,    ///< correct the coordinates as they stand, at the given parameters
  step,    ///< from the last accepted point by `length` in s = log t
  finish,  ///< from the last accepted point to t = 0 in one step
};

struct LaneRequest {
  LaneTask task = LaneTask::idle;
  bool norms = false;     ///< wants the norms of the inverse if it is accepted
  double length = 0;      ///< negative towards t = 0
  double wanted = 1e-12;  ///< of the correction that would come next, when Newton stops
};

struct LaneReport {
  Corrections newton;
  // Of an accepted load or step: weighted norms of the path's coefficients of order 3 and 4, in s and in t / t0.
  double third = 0, fourth = 0, linear_third = 0, linear_fourth = 0;
  double ratio = 0;  ///< and of the homogenising coordinates over the largest of their groups the smallest; sizes are
                     ///< the larger of real and imaginary part
  // When asked for and accepted, of the Jacobian where Newton ended: norm of its inverse as it is, and with rows and
  // unknowns weighted.
  double inverse_norm = 0, weighted_inverse_norm = 0;
};

/// Numbers in lanes lie at [(2 * i + part) * width + lane], part 0 real, 1 imaginary; coordinates and parameters of
/// double-double rounds at
/// [(4 * i + 2 * part) * width + lane], and what their high parts leave over `width` further.
class Rounds {
 public:
  virtual ~Rounds();
  virtual double* coordinates() = 0;                    ///< of the last accepted points; to be set before a load
  virtual const double* endpoints() const = 0;          ///< where Newton ended in the last round: of an accepted finish
  virtual const double* coefficients(int k) const = 0;  ///< of the accepted points' series in s, k = 1..4
  virtual double* parameters(int k) = 0;  ///< Taylor coefficients in s, k = 0..4, where the round will end
  virtual void run(const LaneRequest* requests, const RoundsOptions& options, LaneReport* reports) = 0;
};

/// One instruction set's rounds in one precision.
struct RoundsMaker {
  const char* name;
  int width;
  int parts;                                       ///< doubles of a coordinate's real part: 2 in double-double
  std::size_t (*bytes)(const RoundsShape& shape);  ///< of memory, aligned to 64
  Rounds* (*make)(const RoundsShape& shape,
                  void* memory);  ///< constructs in place; call the destructor, free the memory
};

extern const RoundsMaker baseline_rounds, baseline_precise_rounds;
#ifdef POLYSCAPE_X86
extern const RoundsMaker avx2_rounds, avx2_precise_rounds, avx512_rounds, avx512_precise_rounds;
#endif

}  // namespace polyscape::track
