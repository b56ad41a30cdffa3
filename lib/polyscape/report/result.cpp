#include "polyscape/report/result.hpp"

#include "polyscape/report/json_text.hpp"
#include "polyscape/report/json_writer_kernel.hpp"

namespace polyscape::report {

Standing standing(const Result& result) {
  if (!result.contradictions.empty()) return Standing::contradiction;
  const auto whole = [](const std::optional<Decomposition>& d) { return !d || d->complete; };
  const bool complete = !result.cancelled && whole(result.decomposition) &&
                        (!result.interpolation || whole(result.interpolation->decomposition)) &&
                        (!result.paths || (result.paths->failed == 0 && !result.paths->cancelled)) &&
                        (!result.monodromy || result.monodromy->traced) &&
                        (!result.confirmation || result.confirmation->agrees) &&
                        (!result.recheck || (result.recheck->held == result.recheck->of && result.recheck->distinct));
  return complete ? Standing::complete : Standing::incomplete;
}

std::string to_json(const Result& result) { return json_text(JsonWriter().record(result)); }

}  // namespace polyscape::report
