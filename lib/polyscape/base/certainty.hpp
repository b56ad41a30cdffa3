#pragma once
/// How well something is known.
#include "polyscape/base/names.hpp"

namespace polyscape {

/// What one statement rests on, strongest first.
enum class Evidence {
  theorem,      ///< proved: interval arithmetic with rounding as part of the proof, and a theorem, leave no doubt
  exact,        ///< computed in exact arithmetic over Q, nothing rounded
  probability,  ///< true but for random choices in an exceptional set, whose probability is bounded and said
  numerical,    ///< floating-point computation, at one or several precisions
};
constexpr auto names_of(Evidence) {
  return std::to_array<std::string_view>({"theorem", "exact", "probability", "numerical"});
}

/// How it is known that a list of isolated solutions lacks none, from weakest to strongest. Says nothing of whether
/// those listed exist.
enum class Completeness {
  unknown,       ///< no test was made, or it did not pass
  given,         ///< as many as the user says
  trace_tested,  ///< the trace test of this very system passed, and no path is in doubt
  modular,       ///< certified solutions, with multiplicity, are as many as Groebner bases modulo random primes allow,
                 ///< but for a stated probability
  proved,        ///< certified distinct solutions meet a proven upper bound
};
constexpr auto names_of(Completeness) {
  return std::to_array<std::string_view>({"unknown", "given", "trace-tested", "modular", "proved"});
}

}  // namespace polyscape
