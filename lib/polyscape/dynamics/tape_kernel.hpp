#pragma once
/// A tape in lanes. For sources.
#include "polyscape/dynamics/real_lanes_kernel.hpp"
#include "polyscape/dynamics/tape_step.hpp"

namespace polyscape::dynamics {

template <class L>
struct TapeOf {
  using Real = typename L::Real;

  /// Runs the steps on slots of B numbers each.
  template <int B>
  static void run(const TapeStep* steps, unsigned long count, double* slots) {
    for (unsigned long i = 0; i < count; ++i) {
      const TapeStep& s = steps[i];
      double* const t = slots + static_cast<unsigned long>(s.target) * B;
      const double* const a = slots + static_cast<unsigned long>(s.a) * B;
      const double* const b = slots + static_cast<unsigned long>(s.b) * B;
      const double* const c = slots + static_cast<unsigned long>(s.c) * B;
      const Real k = L::all(s.k);
      switch (s.code) {
        case TapeStep::load:
          for (int l = 0; l < B; l += L::width) L::put(t + l, k);
          break;
        case TapeStep::copy:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::get(a + l));
          break;
        case TapeStep::add:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::get(a + l) + L::get(b + l));
          break;
        case TapeStep::subtract:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::get(a + l) - L::get(b + l));
          break;
        case TapeStep::multiply:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::get(a + l) * L::get(b + l));
          break;
        case TapeStep::multiply_add:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::get(a + l) * L::get(b + l) + L::get(c + l));
          break;
        case TapeStep::scale:
          for (int l = 0; l < B; l += L::width) L::put(t + l, k * L::get(a + l));
          break;
        case TapeStep::shift:
          for (int l = 0; l < B; l += L::width) L::put(t + l, k + L::get(a + l));
          break;
        case TapeStep::scale_add:
          for (int l = 0; l < B; l += L::width) L::put(t + l, k * L::get(a + l) + L::get(b + l));
          break;
        case TapeStep::divide:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::get(a + l) / L::get(b + l));
          break;
        case TapeStep::exponential:
          for (int l = 0; l < B; l += L::width) L::put(t + l, L::exponential(L::get(a + l)));
          break;
      }
    }
  }
};

}  // namespace polyscape::dynamics
