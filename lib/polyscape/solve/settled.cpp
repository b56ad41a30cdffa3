#include "polyscape/solve/settled.hpp"

#include <flint/fmpq.h>

#include <cstdint>
#include <vector>

#include "polyscape/base/error.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/track/recall.hpp"

namespace polyscape::solve {
namespace {

using algebra::Rational;

// Most coordinates are dyadic numbers of a few words. A number is its exponent and how many words its numerator has,
// in one word, with the sign; then these. What is not dyadic is told by its text.
constexpr std::uint64_t as_text = ~std::uint64_t{0};
constexpr std::uint64_t most_words = 1 << 20, most_exponent = std::uint64_t{1} << 40;

void write(LetterWriter& letter, const Rational& x) {
  const fmpz* const words = reinterpret_cast<const fmpz*>(x.words());
  const std::uint64_t exponent = fmpz_val2(words + 1);
  const auto size = static_cast<std::uint64_t>(fmpz_size(words));
  if (fmpz_bits(words + 1) != exponent + 1 || exponent >= most_exponent || size >= most_words) {
    letter.number(as_text).text(x.to_string());
    return;
  }
  letter.number(exponent << 22 | size << 1 | (x.sign() < 0 ? 1 : 0));
  if (size == 0) return;
  std::vector<ulong> limbs(size);
  fmpz_t magnitude;
  fmpz_init(magnitude);
  fmpz_abs(magnitude, words);
  fmpz_get_ui_array(limbs.data(), static_cast<slong>(size), magnitude);
  fmpz_clear(magnitude);
  for (const ulong limb : limbs) letter.number(limb);
}

Rational read(LetterReader& letter) {
  const std::uint64_t head = letter.number();
  if (head == as_text) {
    auto x = Rational::parse(letter.text());
    if (!x) throw Error("another process sent what is no number");
    return *x;
  }
  std::vector<ulong> limbs(head >> 1 & (most_words - 1));
  for (ulong& limb : limbs) limb = letter.number();
  Rational x;
  fmpz* const words = reinterpret_cast<fmpz*>(x.words());
  if (limbs.empty()) return x;
  fmpz_set_ui_array(words, limbs.data(), static_cast<slong>(limbs.size()));
  if ((head & 1) != 0) fmpz_neg(words, words);
  fmpz_mul_2exp(words + 1, words + 1, head >> 22);
  return x;
}

}  // namespace

std::string bytes_of(const Settled& settled) {
  const Endpoint& e = settled.end;
  LetterWriter letter('e');
  letter.number(static_cast<std::uint64_t>(e.path_class)).number(e.point.size());
  for (const algebra::GaussianRational& z : e.point) write(letter, z.re), write(letter, z.im);
  letter.number(static_cast<std::uint64_t>(e.bits)).number(static_cast<std::uint64_t>(e.winding));
  letter.real(e.residual)
      .real(e.condition)
      .text(e.failure)
      .number(static_cast<std::uint64_t>(e.reality))
      .number(static_cast<std::uint64_t>(e.excess_by));
  letter.number(e.crossing.size());
  for (const std::complex<double>& z : e.crossing) letter.real(z.real()).real(z.imag());
  letter.number(e.settled * 4U + e.examined * 2U + e.suspicious);
  letter.text(settled.looped ? track::bytes_of(settled.finish) : "");
  return letter.letter();
}

Settled settled_from(const std::string& bytes) {
  LetterReader letter(bytes);
  Settled settled;
  Endpoint& e = settled.end;
  e.path_class = static_cast<PathClass>(letter.number());
  for (std::uint64_t left = letter.number(); left > 0; --left) {
    Rational re = read(letter);
    e.point.push_back({std::move(re), read(letter)});
  }
  e.bits = static_cast<int>(letter.number());
  e.winding = static_cast<int>(letter.number());
  e.residual = letter.real();
  e.condition = letter.real();
  e.failure = letter.text();
  e.reality = static_cast<certify::Reality>(letter.number());
  e.excess_by = static_cast<Evidence>(letter.number());
  for (std::uint64_t left = letter.number(); left > 0; --left) {
    const double re = letter.real();
    e.crossing.emplace_back(re, letter.real());
  }
  const std::uint64_t flags = letter.number();
  e.settled = (flags & 4) != 0, e.examined = (flags & 2) != 0, e.suspicious = (flags & 1) != 0;
  settled.bytes = letter.text();
  settled.looped = !settled.bytes.empty();
  if (!settled.looped) return settled;
  auto finish = track::from_bytes<track::Finish>(settled.bytes);
  if (!finish) throw Error("another process sent what is no end of a path");
  settled.finish = std::move(*finish);
  return settled;
}

}  // namespace polyscape::solve
