#pragma once
/// How well something is known.
#include <string_view>

namespace polyscape {

/// What one statement rests on, strongest first.
enum class Evidence {
  theorem,      ///< proved: interval arithmetic with rounding as part of the proof, and a theorem, leave no doubt
  exact,        ///< computed in exact arithmetic over Q, nothing rounded
  probability,  ///< true but for random choices in an exceptional set, whose probability is bounded and said
  numerical,    ///< floating-point computation, at one or several precisions
};

/// "theorem", "exact", "probability", "numerical".
constexpr std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::theorem:
      return "theorem";
    case Evidence::exact:
      return "exact";
    case Evidence::probability:
      return "probability";
    case Evidence::numerical:
      return "numerical";
  }
  return "numerical";
}

/// How it is known that a list of isolated solutions lacks none, from weakest to strongest. Says nothing of whether
/// those listed exist.
enum class Completeness {
  unknown,       ///< no test was made, or it did not pass
  given,         ///< as many as the user says
  trace_tested,  ///< the trace test of this very system passed, and no path is in doubt
  exact,   ///< certified solutions, with multiplicity, are as many as an exact computation allows, but for a stated
           ///< probability
  proved,  ///< certified distinct solutions meet a proven upper bound
};

/// "unknown", "given", "trace-tested", "exact", "proved".
constexpr std::string_view name(Completeness completeness) {
  switch (completeness) {
    case Completeness::unknown:
      return "unknown";
    case Completeness::given:
      return "given";
    case Completeness::trace_tested:
      return "trace-tested";
    case Completeness::exact:
      return "exact";
    case Completeness::proved:
      return "proved";
  }
  return "unknown";
}

}  // namespace polyscape
