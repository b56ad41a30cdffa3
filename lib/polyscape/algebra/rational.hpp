#pragma once
/// Exact integers, rationals and Gaussian rationals, as values. Backed by FLINT's fmpz and fmpq.
#include <compare>
#include <complex>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace polyscape::algebra {

/// An integer of any size.
class Integer {
 public:
  Integer(long value = 0);
  Integer(const Integer& other);
  Integer(Integer&& other) noexcept;
  Integer& operator=(const Integer& other);
  Integer& operator=(Integer&& other) noexcept;
  ~Integer();

  /// Decimal digits with an optional sign; nothing else. nullopt if the text is not that.
  static std::optional<Integer> parse(std::string_view text);

  Integer& operator+=(const Integer& other);
  Integer& operator-=(const Integer& other);
  Integer& operator*=(const Integer& other);
  friend Integer operator+(Integer a, const Integer& b) { return a += b; }
  friend Integer operator-(Integer a, const Integer& b) { return a -= b; }
  friend Integer operator*(Integer a, const Integer& b) { return a *= b; }
  bool operator==(const Integer& other) const;
  std::strong_ordering operator<=>(const Integer& other) const;

  int sign() const;
  std::string to_string() const;
  double to_double() const;  ///< nearest double; infinity when too large
  /// Number of decimal digits of the absolute value (1 for 0), exact.
  std::uint64_t digits() const;
  /// log10 of the absolute value, -infinity for 0; relative error below 1e-14.
  double log10() const;
  /// The value if it fits into a signed 64-bit integer.
  std::optional<std::int64_t> to_int64() const;

  /// FLINT's word, for sources of this library: an fmpz.
  long* word() { return &word_; }
  const long* word() const { return &word_; }

 private:
  long word_;
};

/// base^exponent.
Integer power(const Integer& base, std::uint64_t exponent);
/// Binomial coefficient C(n, k).
Integer binomial(std::uint64_t n, std::uint64_t k);

/// high + low.
struct DoubleSum {
  double high = 0, low = 0;
  bool operator==(const DoubleSum&) const = default;
};

/// A rational number in lowest terms, denominator positive.
class Rational {
 public:
  Rational(long value = 0);
  Rational(const Integer& value);
  /// numerator / denominator; throws ArgumentError if the denominator is 0.
  Rational(const Integer& numerator, const Integer& denominator);
  Rational(const Rational& other);
  Rational(Rational&& other) noexcept : words_{other.words_[0], other.words_[1]} {
    other.words_[0] = 0, other.words_[1] = 1;
  }
  Rational& operator=(const Rational& other);
  Rational& operator=(Rational&& other) noexcept {
    std::swap(words_, other.words_);
    return *this;
  }
  ~Rational() {
    if (is_pointer(words_[0]) || is_pointer(words_[1])) clear();
  }

  /// "3", "-3/4", "0.125", "1e-3", "-2.5E+2": the exact number the text spells; no spaces. nullopt if it is none
  /// (a zero denominator included) or if a decimal exponent exceeds 10000.
  static std::optional<Rational> parse(std::string_view text);
  /// The exact value of a finite double; throws ArgumentError for NaN and infinities.
  static Rational from_double(double value);
  /// high + low, exactly. Throws as from_double().
  static Rational from_sum(double high, double low);

  Rational& operator+=(const Rational& other);
  Rational& operator-=(const Rational& other);
  Rational& operator*=(const Rational& other);
  /// Throws ArgumentError on division by zero.
  Rational& operator/=(const Rational& other);
  friend Rational operator+(Rational a, const Rational& b) { return a += b; }
  friend Rational operator-(Rational a, const Rational& b) { return a -= b; }
  friend Rational operator*(Rational a, const Rational& b) { return a *= b; }
  friend Rational operator/(Rational a, const Rational& b) { return a /= b; }
  Rational operator-() const;
  bool operator==(const Rational& other) const;
  std::strong_ordering operator<=>(const Rational& other) const;

  int sign() const;
  bool is_zero() const { return sign() == 0; }
  bool is_one() const { return *this == Rational(1); }
  bool is_integer() const;
  Integer numerator() const;
  Integer denominator() const;
  std::string to_string() const;  ///< "p" or "p/q"
  double to_double() const;       ///< nearest double
  /// The nearest double and what it leaves over, rounded: within 2^-105 of the number, relative, unless that leaves the
  /// range of normal doubles.
  DoubleSum to_sum() const;
  /// The number as a sum of two doubles, the first the nearest one; nullopt where it is none, or smaller than 2^-850.
  std::optional<DoubleSum> exact_sum() const;
  /// FLINT's two words, for sources of this library: an fmpq.
  long* words() { return words_; }
  const long* words() const { return words_; }
  std::size_t hash() const;
  /// How many bits the numerator's absolute value has (0 for 0), and the denominator: in constant time.
  std::uint64_t bits_above() const;
  std::uint64_t bits_below() const;

 private:
  static bool is_pointer(long word) { return static_cast<unsigned long>(word) >> 62 == 1; }  // FLINT's COEFF_IS_MPZ
  void clear();
  long words_[2];
};

Rational abs(const Rational& x);
/// Whether |x| <= bound.
bool at_most(const Rational& x, const Rational& bound);
/// mantissa * 10^exponent.
Rational times_power_of_ten(Integer mantissa, long exponent);
/// log2 of the absolute value, -infinity for 0; relative error of the numerator's and the denominator's logarithms
/// below 1e-14.
double log2(const Rational& x);
/// x modulo a prime; nullopt where that divides the denominator.
std::optional<std::uint64_t> residue(const Rational& x, std::uint64_t prime);
/// As Rational::parse, with decimal exponents up to `largest` in absolute value.
std::optional<Rational> parse_number(std::string_view text, long largest);
/// The number rounded to `digits` significant decimal digits, "-1.25e-7" style, as Rational::parse reads it; "0" for 0.
std::string decimal(const Rational& x, int digits);
/// The rational of smallest denominator, then smallest numerator, in the closed interval. Throws ArgumentError unless
/// low <= high.
Rational simplest_between(const Rational& low, const Rational& high);
/// base^exponent; 0^0 = 1. Throws ArgumentError for a negative power of 0.
Rational power(const Rational& base, long exponent);

/// An element of Q(i).
struct GaussianRational {
  Rational re, im;
  GaussianRational(Rational real = 0, Rational imaginary = 0) : re(std::move(real)), im(std::move(imaginary)) {}
  GaussianRational(long real) : re(real) {}
  /// "1/2", "-i", "0.5-2e-3*i", "3 + 4i": a rational as Rational::parse reads it, a multiple of i or I (* may be left
  /// out), or the sum of both; blanks between the parts do not count. nullopt if the text is none of these.
  static std::optional<GaussianRational> parse(std::string_view text);
  /// The exact value of both parts.
  static GaussianRational from_complex(std::complex<double> z);

  GaussianRational& operator*=(const GaussianRational& other);
  bool operator==(const GaussianRational&) const = default;
  bool is_zero() const { return re.is_zero() && im.is_zero(); }
  bool is_one() const { return re.is_one() && im.is_zero(); }
  bool is_real() const { return im.is_zero(); }
  /// The real part of a real number; throws ArgumentError for others.
  const Rational& real() const;
  /// "1/2", "i", "-3*i", "1/2 - 3/4*i".
  std::string to_string() const;
  std::complex<double> to_complex() const { return {re.to_double(), im.to_double()}; }
};
GaussianRational operator+(const GaussianRational& a, const GaussianRational& b);
GaussianRational operator-(const GaussianRational& a, const GaussianRational& b);
GaussianRational operator*(const GaussianRational& a, const GaussianRational& b);
GaussianRational operator-(const GaussianRational& a);
/// Throws ArgumentError on division by zero.
GaussianRational operator/(const GaussianRational& a, const GaussianRational& b);
/// base^exponent; 0^0 = 1. Throws ArgumentError for a negative power of 0.
GaussianRational power(const GaussianRational& base, long exponent);
/// log2 of the absolute value, -infinity for 0, as of a Rational.
double log2(const GaussianRational& x);
GaussianRational conjugate(const GaussianRational& a);

}  // namespace polyscape::algebra
