#include "polyscape/solve/settled.hpp"

#include <cstdint>

#include "polyscape/algebra/rational_letter.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/track/recall.hpp"

namespace polyscape::solve {

std::string bytes_of(const Settled& settled) {
  const Endpoint& e = settled.end;
  LetterWriter letter('e');
  letter.number(static_cast<std::uint64_t>(e.path_class));
  algebra::write(letter, e.point.exact());
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
  e.point = algebra::read_point(letter);
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
