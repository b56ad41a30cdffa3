#pragma once
/// Double-double arithmetic: an unevaluated sum hi + lo with |lo| <= ulp(hi)/2, about 32 digits (Dekker 1971; Hida, Li,
/// Bailey 2001). Sources that include this must be compiled with -ffp-contract=off.
#include <cmath>

namespace polyscape::eval {

struct DoubleDouble {
  double hi = 0, lo = 0;
  [[gnu::always_inline]] constexpr DoubleDouble(double high = 0, double low = 0) : hi(high), lo(low) {}
};

namespace detail {

/// a + b exactly, |a| >= |b|.
[[gnu::always_inline]] constexpr DoubleDouble quick_two_sum(double a, double b) {
  const double s = a + b;
  return {s, b - (s - a)};
}
/// a + b exactly.
[[gnu::always_inline]] constexpr DoubleDouble two_sum(double a, double b) {
  const double s = a + b, v = s - a;
  return {s, (a - (s - v)) + (b - v)};
}
/// a * b exactly, barring overflow.
[[gnu::always_inline]] inline DoubleDouble two_product(double a, double b) {
  const double p = a * b;
#ifdef __FMA__
  return {p, __builtin_fma(a, b, -p)};
#else
  constexpr double splitter = 134217729.0;  // 2^27 + 1
  const double ta = splitter * a, tb = splitter * b;
  const double ah = ta - (ta - a), al = a - ah, bh = tb - (tb - b), bl = b - bh;
  return {p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
#endif
}

}  // namespace detail

[[gnu::always_inline]] inline DoubleDouble operator-(const DoubleDouble& a) { return {-a.hi, -a.lo}; }
[[gnu::always_inline]] inline DoubleDouble operator+(const DoubleDouble& a, const DoubleDouble& b) {
  DoubleDouble s = detail::two_sum(a.hi, b.hi);
  const DoubleDouble t = detail::two_sum(a.lo, b.lo);
  s = detail::quick_two_sum(s.hi, s.lo + t.hi);
  return detail::quick_two_sum(s.hi, s.lo + t.lo);
}
[[gnu::always_inline]] inline DoubleDouble operator-(const DoubleDouble& a, const DoubleDouble& b) { return a + -b; }
[[gnu::always_inline]] inline DoubleDouble operator*(const DoubleDouble& a, const DoubleDouble& b) {
  const DoubleDouble p = detail::two_product(a.hi, b.hi);
  return detail::quick_two_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}
[[gnu::always_inline]] inline DoubleDouble operator/(const DoubleDouble& a, const DoubleDouble& b) {
  const double q1 = a.hi / b.hi;
  DoubleDouble r = a - b * DoubleDouble(q1);
  const double q2 = r.hi / b.hi;
  r = r - b * DoubleDouble(q2);
  return detail::quick_two_sum(q1, q2) + DoubleDouble(r.hi / b.hi);
}
[[gnu::always_inline]] inline DoubleDouble& operator+=(DoubleDouble& a, const DoubleDouble& b) { return a = a + b; }
[[gnu::always_inline]] inline DoubleDouble& operator-=(DoubleDouble& a, const DoubleDouble& b) { return a = a - b; }

}  // namespace polyscape::eval
