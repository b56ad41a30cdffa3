#include "polyscape/algebra/rational_letter.hpp"

#include <cstdint>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

// A natural number is how many words it has, and these. One word comes before a rational: the power of two in its
// denominator, how many words its numerator has, whether there is another denominator, and the sign. Coordinates of
// points are dyadic, those of certificates' centres decimal.
constexpr int size_bits = 20, flag_bits = 2;
constexpr std::uint64_t most_words = 1 << size_bits, most_exponent = std::uint64_t{1} << 40;

void write_words(LetterWriter& letter, const fmpz* x, std::uint64_t size) {
  if (size == 0) return;  // FLINT writes a word then
  std::vector<ulong> words(size);
  fmpz_get_ui_array(words.data(), static_cast<slong>(size), x);
  for (const ulong word : words) letter.number(word);
}

void read_words(LetterReader& letter, fmpz* x, std::uint64_t size) {
  std::vector<ulong> words;
  for (; size > 0; --size) words.push_back(letter.number());
  if (!words.empty()) fmpz_set_ui_array(x, words.data(), static_cast<slong>(words.size()));
}

}  // namespace

void write(LetterWriter& letter, const Rational& x) {
  const fmpz *const numerator = fmpq_numref(flint(x)), *const denominator = fmpq_denref(flint(x));
  const std::uint64_t exponent = fmpz_val2(denominator);
  fmpz_t above, below;
  fmpz_init(above), fmpz_init(below);
  fmpz_abs(above, numerator);
  fmpz_tdiv_q_2exp(below, denominator, exponent);
  const auto size = static_cast<std::uint64_t>(fmpz_size(above)), more = static_cast<std::uint64_t>(fmpz_size(below));
  const bool dyadic = fmpz_is_one(below) != 0;
  const bool fits = exponent < most_exponent && size < most_words && more < most_words;
  if (fits) {
    letter.number(exponent << (size_bits + flag_bits) | size << flag_bits | (dyadic ? 0U : 2U) | (x.sign() < 0));
    write_words(letter, above, size);
    if (!dyadic) {
      letter.number(more);
      write_words(letter, below, more);
    }
  }
  fmpz_clear(above), fmpz_clear(below);
  if (!fits) throw Error("a number is too long for another process");
}

Rational read_rational(LetterReader& letter) {
  const std::uint64_t head = letter.number();
  Rational x;
  fmpz *const numerator = fmpq_numref(flint(x)), *const denominator = fmpq_denref(flint(x));
  read_words(letter, numerator, head >> flag_bits & (most_words - 1));
  if ((head & 1) != 0) fmpz_neg(numerator, numerator);
  if ((head & 2) != 0) read_words(letter, denominator, letter.number());
  fmpz_mul_2exp(denominator, denominator, head >> (size_bits + flag_bits));
  if (fmpz_is_zero(denominator)) throw Error("another process sent what is no number");
  return x;
}

void write(LetterWriter& letter, const std::vector<GaussianRational>& point) {
  letter.number(point.size());
  for (const GaussianRational& z : point) write(letter, z.re), write(letter, z.im);
}

std::vector<GaussianRational> read_point(LetterReader& letter) {
  std::vector<GaussianRational> point;
  for (std::uint64_t left = letter.number(); left > 0; --left) {
    Rational re = read_rational(letter);
    point.push_back({std::move(re), read_rational(letter)});
  }
  return point;
}

}  // namespace polyscape::algebra
