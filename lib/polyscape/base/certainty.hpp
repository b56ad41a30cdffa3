#pragma once
/// How well a count is known.
#include <string_view>

namespace polyscape {

/// From weakest to strongest.
enum class Certainty {
  numerical,              ///< what floating-point tracking found
  certified_lower_bound,  ///< every listed point is proven to exist and to differ from the others
  trace_tested,           ///< the trace test of every stratum passed
  proved,                 ///< certified distinct solutions equal a proven upper bound or a given exact count
};

/// The name used in result.json: "numerical", "certified-lower-bound", "trace-tested", "proved".
constexpr std::string_view name(Certainty certainty) {
  switch (certainty) {
    case Certainty::numerical: return "numerical";
    case Certainty::certified_lower_bound: return "certified-lower-bound";
    case Certainty::trace_tested: return "trace-tested";
    case Certainty::proved: return "proved";
  }
  return "numerical";
}

}  // namespace polyscape
