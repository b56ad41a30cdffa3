#include "polyscape/report/summary/sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "polyscape/report/summary/equations.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::report {

namespace {

std::string reduced_text(const ReducedPart& part, const algebra::Integer& found) {
  const std::string noun = part.dimension == 0 ? "nonsingular isolated point" : "component that is not multiple";
  std::string text;
  if (part.degree == algebra::Integer(0))
    text = "no " + noun;
  else if (part.dimension == 0)
    text = plural(part.degree, noun) + " at most";
  else
    text = fmt::format("degree {} at most of all that is not multiple", readable(part.degree));
  text += ", " + modular_basis(part.primes.size(), part.error_log2);
  return found == part.degree ? text + "; as found" : text + fmt::format("; {} {}", word("FOUND"), readable(found));
}

}  // namespace

void show_components(const Decomposition& d, const SystemShape& system, Page& page) {
  for (const Component& c : d.components) {
    std::string text =
        fmt::format("degree {}{}{}", readable(c.degree),
                    c.traced ? "" : fmt::format(" ({}, not told apart)", word("SEVERAL")), tag(c.by.degree));
    if (c.multiplicity > 1) text += fmt::format(", multiplicity {}{}", c.multiplicity, tag(c.by.multiplicity));
    if (c.rank)
      text += fmt::format(", Jacobian rank {} of {}{}", c.rank->value, std::min(c.rank->size[0], c.rank->size[1]),
                          tag(c.by.rank));
    if (c.zero_loss && *c.zero_loss)
      text += ", zero loss" + tag(c.by.zero_loss);
    else if (c.loss)
      text += c.loss->imag() == 0 ? fmt::format(", loss {:.8g}", c.loss->real())
                                  : fmt::format(", loss {:.5g}{:+.5g}i", c.loss->real(), c.loss->imag());
    if (c.function) text += fmt::format(", function {}", *c.function);
    if (c.pure) text += fmt::format(", {}{}", *c.pure ? word("pure") : word("spurious"), tag(c.by.pure));
    if (!c.kinds.empty())
      for (const Kind& kind : c.kinds) text += (&kind == &c.kinds.front() ? ", " : " and ") + std::string(name(kind));
    else if (!c.real_function.value_or(true))
      text += ", no real point: its function is not real";
    else if (c.real_samples.empty() && c.traced && system.real)
      text += ", no smooth real point found";
    page.line("dimension", c.by.dimension ? tag(c.by.dimension).substr(1) + " " + text : text,
              fmt::format(" {}", c.dimension));
  }
  if (d.components.empty())
    page.line("components", fmt::format("none of dimension {} or more", std::max(1, d.least_dimension)));
  if (d.least_dimension > 0)
    page.line("", fmt::format("dimensions below {} were not looked for", d.least_dimension));
  else
    page.line("isolated points", readable(d.isolated));
  for (const ReducedPart& part : d.reduced)
    page.line("modular, dim.", reduced_text(part, reduced_degree(d, part.dimension)),
              fmt::format(" {}", part.dimension));
  page.line("paths", fmt::format("{}, {} failed{}", readable(d.paths), readable(d.failed),
                                 d.complete ? "" : fmt::format("; {}", word("NOT COMPLETE"))));
}

namespace {

// Of a set that is not known to be empty; the real points first, as only they are minima.
void real_and_complex(const Interpolation& v, Page& page) {
  if (v.real_points)
    page.line("real points", (*v.real_points ? "yes" : "none") + tag(v.by.real_points) +
                                 (v.real_dimension ? fmt::format("; where found, of dimension {}{}", *v.real_dimension,
                                                                 tag(v.by.real_dimension))
                                                   : ""));
  else if (v.dimension && !v.decomposition)
    page.line("real points", "none found, which says nothing");
  if (v.dimension) page.line("dimension", fmt::format("{} over C{}", *v.dimension, tag(v.by.dimension)));
}

}  // namespace

void show_interpolation(const Interpolation& v, Page& page) {
  page.section("Zero-loss set f(x_i; w) = y_i, whatever the regularisation");
  page.line("size", fmt::format("{} in {}, expected dimension {}", plural(v.equations, "equation"),
                                plural(v.variables, "weight"), readable(v.expected_dimension)));
  if (v.function_space_dimension)
    page.line("function space",
              fmt::format("dimension {}{}{}", *v.function_space_dimension, tag(v.by.function_space_dimension),
                          v.function_space_error_log2
                              ? fmt::format(", larger with probability below 2^{:.0f}", *v.function_space_error_log2)
                              : ""));
  if (v.bezout) page.bound("Bezout", *v.bezout, "of a generic slice");
  if (v.dimension && *v.dimension < 0)
    page.line("dimension", "empty: no weights, real or complex, fit the data" + tag(v.by.dimension));
  else
    real_and_complex(v, page);
  if (v.degree) page.line("degree", *v.degree + " (its components of that dimension together)" + tag(v.by.degree));
  if (const auto& m = v.modular; m && m->dimension < 0)
    page.line("modular", "empty, " + modular_basis(*m));
  else if (m)
    page.line("modular", fmt::format("dimension {}, degree {} with multiplicities, {}", m->dimension,
                                     readable(m->count), modular_basis(*m)));
  if (v.jacobian_rank) page.line("Jacobian rank", fmt::format("{} there{}", *v.jacobian_rank, tag(v.by.jacobian_rank)));
  if (v.degenerate)
    page.line("degenerate",
              (*v.degenerate ? "yes: zero loss is reached on a whole manifold" : "no") + tag(v.by.degenerate));
  const auto morse_bott = [&](bool wanted) {
    return std::ranges::count_if(v.points, [&](const ZeroLossPoint& p) { return p.morse_bott == wanted; });
  };
  if (morse_bott(true) + morse_bott(false) > 0)
    page.line("Morse-Bott",
              fmt::format("yes at {}, no at {} of the real points found", morse_bott(true), morse_bott(false)));
  for (const std::string& reason : v.reasons) page.line("", "- " + reason);
  if (v.decomposition) show_components(*v.decomposition, SystemShape(), page);  // residuals are real
}

}  // namespace polyscape::report
