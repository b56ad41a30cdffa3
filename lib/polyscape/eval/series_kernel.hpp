#pragma once
/// Arithmetic of Taylor coefficients: products of series are sums of many products, which arbitrary precision does
/// faster together than one by one.
#if __has_include(<acb.h>)
#include <acb.h>
#else
#include <flint/acb.h>
#endif

#include "polyscape/eval/scalar_kernel.hpp"

namespace polyscape::eval {

/// The coefficients of one scalar: Item holds one, Factor a real constant; both default to zero.
template <class R>
struct SeriesArithmetic {
  using T = Complex<R>;
  using Item = T;
  using Factor = R;
  explicit SeriesArithmetic(int) {}
  static void set(Item& item, const T& z) { item = z; }
  static T get(const Item& item) { return item; }
  static void set_factor(Factor& f, const R& x) { f = x; }
  static void clear(Item& sum) { sum = T{}; }
  static void add(Item& sum, const Item& a) { sum += a; }
  static void add_product(Item& sum, const Item& a, const Item& b) { sum += a * b; }
  static void add_scaled(Item& sum, const Factor& f, const Item& a) { sum += f * a; }
  /// Coefficient k of the product of two series.
  static void add_convolution(Item& sum, const Item* a, const Item* b, int k) {
    if (a != b) {
      for (int j = 0; j <= k; ++j) sum += a[j] * b[k - j];
      return;
    }
    T half{};
    for (int j = 0; 2 * j < k; ++j) half += a[j] * a[k - j];
    sum += half + half;
    if (k % 2 == 0) sum += a[k / 2] * a[k / 2];
  }
};

/// By Arb's dot products, which round once (Johansson 2019), on midpoints alone.
template <>
struct SeriesArithmetic<Multiprecision> {
  using T = ComplexMultiprecision;
  class Item {
   public:
    Item() { acb_init(x_); }
    ~Item() { acb_clear(x_); }
    Item(const Item&) : Item() {}  // only ever of zeros, by vectors
    Item& operator=(const Item&) = delete;
    acb_ptr get() { return x_; }
    acb_srcptr get() const { return x_; }

   private:
    acb_t x_;
  };
  using Factor = Item;

  explicit SeriesArithmetic(int bits) : bits_(bits) {}
  void set(Item& item, const T& z) const {
    arf_set_mpfr(arb_midref(acb_realref(item.get())), z.re.words());
    arf_set_mpfr(arb_midref(acb_imagref(item.get())), z.im.words());
  }
  T get(const Item& item) const {
    T z{Multiprecision::of_bits(bits_), Multiprecision::of_bits(bits_)};
    arf_get_mpfr(z.re.words(), arb_midref(acb_realref(item.get())), MPFR_RNDN);
    arf_get_mpfr(z.im.words(), arb_midref(acb_imagref(item.get())), MPFR_RNDN);
    return z;
  }
  static void set_factor(Factor& f, const Multiprecision& x) {
    arf_set_mpfr(arb_midref(acb_realref(f.get())), x.words());
  }
  static void clear(Item& sum) { acb_zero(sum.get()); }
  void add(Item& sum, const Item& a) const {
    arf_add(arb_midref(acb_realref(sum.get())), arb_midref(acb_realref(sum.get())), arb_midref(acb_realref(a.get())),
            bits_, ARF_RND_NEAR);
    arf_add(arb_midref(acb_imagref(sum.get())), arb_midref(acb_imagref(sum.get())), arb_midref(acb_imagref(a.get())),
            bits_, ARF_RND_NEAR);
  }
  void add_product(Item& sum, const Item& a, const Item& b) const {
    acb_approx_dot(sum.get(), sum.get(), 0, a.get(), 1, b.get(), 1, 1, bits_);
  }
  void add_scaled(Item& sum, const Factor& f, const Item& a) const { add_product(sum, f, a); }
  void add_convolution(Item& sum, const Item* a, const Item* b, int k) const {
    static_assert(sizeof(Item) == sizeof(acb_struct));
    acb_approx_dot(sum.get(), sum.get(), 0, a[0].get(), 1, b[k].get(), -1, k + 1, bits_);
  }

 private:
  int bits_;
};

}  // namespace polyscape::eval
