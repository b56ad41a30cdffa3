#include <fmt/format.h>

#include <algorithm>

#include "polyscape/report/summary/dynamics.hpp"

namespace polyscape::report {
namespace {

std::string share(const std::optional<double>& x) { return x ? fmt::format("{:.2f}", 100 * *x) : "-"; }

std::string share(const std::optional<ChainFigure>& f) {
  if (!f) return "-";
  return f->value ? fmt::format("{:.2f}+-{:.2f}", 100 * *f->value, 100 * *f->error) : std::string(word("refused"));
}

std::string region_name(const Dynamics& d, const Occupation& o) {
  if (!o.place) return o.where;
  const std::string of = place_name(d.places[static_cast<std::size_t>(*o.place - 1)]);
  return o.where == "well" ? fmt::format("{} of {}", word("well"), of) : of;
}

/// Refusals of one law, each reason once with how many regions it is of.
void refusals(const StationaryLaw& s, std::optional<ChainFigure> Occupation::*law, const char* label, Page& page) {
  std::size_t refused = 0, of = 0;
  std::string first;
  for (const Occupation& o : s.occupation) {
    if (!(o.*law)) continue;
    ++of;
    if (!(o.*law)->refused) continue;
    if (refused++ == 0) first = *(o.*law)->refused;
  }
  if (refused > 0)
    page.line("refused", fmt::format("{} of {} figures of {}: {}{}", refused, of, label, first,
                                     refused > 1 ? ", for the first of them" : ""));
}

void occupation(const Dynamics& d, const StationaryLaw& s, Page& page) {
  page.raw(fmt::format("  {:<26}{:>10} {:>14} {:>10} {:>14} {:>10} {:>14} {:>14}", word("neighbourhood"),
                       word("predicted"), word("exp(-L/T)"), word("on a grid"), word("langevin"), word("on a grid"),
                       word("sgd"), word("its langevin")));
  constexpr std::size_t most_rows = 24;
  std::size_t shown = 0;
  for (const Occupation& o : s.occupation) {
    const bool nearly_empty = o.place && o.gibbs && o.gibbs->value && *o.gibbs->value < 5e-5 && shown > 8;
    if (nearly_empty || ++shown > most_rows) continue;
    page.raw(fmt::format("  {:<26}{:>10} {:>14} {:>10} {:>14} {:>10} {:>14} {:>14}", region_name(d, o),
                         share(o.predicted), share(o.gibbs), share(o.grid_gibbs), share(o.langevin),
                         share(o.grid_chain), share(o.sgd), share(o.sgd_langevin)));
  }
  refusals(s, &Occupation::gibbs, "exp(-L/T)", page);
  refusals(s, &Occupation::langevin, "langevin", page);
  refusals(s, &Occupation::sgd, "sgd", page);
  refusals(s, &Occupation::sgd_langevin, "langevin at the temperature of sgd", page);
}

std::string cosine(const std::optional<double>& c) { return c ? fmt::format("{:.3f}", *c) : "-"; }

std::string time_text(const std::optional<double>& t) { return t ? fmt::format("{:.4g}", *t) : "-"; }

}  // namespace

void show_stationary(const Dynamics& d, Page& page) {
  const StationaryLaw& s = *d.stationary;
  page.section("Long run, in per cent with standard errors");
  page.line("temperature", fmt::format("{:.4g}, langevin in steps of {:.4g}", s.temperature, s.rate));
  if (s.refused) return page.line("refused", *s.refused);
  page.line("exp(-L/T)",
            fmt::format("by {} adjusted chains at each of {} temperatures up to {:.4g}, {} draws each, {:.0f} % "
                        "of proposals taken",
                        s.chains, s.temperatures.size(), s.temperatures.back(), readable(s.draws),
                        100 * s.acceptance.value_or(0)));
  if (s.sgd_temperature)
    page.line("sgd",
              fmt::format("in steps of {:.4g}: mean effective temperature {:.4g}", *s.sgd_rate, *s.sgd_temperature));
  occupation(d, s, page);
}

void show_exits(const Dynamics& d, Page& page) {
  page.section("Mean times to another minimum");
  page.raw(fmt::format("  {:<20}{:>9} {:>12} {:>12} {:>12}  {}", word("from"), word("barrier/T"), word("by Kramers"),
                       word("quadrature"), word("measured"), word("95 % interval")));
  for (const ExitTime& e : d.exits) {
    const std::string from = place_name(d.places[static_cast<std::size_t>(e.from - 1)]);
    page.raw(fmt::format("  {:<20}{:>9.3g} {:>12} {:>12} {:>12}  {}", from, e.barrier / e.temperature,
                         time_text(e.kramers), time_text(e.quadrature), time_text(e.mean),
                         e.refused ? fmt::format("{}: {}", word("refused"), *e.refused)
                                   : fmt::format("{:.4g} to {:.4g}{}", e.interval[0], e.interval[1],
                                                 e.given_up > 0 ? fmt::format("; {} given up", e.given_up) : "")));
  }
}

void show_noise(const Dynamics& d, Page& page) {
  const MinibatchNoise& n = *d.noise;
  page.section("Noise of minibatches of", fmt::format(" {}, at rate {:.4g}", n.batch, n.rate));
  page.raw(fmt::format("  {:<20}{:>10} {:>5} {:>10} {:>9} {:>12} {:>12}", word("place"), word("trace"), word("rank"),
                       word("Hessian"), word("isotropic"), word("temperature"), word("mean square")));
  for (const NoiseAt& a : n.places) {
    const DynamicsPlace& p = d.places[static_cast<std::size_t>(a.place - 1)];
    page.raw(fmt::format("  {:<20}{:>10.3g} {:>5} {:>10} {:>9} {:>12.3g} {:>12}", place_name(p), a.trace, a.rank,
                         cosine(a.alignment), cosine(a.isotropy), a.temperature,
                         p.sgd_growth ? fmt::format("x {:.4f}", *p.sgd_growth) : "-"));
  }
  if (!n.along.empty()) {
    page.raw(fmt::format("  {:<20}{:>10} {:>5} {:>10} {:>9} {:>12}", word("walkers of sgd after"), word("trace"),
                         word("rank"), word("Hessian"), word("isotropic"), word("temperature")));
    for (const NoiseAlong& a : n.along)
      page.raw(fmt::format("  {:<20}{:>10.3g} {:>5.2g} {:>10} {:>9} {:>12.3g}", readable(a.steps) + " steps", a.trace,
                           a.rank, cosine(a.alignment), cosine(a.isotropy), a.temperature));
  }
  for (const NoiseAt& a : n.places) {
    std::string normal;
    for (const NoiseNormality& b : a.normality)
      if (b.statistic <= b.critical) {
        normal = fmt::format("told from a normal one by {} draws at batches below {}", readable(b.sample), b.batch);
        break;
      }
    if (normal.empty() && !a.normality.empty())
      normal = fmt::format("told from a normal one by {} draws at all batches up to {}",
                           readable(a.normality.back().sample), a.normality.back().batch);
    if (!normal.empty())
      page.line("",
                fmt::format("- noise at {}: {}", place_name(d.places[static_cast<std::size_t>(a.place - 1)]), normal));
  }
  if (const auto& f = n.frozen)
    page.line(
        "",
        fmt::format("- {} of {} walkers of sgd at the zero-loss set stand still; their ends lie {:.3g} +- {:.2g} "
                    "from those of gd, largest eigenvalue {:.4g} against {:.4g} (difference +- {:.2g})",
                    f->frozen, f->of, f->drift, f->drift_error, f->sharpness, f->quiet_sharpness, f->sharpness_error));
}

}  // namespace polyscape::report
