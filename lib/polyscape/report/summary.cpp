#include "polyscape/report/summary.hpp"

#include <fmt/format.h>

#include "polyscape/report/summary/dynamics.hpp"
#include "polyscape/report/summary/equations.hpp"
#include "polyscape/report/summary/page.hpp"
#include "polyscape/report/summary/points.hpp"
#include "polyscape/report/summary/sets.hpp"
#include "polyscape/report/summary/volume.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::report {
namespace {

std::string strata_text(const std::vector<Stratum>& strata) {
  std::string text;
  for (const Stratum& s : strata)
    text += fmt::format("{}{} with {}", text.empty() ? "" : "; ", readable(s.isolated),
                        s.zero.empty() ? "no zero" : fmt::format("{} = 0", fmt::join(s.zero, " = ")));
  return text;
}

void monodromy(const Monodromy& m, Page& page) {
  page.section(m.quoted ? Label("Monodromy, as a file says") : Label("Monodromy"));
  page.line("translate", plural(m.translate, "solution") + " of F(w) = p, p generic");
  page.line("trace test",
            fmt::format("{} with {} of a curve section (error {:.0e})", m.traced ? "passed" : word("NOT PASSED"),
                        plural(m.section, "point"), m.trace_error));
  page.line("paths on the way", readable(m.paths));
  constexpr std::size_t most_strata = 12;
  if (!m.strata.empty() && m.strata.size() <= most_strata) page.line("generic strata", strata_text(m.strata));
}

void paths(const Paths& p, bool quoted, Page& page) {
  page.section(quoted ? Label("Paths, as the run says") : Label("Paths"));
  page.line("start system", p.start + (p.reason.empty() ? "" : ": " + p.reason));
  const struct {
    Label label;
    std::uint64_t count;
  } classes[] = {{"nonsingular", p.nonsingular}, {"singular", p.singular},
                 {"at infinity", p.at_infinity}, {"on larger sets", p.positive_dimensional},
                 {"excluded", p.excluded},       {"failed", p.failed}};
  std::uint64_t sum = 0;
  for (const auto& [label, count] : classes) {
    page.count(label, count);
    sum += count;
  }
  page.count(
      "tracked", p.tracked,
      sum == p.tracked ? "  = the sum of the classes" : fmt::format("  {}", word("IS NOT the sum of the classes")));
}

void warnings(const Result& r, Page& page) {
  std::vector<Note> list;
  for (const std::string& s : r.contradictions) list.emplace_back(Severity::contradiction, s);
  if (r.paths && r.paths->failed > 0) {
    std::string reasons;
    for (const auto& [reason, count] : r.paths->failures)
      reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : ", ", reason, readable(count));
    const Completeness how = r.solutions ? r.solutions->completeness : Completeness::unknown;
    list.emplace_back(Severity::incomplete,
                      fmt::format("{} failed ({}); {}", plural(r.paths->failed, "path"), reasons,
                                  how == Completeness::proved    ? "no solution is missing, as the bound is met"
                                  : how == Completeness::modular ? "no solution is missing, as the modular count is met"
                                                                 : "solutions may be missing"));
  }
  if (const algebra::Integer missing = uncounted(r); missing > algebra::Integer(0))
    list.emplace_back(Severity::incomplete,
                      fmt::format("the modular count leaves room for {} more, with multiplicity: solutions may be "
                                  "missing",
                                  readable(missing)));
  const auto add_missing = [&](const std::optional<Decomposition>& d, const char* of) {
    if (!d) return;
    for (const MissingPart& part : uncounted(*d))
      list.emplace_back(
          Severity::incomplete,
          part.dimension == 0
              ? fmt::format("the modular count leaves room for {}{}: some may be missing",
                            plural(part.degree, "more nonsingular isolated point"), of)
              : fmt::format("the modular count leaves room for components of dimension {}{} with degree {} more: some "
                            "may be missing",
                            part.dimension, of, readable(part.degree)));
  };
  add_missing(r.decomposition, "");
  if (r.interpolation) add_missing(r.interpolation->decomposition, " of the zero-loss set");
  if (r.paths && r.paths->cancelled)
    list.emplace_back(Severity::cancelled, "the job was ended before all of it was done");
  if (r.solutions && r.solutions->known_count && *r.solutions->known_count != std::to_string(r.solutions->isolated) &&
      r.contradictions.empty())
    list.emplace_back(Severity::question,
                      fmt::format("known_count says {}, found {}; is it a count for this very system?",
                                  *r.solutions->known_count, r.solutions->isolated));
  if (!r.non_isolated.empty())
    list.push_back(
        fmt::format("{} ended on solution sets of positive dimension: the critical points there are not "
                    "isolated and not counted",
                    plural(r.paths ? r.paths->positive_dimensional : 0, "path")));
  if (r.network)
    for (const std::string& s : r.network->observations) list.push_back(s);
  list.insert(list.end(), r.notes.begin(), r.notes.end());
  if (list.empty()) return;
  page.section("Notes");
  for (const Note& note : list) page.line("", "- " + labelled(note));
}

/// What to ask next, where this answer is half of one.
void next(const Result& r, Page& page) {
  std::vector<std::string> list;
  const bool on_sets = r.paths && r.paths->positive_dimensional > 0;
  const bool gradient = r.system.which == Origin::gradient;
  if (r.network && r.network->regularization == "none" && r.solutions && !r.decomposition &&
      (on_sets || r.solutions->isolated == 0))
    list.push_back(
        "without regularisation critical points come in whole sets: polyscape components SPEC finds them with "
        "dimension, degree and loss, with --gauge slice "
        "those as large as the weights of one function, much quicker");
  else if (on_sets && !r.decomposition)
    list.push_back(std::string("polyscape components ") + (gradient ? "SPEC" : "SYSTEM") +
                   " tells the sets that paths ended on apart, with dimensions and degrees");
  if (r.paths && !r.paths->cancelled && r.paths->failed > 0 && r.solutions &&
      r.solutions->completeness < Completeness::modular)
    list.push_back("--confirm follows other paths, --max-precision BITS follows these further");
  if (r.interpolation && r.interpolation->degenerate.value_or(false) && !r.interpolation->degree && !r.decomposition)
    list.push_back("polyscape components SPEC gives degree and components of the zero-loss set");
  if (list.empty()) return;
  page.section("Next");
  for (const std::string& s : list) page.line("", "- " + s);
}

}  // namespace

std::string summary(const Result& r, std::size_t points) {
  Page page;
  page.raw(r.title.empty() ? "polyscape " + r.version : r.title + "  (polyscape " + r.version + ")");
  show_equations(r, page);
  show_bounds(r, page);
  if (r.monodromy) monodromy(*r.monodromy, page);
  if (r.paths) paths(*r.paths, r.run_says.has_value(), page);
  if (r.solutions) show_solutions(r, page);
  show_found(r, points, page);
  show_minima(r, points, page);
  if (r.decomposition) {
    page.section(r.system.which == Origin::gradient ? Label("Components of the critical set, over C")
                                                    : Label("Components of the solution set, over C"));
    show_components(*r.decomposition, r.system, page);
  }
  if (r.interpolation) show_interpolation(*r.interpolation, page);
  if (r.volume) show_volume(*r.volume, page);
  if (r.dynamics) show_dynamics(*r.dynamics, page);
  warnings(r, page);
  next(r, page);
  if (r.paths)
    page.raw(fmt::format("\nseed {}, {:.2f} s on {} thread{}", r.seed, r.seconds.total.value_or(0), r.threads,
                         r.threads == 1 ? "" : "s"));
  return std::move(page).text();
}

}  // namespace polyscape::report
