#include "polyscape/report/result.hpp"

#include <algorithm>

#include "polyscape/report/json_text.hpp"
#include "polyscape/report/json_writer_kernel.hpp"

namespace polyscape::report {

algebra::Integer with_multiplicity(const Result& result) {
  algebra::Integer sum = 0;
  if (result.points)
    for (const Point& p : *result.points) sum += algebra::Integer(p.multiplicity);
  return sum;
}

algebra::Integer uncounted(const Result& result) {
  const auto& modular = result.bounds.modular;
  if (!modular || modular->dimension > 0 || !result.points || !result.solutions ||
      result.solutions->completeness == Completeness::proved)
    return 0;
  return std::max(algebra::Integer(0), modular->count - with_multiplicity(result));
}

algebra::Integer reduced_degree(const Decomposition& found, int dimension) {
  algebra::Integer degree = dimension == 0 ? algebra::Integer(static_cast<long>(found.nonsingular)) : 0;
  for (const Component& c : found.components) {
    const bool reduced = c.rank ? c.rank->value == c.rank->size[1] - c.dimension : c.multiplicity == 1;
    if (c.dimension == dimension && reduced) degree += algebra::Integer(static_cast<long>(c.degree));
  }
  return degree;
}

std::vector<MissingPart> uncounted(const Decomposition& found) {
  std::vector<MissingPart> result;
  for (const ReducedPart& part : found.reduced)
    if (const algebra::Integer degree = reduced_degree(found, part.dimension); degree < part.degree)
      result.push_back({part.dimension, part.degree - degree});
  return result;
}

Standing standing(const Result& result) {
  if (!result.contradictions.empty()) return Standing::contradiction;
  const auto whole = [](const std::optional<Decomposition>& d) { return !d || (d->complete && uncounted(*d).empty()); };
  const auto known = [](const Volume& v) { return v.coefficient.lambda || v.real_zeros == std::optional(false); };
  const bool complete = !result.cancelled && (!result.volume || known(*result.volume)) && whole(result.decomposition) &&
                        (!result.interpolation || whole(result.interpolation->decomposition)) &&
                        (!result.paths || (result.paths->failed == 0 && !result.paths->cancelled)) &&
                        uncounted(result) == algebra::Integer(0) && (!result.monodromy || result.monodromy->traced) &&
                        (!result.confirmation || result.confirmation->agrees) &&
                        (!result.recheck || (result.recheck->held == result.recheck->of && result.recheck->distinct));
  return complete ? Standing::complete : Standing::incomplete;
}

std::string to_json(const Result& result) {
  std::string text;
  write_json(result, [&](std::string_view piece) { text += piece; });
  return text;
}

void write_json(const Result& result, const TextSink& sink) {
  JsonTextWriter(sink, static_cast<std::size_t>(std::max(result.threads, 1))).record(result);
}

}  // namespace polyscape::report
