#include "polyscape/algebra/rational.hpp"

#include <flint/ulong_extras.h>
#include <mpfr.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

namespace {

using FlintString = std::unique_ptr<char, void (*)(void*)>;

bool all_digits(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return true;
}

constexpr long largest_exponent = 10000;

/// The words of |x|, the lowest first; `small` is where the one of a number below 2^62 is kept. Empty for 0.
std::span<const mp_limb_t> words_of(const fmpz& x, mp_limb_t& small) {
  if (COEFF_IS_MPZ(x)) {
    const mpz_srcptr big = COEFF_TO_PTR(x);
    return {mpz_limbs_read(big), mpz_size(big)};
  }
  small = static_cast<mp_limb_t>(x < 0 ? -x : x);
  return {&small, x == 0 ? 0u : 1u};
}

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

/// +-leading / 2^128 * 2^exponent, leading at least 2^127 or 0: what a fraction is cut to. more: there were bits
/// behind.
struct Leading {
  Wide leading = 0;
  long exponent = 0;
  bool negative = false, more = false;
};

bool any(std::span<const mp_limb_t> words) {
  return std::ranges::any_of(words, [](mp_limb_t w) { return w != 0; });
}

/// Of a natural number times 2^-shift.
Leading leading_words(std::span<const mp_limb_t> top, long shift) {
  if (top.empty()) return {};
  const int gap = std::countl_zero(top.back());
  Leading result;
  result.exponent = 64 * static_cast<long>(top.size()) - gap - shift;
  const auto word = [&](std::size_t k) { return k < top.size() ? top[top.size() - 1 - k] : 0; };
  result.leading = (Wide{word(0)} << 64 | word(1)) << gap;
  if (gap > 0) result.leading |= word(2) >> (64 - gap);
  result.more = (gap > 0 ? word(2) << gap : word(2)) != 0 || (top.size() > 3 && any(top.first(top.size() - 3)));
  return result;
}

/// Of top / bottom, natural numbers, by one division; nullopt far outside of the range of doubles.
std::optional<Leading> leading_of_quotient(std::span<const mp_limb_t> top, std::span<const mp_limb_t> bottom) {
  constexpr std::size_t far = 20, least = 3;  // words: a quotient of three has more than 128 bits
  if (top.empty()) return Leading{};
  if (top.size() > bottom.size() + far || bottom.size() > top.size() + far) return std::nullopt;
  const std::size_t zeros = bottom.size() + least > top.size() ? bottom.size() + least - top.size() : 0,
                    dividend = zeros + top.size(), quotient = dividend - bottom.size() + 1;
  std::array<mp_limb_t, 48> here;
  std::vector<mp_limb_t> elsewhere;
  mp_limb_t* words = here.data();
  if (const std::size_t needed = dividend + quotient + bottom.size(); needed > here.size()) {
    elsewhere.resize(needed);
    words = elsewhere.data();
  }
  mp_limb_t *result = words + dividend, *rest = result + quotient;
  std::fill_n(words, zeros, mp_limb_t{0});
  std::ranges::copy(top, words + zeros);
  mpn_tdiv_qr(result, rest, 0, words, static_cast<mp_size_t>(dividend), bottom.data(),
              static_cast<mp_size_t>(bottom.size()));
  const std::size_t size = result[quotient - 1] == 0 ? quotient - 1 : quotient;
  Leading leading = leading_words({result, size}, 64 * static_cast<long>(zeros));
  leading.more = leading.more || any({rest, bottom.size()});
  return leading;
}

/// nullopt where the 128 bits are not well inside the range of normal doubles. Denominators of points' coordinates are
/// powers of two: those take no division.
std::optional<Leading> leading_bits(const fmpq* x) {
  mp_limb_t small_top, small_bottom;
  const auto top = words_of(*fmpq_numref(x), small_top), bottom = words_of(*fmpq_denref(x), small_bottom);
  std::optional<Leading> result;
  if (std::has_single_bit(bottom.back()) && !any(bottom.first(bottom.size() - 1)))
    result = leading_words(top, 64 * static_cast<long>(bottom.size()) - 1 - std::countl_zero(bottom.back()));
  else
    result = leading_of_quotient(top, bottom);
  if (!result || result->exponent > 1023 || result->exponent < -850) return std::nullopt;
  result->negative = fmpz_sgn(fmpq_numref(x)) < 0;
  return result;
}

/// Of 64 bits, or their rounding to 2^64, the first worth 2^(exponent - 1).
double scaled(double mantissa, long exponent) {
  return mantissa * std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent - 64) << 52);
}

/// The double nearest to the leading bits, as a number of 64 bits.
double top_of(const Leading& x) {
  const auto top = static_cast<std::uint64_t>(x.leading >> 64);
  // 64 bits and whether there are more round like all of them.
  return static_cast<double>(top | (static_cast<std::uint64_t>(x.leading) != 0 || x.more ? 1 : 0));
}

/// What the nearest double leaves over, in units of 2^(exponent - 128) but for the sign.
SignedWide rest_of(const Leading& x) {
  const double top = top_of(x);
  // Where rounding came to 2^64 both differences are modulo 2^128.
  return static_cast<SignedWide>(x.leading - (top < 0x1p64 ? Wide{static_cast<std::uint64_t>(top)} << 64 : 0));
}

DoubleSum sum_of(const Leading& x) {
  const double high = scaled(top_of(x), x.exponent),
               low = scaled(static_cast<double>(rest_of(x)) * 0x1p-64, x.exponent);
  return x.negative ? DoubleSum{-high, -low} : DoubleSum{high, low};
}

/// odd * 2^exponent; odd is 0 for 0.
struct Dyadic {
  long odd = 0, exponent = 0;
};
Dyadic dyadic(double value) {
  if (!std::isfinite(value)) throw ArgumentError("Rational::from_double: not a finite number");
  if (value == 0) return {};
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const long biased = static_cast<long>(bits >> 52 & 0x7ff);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1),
                      mantissa = biased == 0 ? fraction : fraction | std::uint64_t{1} << 52;
  const int zeros = std::countr_zero(mantissa);
  const long odd = static_cast<long>(mantissa >> zeros);
  return {value < 0 ? -odd : odd, std::max(biased, 1L) - 1075 + zeros};
}

/// An odd integer times 2^exponent.
void scale(fmpq* x, long exponent) {
  if (exponent >= 0)
    fmpz_mul_2exp(fmpq_numref(x), fmpq_numref(x), static_cast<flint_bitcnt_t>(exponent));
  else
    fmpz_one_2exp(fmpq_denref(x), static_cast<flint_bitcnt_t>(-exponent));
}

}  // namespace

Integer::Integer(long value) : word_(0) { fmpz_init_set_si(flint(*this), value); }
Integer::Integer(const Integer& other) : word_(0) { fmpz_init_set(flint(*this), flint(other)); }
Integer::Integer(Integer&& other) noexcept : word_(other.word_) { other.word_ = 0; }
Integer& Integer::operator=(const Integer& other) {
  fmpz_set(flint(*this), flint(other));
  return *this;
}
Integer& Integer::operator=(Integer&& other) noexcept {
  std::swap(word_, other.word_);
  return *this;
}
Integer::~Integer() { fmpz_clear(flint(*this)); }

std::optional<Integer> Integer::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (!all_digits(text)) return std::nullopt;
  Integer result;
  fmpz_set_str(flint(result), std::string(text).c_str(), 10);
  if (negative) fmpz_neg(flint(result), flint(result));
  return result;
}

Integer& Integer::operator+=(const Integer& other) {
  fmpz_add(flint(*this), flint(*this), flint(other));
  return *this;
}
Integer& Integer::operator-=(const Integer& other) {
  fmpz_sub(flint(*this), flint(*this), flint(other));
  return *this;
}
Integer& Integer::operator*=(const Integer& other) {
  fmpz_mul(flint(*this), flint(*this), flint(other));
  return *this;
}
bool Integer::operator==(const Integer& other) const { return fmpz_equal(flint(*this), flint(other)) != 0; }
std::strong_ordering Integer::operator<=>(const Integer& other) const {
  return fmpz_cmp(flint(*this), flint(other)) <=> 0;
}
int Integer::sign() const { return fmpz_sgn(flint(*this)); }
std::string Integer::to_string() const {
  const FlintString text(fmpz_get_str(nullptr, 10, flint(*this)), flint_free);
  return text.get();
}
double Integer::to_double() const { return Rational(*this).to_double(); }

std::uint64_t Integer::digits() const {
  if (sign() == 0) return 1;
  // The logarithm decides unless a power of ten is as near as its error: a comparison of millions of digits takes long.
  const double logarithm = log10(), margin = 1e-13 * logarithm + 1e-12, fraction = logarithm - std::floor(logarithm);
  if (fraction > margin && fraction < 1 - margin) return static_cast<std::uint64_t>(logarithm) + 1;
  const auto upper = static_cast<std::uint64_t>(fmpz_sizeinbase(flint(*this), 10));  // exact or one too many
  Integer bound = power(Integer(10), upper - 1);
  return fmpz_cmpabs(flint(*this), flint(bound)) < 0 ? upper - 1 : upper;
}

double Integer::log10() const { return log10_size(flint(*this)); }

std::optional<std::int64_t> Integer::to_int64() const {
  if (fmpz_fits_si(flint(*this)) == 0) return std::nullopt;
  return fmpz_get_si(flint(*this));
}

Integer power(const Integer& base, std::uint64_t exponent) {
  Integer result;
  fmpz_pow_ui(flint(result), flint(base), exponent);
  return result;
}

Integer binomial(std::uint64_t n, std::uint64_t k) {
  Integer result;
  fmpz_bin_uiui(flint(result), n, k);
  return result;
}

Rational::Rational(long value) : words_{} {
  fmpq_init(flint(*this));
  fmpq_set_si(flint(*this), value, 1);
}
Rational::Rational(const Integer& value) : words_{} {
  fmpq_init(flint(*this));
  fmpq_set_fmpz(flint(*this), flint(value));
}
Rational::Rational(const Integer& numerator, const Integer& denominator) : words_{} {
  if (denominator.sign() == 0) throw ArgumentError("Rational: the denominator is 0");
  fmpq_init(flint(*this));
  fmpq_set_fmpz_frac(flint(*this), flint(numerator), flint(denominator));
}
Rational::Rational(const Rational& other) : words_{} {
  fmpq_init(flint(*this));
  fmpq_set(flint(*this), flint(other));
}
Rational& Rational::operator=(const Rational& other) {
  fmpq_set(flint(*this), flint(other));
  return *this;
}
void Rational::clear() { fmpq_clear(flint(*this)); }

Rational times_power_of_ten(Integer mantissa, long exponent) {
  if (exponent >= 0) return mantissa * power(Integer(10), static_cast<std::uint64_t>(exponent));
  if (mantissa.sign() == 0) return 0;
  // In lowest terms without a greatest common divisor: the denominator's primes are 2 and 5.
  auto twos = static_cast<std::uint64_t>(-exponent), fives = twos;
  fmpz* top = flint(mantissa);
  const std::uint64_t even = std::min<std::uint64_t>(fmpz_val2(top), twos);
  fmpz_tdiv_q_2exp(top, top, even);
  twos -= even;
  if (const Integer five(5); fmpz_divisible_si(top, 5)) {
    const auto all = static_cast<std::uint64_t>(fmpz_remove(top, top, flint(five))), common = std::min(all, fives);
    mantissa *= power(five, all - common);
    fives -= common;
  }
  Integer bottom = power(Integer(5), fives);
  fmpz_mul_2exp(flint(bottom), flint(bottom), twos);
  Rational result;
  fmpz_swap(fmpq_numref(flint(result)), top);
  fmpz_swap(fmpq_denref(flint(result)), flint(bottom));
  return result;
}

std::optional<Rational> Rational::parse(std::string_view text) { return parse_number(text, largest_exponent); }

std::optional<Rational> parse_number(std::string_view text, long largest) {
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto numerator = Integer::parse(text.substr(0, slash));
    const std::string_view below = text.substr(slash + 1);
    if (!numerator || !all_digits(below)) return std::nullopt;
    const auto denominator = Integer::parse(below);
    if (denominator->sign() == 0) return std::nullopt;
    return Rational(*numerator, *denominator);
  }
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  long exponent = 0;
  if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    const auto parsed = Integer::parse(text.substr(e + 1));
    if (!parsed || !parsed->to_int64() || *parsed->to_int64() < -largest || *parsed->to_int64() > largest)
      return std::nullopt;
    exponent = static_cast<long>(*parsed->to_int64());
    text = text.substr(0, e);
  }
  std::string digits;
  if (const auto dot = text.find('.'); dot != std::string_view::npos) {
    digits = std::string(text.substr(0, dot)) + std::string(text.substr(dot + 1));
    exponent -= static_cast<long>(text.size() - dot - 1);
  } else {
    digits = text;
  }
  if (!all_digits(digits)) return std::nullopt;
  Rational value = times_power_of_ten(*Integer::parse(digits), exponent);
  return negative ? -value : value;
}

Rational Rational::from_double(double value) {
  Rational result;
  const Dyadic d = dyadic(value);
  fmpz_set_si(fmpq_numref(flint(result)), d.odd);
  scale(flint(result), d.exponent);
  return result;
}

Rational Rational::from_sum(double high, double low) {
  const Dyadic a = dyadic(high), b = dyadic(low);
  const long shift = a.exponent - b.exponent;
  if (a.odd == 0 || b.odd == 0 || shift <= 0 || shift > 72) return from_double(high) + from_double(low);
  Rational result;
  const auto numerator =
      static_cast<Wide>(SignedWide{a.odd} * (SignedWide{1} << shift) + b.odd);  // odd, and below 2^126
  fmpz_set_signed_uiui(fmpq_numref(flint(result)), static_cast<mp_limb_t>(numerator >> 64),
                       static_cast<mp_limb_t>(numerator));
  scale(flint(result), b.exponent);
  return result;
}

Rational& Rational::operator+=(const Rational& other) {
  fmpq_add(flint(*this), flint(*this), flint(other));
  return *this;
}
Rational& Rational::operator-=(const Rational& other) {
  fmpq_sub(flint(*this), flint(*this), flint(other));
  return *this;
}
Rational& Rational::operator*=(const Rational& other) {
  fmpq_mul(flint(*this), flint(*this), flint(other));
  return *this;
}
Rational& Rational::operator/=(const Rational& other) {
  if (other.is_zero()) throw ArgumentError("Rational: division by 0");
  fmpq_div(flint(*this), flint(*this), flint(other));
  return *this;
}
Rational Rational::operator-() const {
  Rational result;
  fmpq_neg(flint(result), flint(*this));
  return result;
}
bool Rational::operator==(const Rational& other) const { return fmpq_equal(flint(*this), flint(other)) != 0; }
std::strong_ordering Rational::operator<=>(const Rational& other) const {
  return fmpq_cmp(flint(*this), flint(other)) <=> 0;
}
int Rational::sign() const { return fmpq_sgn(flint(*this)); }
bool Rational::is_integer() const { return fmpz_is_one(fmpq_denref(flint(*this))) != 0; }
Integer Rational::numerator() const {
  Integer result;
  fmpz_set(flint(result), fmpq_numref(flint(*this)));
  return result;
}
Integer Rational::denominator() const {
  Integer result;
  fmpz_set(flint(result), fmpq_denref(flint(*this)));
  return result;
}
std::string Rational::to_string() const {
  const FlintString text(fmpq_get_str(nullptr, 10, flint(*this)), flint_free);
  return text.get();
}
double Rational::to_double() const {
  if (const auto dyadic = leading_bits(flint(*this))) {
    const double size = scaled(top_of(*dyadic), dyadic->exponent);
    return dyadic->negative ? -size : size;
  }
  mpfr_t x;
  mpfr_init2(x, 53);
  fmpq_get_mpfr(x, flint(*this), MPFR_RNDN);
  const double result = mpfr_get_d(x, MPFR_RNDN);
  mpfr_clear(x);
  return result;
}
DoubleSum Rational::to_sum() const {
  if (const auto leading = leading_bits(flint(*this))) return sum_of(*leading);
  const double high = to_double();
  return {high, std::isfinite(high) ? (*this - from_double(high)).to_double() : 0.0};
}
std::optional<DoubleSum> Rational::exact_sum() const {
  const auto leading = leading_bits(flint(*this));
  if (!leading || leading->more) return std::nullopt;
  const SignedWide rest = rest_of(*leading);
  return static_cast<SignedWide>(static_cast<double>(rest)) == rest ? std::optional(sum_of(*leading)) : std::nullopt;
}
std::size_t Rational::hash() const {
  const auto low = [](const fmpz* x) {
    return static_cast<std::size_t>(fmpz_fdiv_ui(x, 0xfffffffbUL)) ^ (fmpz_sgn(x) < 0 ? 0x9e3779b9UL : 0UL);
  };
  return low(fmpq_numref(flint(*this))) * 0x9e3779b97f4a7c15UL ^ low(fmpq_denref(flint(*this)));
}

std::uint64_t Rational::bits_above() const { return fmpz_bits(fmpq_numref(flint(*this))); }
std::uint64_t Rational::bits_below() const { return fmpz_bits(fmpq_denref(flint(*this))); }

Rational abs(const Rational& x) { return x.sign() < 0 ? -x : x; }

bool at_most(const Rational& x, const Rational& bound) {
  // 2^(e - 1) < |y| < 2^(e + 1) where e is the difference of the bits.
  const auto exponent = [](const Rational& y) {
    return static_cast<std::int64_t>(y.bits_above()) - static_cast<std::int64_t>(y.bits_below());
  };
  if (x.is_zero() || bound.sign() <= 0) return x.is_zero() && bound.sign() >= 0;
  const std::int64_t apart = exponent(x) - exponent(bound);
  return apart <= -2 || (apart < 2 && abs(x) <= bound);
}

double log2(const Rational& x) {
  return (log10_size(fmpq_numref(flint(x))) - log10_size(fmpq_denref(flint(x)))) / std::log10(2.0);
}

double log2(const GaussianRational& x) { return x.is_real() ? log2(x.re) : log2(x.re * x.re + x.im * x.im) / 2; }

std::optional<std::uint64_t> residue(const Rational& x, std::uint64_t prime) {
  const std::uint64_t denominator = fmpz_fdiv_ui(fmpq_denref(flint(x)), prime);
  if (denominator == 0) return std::nullopt;
  return n_mulmod2(fmpz_fdiv_ui(fmpq_numref(flint(x)), prime), n_invmod(denominator, prime), prime);
}

Rational simplest_between(const Rational& low, const Rational& high) {
  if (high < low) throw ArgumentError("simplest_between: the interval is empty");
  Rational result;
  fmpq_simplest_between(flint(result), flint(low), flint(high));
  return result;
}

Rational power(const Rational& base, long exponent) {
  if (exponent < 0 && base.is_zero()) throw ArgumentError("power: negative power of 0");
  Rational result;
  fmpq_pow_si(flint(result), flint(base), exponent);
  return result;
}

std::optional<GaussianRational> GaussianRational::parse(std::string_view text) {
  std::string bare;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const auto number = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '.'; };
    if (!std::isspace(static_cast<unsigned char>(text[k])))
      bare += text[k];
    else if (!bare.empty() && number(bare.back()) && k + 1 < text.size() && number(text[k + 1]))
      return std::nullopt;  // "1 2"
  }
  if (bare.empty() || (bare.back() != 'i' && bare.back() != 'I')) {
    auto re = Rational::parse(bare);
    if (!re) return std::nullopt;
    return GaussianRational(std::move(*re));
  }
  bare.pop_back();
  const bool times = bare.ends_with('*');
  if (times) bare.pop_back();
  // The imaginary part begins with the last sign that is not an exponent's.
  std::size_t split = bare.size();
  while (split > 0) {
    --split;
    if ((bare[split] == '+' || bare[split] == '-') &&
        (split == 0 || (bare[split - 1] != 'e' && bare[split - 1] != 'E')))
      break;
  }
  std::string factor = bare.substr(split);
  if (!times && (factor.empty() || factor == "+" || factor == "-")) factor += '1';
  const auto im = Rational::parse(factor), re = split == 0 ? Rational(0) : Rational::parse(bare.substr(0, split));
  if (!im || !re) return std::nullopt;
  return GaussianRational(*re, *im);
}

GaussianRational GaussianRational::from_complex(std::complex<double> value) {
  return {Rational::from_double(value.real()), Rational::from_double(value.imag())};
}
GaussianRational operator+(const GaussianRational& a, const GaussianRational& b) { return {a.re + b.re, a.im + b.im}; }
GaussianRational operator-(const GaussianRational& a, const GaussianRational& b) { return {a.re - b.re, a.im - b.im}; }
GaussianRational operator*(const GaussianRational& a, const GaussianRational& b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
GaussianRational operator-(const GaussianRational& a) { return {-a.re, -a.im}; }
GaussianRational operator/(const GaussianRational& a, const GaussianRational& b) {
  if (b.is_real()) return {a.re / b.re, a.im / b.re};
  const Rational norm = b.re * b.re + b.im * b.im;
  const GaussianRational product = a * conjugate(b);
  return {product.re / norm, product.im / norm};
}
GaussianRational& GaussianRational::operator*=(const GaussianRational& other) { return *this = *this * other; }
GaussianRational conjugate(const GaussianRational& a) { return {a.re, -a.im}; }

GaussianRational power(const GaussianRational& base, long exponent) {
  if (base.is_real()) return power(base.re, exponent);
  if (exponent < 0) return GaussianRational(1) / power(base, -exponent);
  GaussianRational result(1), square = base;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) result = result * square;
    if (exponent > 1) square = square * square;
  }
  return result;
}

const Rational& GaussianRational::real() const {
  if (!is_real()) throw ArgumentError("GaussianRational: a real number is needed, found " + to_string());
  return re;
}

std::string GaussianRational::to_string() const {
  if (is_real()) return re.to_string();
  const Rational size = abs(im);
  const std::string imaginary = size.is_one() ? "i" : size.to_string() + "*i";
  if (re.is_zero()) return (im.sign() < 0 ? "-" : "") + imaginary;
  return re.to_string() + (im.sign() < 0 ? " - " : " + ") + imaginary;
}

}  // namespace polyscape::algebra
