#pragma once
/// Newton's verdict on a predicted point, and what depends on the digits of the arithmetic: one rule for paths in lanes
/// and for single ones. Plain data and code that is always inlined: sources compiled for one instruction set include
/// this (see eval/lanes_kernel.hpp).

namespace polyscape::track {

/// What depends on the precision alone. Basins of Newton's method shrink on the way to a singular end, so that accuracy
/// has to grow with the precision: it is the same share of the digits in each. Sizes are in the weighted norm.
struct Digits {
  int bits;
  double noise;             ///< two corrections below it are rounding errors
  double accuracy;          ///< wanted of the correction that would come next
  double prediction_noise;  ///< no prediction is taken for better
};
Digits digits_of(int bits);
constexpr int double_bits = 53;

/// What Newton's corrections are held against.
struct Acceptance {
  double contraction;  ///< of the first one; its square of the next, and so on
  double noise;        ///< two corrections below it are rounding errors
  double telling;      ///< smallest second correction that tells of the Lipschitz constant
};
Acceptance acceptance(double contraction, const Digits& digits);

enum class Verdict { open, accepted, rejected };

/// From a prediction as good as steps ask for, six are enough for 2000 bits.
constexpr int most_corrections = 6;

/// The corrections made at one point, sizes in the weighted norm.
struct Corrections {
  Verdict verdict = Verdict::open;
  int count = 0;
  double first = 0, last = 0;  ///< infinite if there is none, as where the Jacobian is singular
  double omega = 1;            ///< Lipschitz estimate 2 |dx_1| / |dx_0|^2; 1 where nothing tells it
  double limit = 0;            ///< what the next one must contract by

  /// Takes in the next one. Accepts when Newton contracts by a, then by a^2 and so on, until the one that would come
  /// next is below `wanted`.
  [[gnu::always_inline]] void add(double size, double wanted, const Acceptance& rule) {
    const double before = last;
    last = size;
    ++count;
    if (!(size <= 1)) {
      verdict = Verdict::rejected;
    } else if (count == 1) {
      first = size;
      limit = rule.contraction;
      if (size < wanted) verdict = Verdict::accepted;
    } else {
      const double ratio = size / before;
      if (count == 2 && size > rule.telling) omega = 2 * size / (before * before);
      if (before < rule.noise && size < rule.noise)
        verdict = Verdict::accepted;
      else if (!(ratio <= limit))
        verdict = Verdict::rejected;
      else if (size * ratio < wanted)
        verdict = Verdict::accepted;
      limit *= limit;
    }
    if (verdict == Verdict::open && count == most_corrections) verdict = Verdict::rejected;
  }
};

/// A step to t = 0 is tried from where the series in t / t0 reaches twice as far: a nearer pole could hide between.
constexpr double regular_radius = 2;
/// Of the inverse Jacobian's norm at a regular end, times what Newton takes for noise: near a singular end corrections
/// are about as short as that norm is large.
constexpr double regular_limit = 1e-2;

}  // namespace polyscape::track
