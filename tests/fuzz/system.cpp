/// Polynomial systems: PHCpack, Bertini and JSON, one reader each by -DPOLYSCAPE_FORMAT.
#include "attack.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::fuzz {

using algebra::Format;
using algebra::System;

namespace {

constexpr Format format = Format::POLYSCAPE_FORMAT;

void round_trip(const System& system, Format to) {
  const std::string written = algebra::write_system(system, to);
  const System again = algebra::read_system(written, "written");
  require(again.equations == system.equations, "what is written is read back equal");
  require(algebra::write_system(again, to) == written, "what is read back is written alike");
}

}  // namespace

void attack(const std::string& text) {
  if (algebra::recognize_format(text) != format) return;
  const System system = algebra::read_system(text, "in");
  for (const Format to : {Format::phcpack, Format::bertini, Format::json}) round_trip(system, to);
  for (const Format to : {Format::julia, Format::macaulay2, Format::singular, Format::sympy, Format::latex})
    algebra::write_system(system, to);
  try {
    algebra::write_system(system, Format::msolve);
  } catch (const InputError&) {
    require(!is_real(system), "real systems can be written for msolve");
  }
  require(algebra::read_written_system(text, "in").system == system, "both readers agree");
}

}  // namespace polyscape::fuzz
