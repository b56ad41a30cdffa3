#include "polyscape/report/summary/volume.hpp"

#include <fmt/format.h>

#include "polyscape/report/words.hpp"

namespace polyscape::report {
namespace {

constexpr std::size_t most_strata = 12;

std::string coefficient_text(const LearningCoefficient& c) {
  if (c.lambda) return fmt::format("{}, m = {}", *c.lambda, c.multiplicity.value_or(1));
  if (c.low && c.high && *c.low == *c.high) return fmt::format("{}, m not known", *c.low);
  if (c.low && c.high) return fmt::format("between {} and {}", *c.low, *c.high);
  if (c.low) return fmt::format("{} or more", *c.low);
  return "not known";
}

}  // namespace

void show_volume(const Volume& v, Page& page) {
  const std::string law = ": vol{L < t} ~ t^lambda (log 1/t)^(m - 1)";
  if (v.where == "everywhere")
    page.section("Volume of low loss near all real zeros", law);
  else
    page.section("Volume of low loss near", " " + v.where + law);
  if (v.real_zeros && !*v.real_zeros) {
    page.line("lambda", "none: there is no real zero" + tag(v.by.real_zeros));
    return;
  }
  page.line("lambda", coefficient_text(v.coefficient) + (v.coefficient.lambda ? tag(v.by.lambda) : " [exact]"));
  if (v.error_log2) page.line("", fmt::format("false with probability below 2^{:.0f}", *v.error_log2));
  if (!v.method.empty()) page.line("by", v.method);
  if (v.formula_lambda)
    page.line("formula", fmt::format("{}, m = {}, of deep linear networks [theorem]", *v.formula_lambda,
                                     v.formula_multiplicity.value_or(1)));
  for (std::size_t k = 0; k < v.strata.size() && k < most_strata; ++k) {
    const VolumeStratum& s = v.strata[k];
    page.line(
        k == 0 ? Label("strata") : Label(""),
        fmt::format("{}: lambda {}", s.conditions.empty() ? "all" : fmt::format("{}", fmt::join(s.conditions, ", ")),
                    coefficient_text(s.coefficient)));
  }
  if (v.strata.size() > most_strata) page.line("", fmt::format("and {} more", v.strata.size() - most_strata));
  std::string means;
  for (const Equipartition& e : v.equipartition)
    means += fmt::format("{}{:.4g} at T = {:.0e}", means.empty() ? "" : ", ", e.mean, e.temperature);
  if (!means.empty()) page.line("mean of L/T", means);
  if (v.sampled) {
    const SampledVolume& s = *v.sampled;
    const std::string where = fmt::format("T = {:.1e} in a box of side {:g}", s.lowest, 2 * s.reach);
    if (!s.refused.empty())
      page.line("sampled", fmt::format("{}: {}", word("refused"), s.refused));
    else if (s.lambda)
      page.line("sampled", fmt::format("lambda {:.4f} +- {:.4f}, by temperatures down to {} [numerical]", *s.lambda,
                                       s.error.value_or(0), where));
    page.line(s.lambda || !s.refused.empty() ? Label("") : Label("sampled"),
              fmt::format("mean of L/T {:.4f} +- {:.4f} at {}", s.mean, s.mean_error, where));
  }
  if (v.germs > 0)
    page.line("resolution", fmt::format("{}, {}, {} bounded only", plural(v.germs, "germ"),
                                        plural(v.blow_ups, "blow-up"), readable(v.unresolved)));
}

}  // namespace polyscape::report
