#pragma once
/// Complex numbers over any real scalar, without the NaN and infinity rules of std::complex that cost half its speed.
namespace polyscape::eval {

template <class R>
struct Complex {
  R re{}, im{};
};

template <class R>
constexpr Complex<R> operator+(const Complex<R>& a, const Complex<R>& b) {
  return {a.re + b.re, a.im + b.im};
}
template <class R>
constexpr Complex<R> operator-(const Complex<R>& a, const Complex<R>& b) {
  return {a.re - b.re, a.im - b.im};
}
template <class R>
constexpr Complex<R> operator-(const Complex<R>& a) {
  return {-a.re, -a.im};
}
template <class R>
constexpr Complex<R> operator*(const Complex<R>& a, const Complex<R>& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
template <class R>
constexpr Complex<R> operator*(const R& a, const Complex<R>& b) {
  return {a * b.re, a * b.im};
}
template <class R>
constexpr Complex<R> operator/(const Complex<R>& a, const Complex<R>& b) {
  const R size = b.re * b.re + b.im * b.im;
  return {(a.re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size};
}
template <class R>
constexpr Complex<R>& operator+=(Complex<R>& a, const Complex<R>& b) {
  return a = a + b;
}
template <class R>
constexpr Complex<R>& operator-=(Complex<R>& a, const Complex<R>& b) {
  return a = a - b;
}

}  // namespace polyscape::eval
