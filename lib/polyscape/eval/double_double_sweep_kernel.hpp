#pragma once
/// The loop of one instruction set, for a source with flags of its own: it calls nothing that is not inlined.
#include "polyscape/eval/double_double_sweep.hpp"

namespace polyscape::eval {
namespace {

struct Sum {
  DoubleDouble re, im;
  bool empty = true;
  [[gnu::always_inline]] void add(const DoubleDouble& a, const DoubleDouble& b) {
    re = empty ? a : re + a;
    im = empty ? b : im + b;
    empty = false;
  }
};

[[gnu::always_inline]] inline void sweep_over(const DoubleDoubleSweep& sweep) {
  std::uint32_t product = 0, scaled = 0, plain = 0;
  for (std::size_t i = 0; i < sweep.count; ++i) {
    const TapeCode::Instruction in = sweep.instructions[i];
    Sum sum;
    for (; product < in.products_end; ++product) {
      const Complex<DoubleDouble>&a = sweep.values[sweep.products[product].left],
            &b = sweep.values[sweep.products[product].right];
      sum.add(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
    }
    for (; scaled < in.scaled_end; ++scaled) {
      const DoubleDouble& factor = sweep.factors[sweep.scaled[scaled].factor];
      const Complex<DoubleDouble>& a = sweep.values[sweep.scaled[scaled].slot];
      sum.add(factor * a.re, factor * a.im);
    }
    for (; plain < in.plain_end; ++plain)
      sum.add(sweep.values[sweep.plain[plain]].re, sweep.values[sweep.plain[plain]].im);
    sweep.values[in.target].re = sum.re;
    sweep.values[in.target].im = sum.im;
  }
}

}  // namespace
}  // namespace polyscape::eval
