#include "polyscape/report/summary/equations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "polyscape/report/words.hpp"

namespace polyscape::report {

using algebra::Integer;

namespace {

// "5 (4 equations), 3 (1 equation)".
std::string degree_text(const SystemShape& system) {
  std::vector<std::pair<long, Integer>> counts;
  const auto add = [&](long degree, const Integer& count) {
    for (auto& [d, n] : counts)
      if (d == degree) {
        n += count;
        return;
      }
    counts.emplace_back(degree, count);
  };
  if (system.degrees)
    for (const long d : *system.degrees) add(d, 1);
  else
    for (const DegreeClass& c : system.degree_classes) add(c.degree, c.count);
  std::ranges::sort(counts, std::greater{}, [](const auto& c) { return c.first; });
  std::string text;
  for (const auto& [degree, count] : counts)
    text += fmt::format("{}{} ({} equation{})", text.empty() ? "" : ", ", degree, readable(count),
                        count == Integer(1) ? "" : "s");
  return text;
}

std::string partition_text(const MultihomogeneousBound& bound) {
  std::string text;
  for (const auto& group : bound.partition) {
    text += text.empty() ? "{" : " {";
    for (std::size_t i = 0; i < group.size(); ++i) text += (i ? "," : "") + group[i];
    text += "}";
    if (text.size() > 160) return fmt::format("{} groups", bound.partition.size());
  }
  return text;
}

void modular(Label label, const std::optional<ModularCount>& c, const char* what, Page& page) {
  if (!c) return;
  if (c->dimension > 0)
    page.line(label, fmt::format("{}: dimension {}, degree {}, {}", word("not finite"), c->dimension,
                                 readable(c->count), modular_basis(*c)));
  else
    page.bound(label, c->count, fmt::format("{}, {}", what, modular_basis(*c)));
}

}  // namespace

std::string modular_basis(const ModularCount& c) { return modular_basis(c.primes.size(), c.error_log2); }

std::string modular_basis(std::size_t primes, double error_log2) {
  return fmt::format("modulo {}: wrong with probability below 2^{:.0f}", plural(primes, "random prime"),
                     std::ceil(error_log2));
}

void show_equations(const Result& r, Page& page) {
  if (r.network) {
    const Network& n = *r.network;
    page.section("Network");
    page.line("architecture", n.architecture);
    for (const std::string& layer : n.layers) page.line("", layer);
    page.line("weights", "M = " + readable(n.weights));
    page.line("data", fmt::format("N = {} samples, d_y = {}", readable(n.samples), plural(n.outputs, "output")));
    page.line("loss", n.loss);
    page.line("regularization", n.regularization);
    for (const std::string& s : n.approximations) page.line("approximation", s);
  }
  page.section(r.system.which == Origin::gradient        ? Label("Gradient system")
               : r.system.which == Origin::interpolation ? Label("Interpolation system")
                                                         : Label("System"));
  page.line("size",
            fmt::format("{} in {}", plural(r.system.equations, "equation"), plural(r.system.variables, "variable")));
  if (const std::string text = degree_text(r.system); !text.empty()) page.line("degrees", text);
}

void show_bounds(const Result& r, Page& page) {
  if (!r.bounds.bezout && !r.bounds.multihomogeneous && !r.bounds.modular) return;
  page.section(r.system.which == Origin::gradient ? Label("Bounds on the number of isolated critical points")
                                                  : Label("Bounds on the number of isolated solutions"));
  if (r.bounds.bezout)
    page.bound("Bezout", *r.bounds.bezout, r.bounds.analytic ? "(degrees from the architecture)" : "");
  for (const MultihomogeneousBound& b : r.bounds.natural) page.bound("multihomogeneous", b.value, "by " + b.origin);
  if (r.bounds.multihomogeneous) {
    const MultihomogeneousBound& best = *r.bounds.multihomogeneous;
    page.bound("best partition", best.value,
               partition_text(best) +
                   (best.exhaustive.value_or(false) ? " (of all partitions)" : " (best found, not all compared)"));
  }
  if (r.bounds.linear_product)
    page.bound("linear product", r.bounds.linear_product->value, "of the best set structure found");
  if (r.bounds.mixed_volume_affine)
    page.bound("mixed volume", *r.bounds.mixed_volume_affine, "with the origin: all isolated ones");
  if (r.bounds.mixed_volume)
    page.bound("mixed volume", *r.bounds.mixed_volume, "of the torus: those without a zero coordinate");
  if (r.bounds.lifted && r.bounds.lifted->value)
    page.bound("lifted", *r.bounds.lifted->value, fmt::format("by {}: all isolated ones", r.bounds.lifted->lift));
  if (r.bounds.linear_one_sample)
    page.bound("published bound", *r.bounds.linear_one_sample,
               "(1 + 4 outputs)^hidden: linear, one sample (arXiv 2301.12651)");
  for (const ClosedForm& c : r.bounds.closed_forms)
    page.bound("closed form", c.count, fmt::format("{} of generic data [{}]: {}", c.counted, c.basis, c.formula));
  modular("modular", r.bounds.modular, "all, with multiplicity", page);
  if (r.bounds.nullstellensatz)
    page.line("none", fmt::format("1 is a combination of the equations, of degree {}{}", *r.bounds.nullstellensatz,
                                  tag(Evidence::exact)));
  modular("generic count", r.bounds.modular_generic, "for random targets and regularisation", page);
  if (r.bounds.generic_root_count)
    page.bound("generic count", *r.bounds.generic_root_count, "for generic targets and regularisation, by monodromy");
}

}  // namespace polyscape::report
