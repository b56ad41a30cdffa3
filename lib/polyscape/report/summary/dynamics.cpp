#include "polyscape/report/summary/dynamics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "polyscape/report/words.hpp"

namespace polyscape::report {
namespace {

constexpr std::size_t most_rows = 24;  // of places, on a screen

std::string cell(const DynamicsMethod& m, int place) {
  const auto e = std::ranges::find(m.ends, place, &EndShare::place);
  return e == m.ends.end() ? "-" : fmt::format("{:.1f}+-{:.1f}", 100 * e->share, 100 * e->error);
}

/// Places that somebody reached, or that are minima.
std::vector<int> rows_of(const Dynamics& d) {
  std::vector<int> rows;
  for (int k = 1; k <= static_cast<int>(d.places.size()); ++k) {
    const bool reached = std::ranges::any_of(
        d.methods, [&](const DynamicsMethod& m) { return std::ranges::count(m.ends, k, &EndShare::place) > 0; });
    if (reached || d.places[static_cast<std::size_t>(k - 1)].negative == 0) rows.push_back(k);
  }
  const auto loss = [&](int k) { return d.places[static_cast<std::size_t>(k - 1)].loss; };
  std::ranges::stable_sort(rows, {}, loss);
  return rows;
}

void box(const DynamicsBox& b, Page& page) {
  page.line("starts", fmt::format("evenly in [{:.6g}, {:.6g}] of every coordinate", b.low, b.high));
  page.line("walls", b.walls + (b.stiffness ? fmt::format(", stiffness {:.4g}", *b.stiffness) : ""));
  page.line("exp(-L/T)", fmt::format("{}{}: {}",
                                     !b.normalisable   ? std::string("integral finite or not is open")
                                     : *b.normalisable ? std::string("has a finite integral")
                                                       : fmt::format("has {}", word("NO finite integral")),
                                     tag(b.normalisable_by), b.reason));
}

void shares(const Dynamics& d, Page& page) {
  page.section("Where walkers end, in per cent with standard errors");
  std::string head =
      fmt::format("  {:<22}{:>11} {:>9} {:>4}", word("place"), word("loss"), word("largest"), word("null"));
  for (const DynamicsMethod& m : d.methods) head += fmt::format(" {:>10}", m.method);
  page.raw(head);
  const std::vector<int> rows = rows_of(d);
  for (std::size_t r = 0; r < std::min(rows.size(), most_rows); ++r) {
    const DynamicsPlace& p = d.places[static_cast<std::size_t>(rows[r] - 1)];
    std::string line =
        fmt::format("  {:<22}{:>11.4g} {:>9.3g} {:>4}", place_name(p), p.loss, p.largest_eigenvalue, p.nullity);
    for (const DynamicsMethod& m : d.methods) line += fmt::format(" {:>10}", cell(m, rows[r]));
    page.raw(line);
  }
  if (rows.size() > most_rows) page.line("", fmt::format("{} more places in result.json", rows.size() - most_rows));
  const auto saddles = std::ranges::count_if(d.places, [](const DynamicsPlace& p) { return p.negative > 0; });
  std::uint64_t at_saddles = 0;
  for (const DynamicsMethod& m : d.methods)
    for (const EndShare& e : m.ends)
      if (d.places[static_cast<std::size_t>(e.place - 1)].negative > 0) at_saddles += e.count;
  page.line("saddles", fmt::format("{} known, maxima included; {} walkers ended there", saddles, at_saddles));
  for (const DynamicsMethod& m : d.methods)
    for (const UnmatchedEnds& u : m.unmatched)
      page.line("unmatched", fmt::format("{} of {} walkers of {}: {}", u.count, m.starts, m.method, u.reason));
}

void methods(const Dynamics& d, Page& page) {
  page.section("Methods");
  for (const DynamicsMethod& m : d.methods) {
    std::string text = plural(m.starts, "walker");
    if (m.rate) text += fmt::format(", rate {:.4g}", *m.rate);
    if (m.batch) text += fmt::format(", batches of {}", *m.batch);
    if (m.temperature) text += fmt::format(", temperature {:.4g}", *m.temperature);
    if (m.momentum) text += fmt::format(", momentum {:.4g}", *m.momentum);
    if (m.steps) text += fmt::format(", {} steps at most", readable(*m.steps));
    if (m.led > 0) text += fmt::format("; {} not at rest, led on by gradient flow", readable(m.led));
    page.item(m.method, text);
  }
}

}  // namespace

std::string place_name(const DynamicsPlace& p) {
  if (p.point) return fmt::format("{} {}", p.kind, *p.point);
  if (p.dimension != 0) return p.kind;
  constexpr std::size_t shown = 2;  // coordinates
  std::string at;
  for (std::size_t i = 0; i < std::min(shown, p.at.size()); ++i)
    at += fmt::format("{}{:.3g}", i == 0 ? "" : ", ", p.at[i]);
  return fmt::format("{} at {}{}", p.kind, at, p.at.size() > shown ? ", .." : "");
}

void show_dynamics(const Dynamics& d, Page& page) {
  page.section("Dynamics");
  if (!d.potential.empty()) page.line("potential", d.potential);
  box(d.box, page);
  methods(d, page);
  shares(d, page);
  if (d.stationary) show_stationary(d, page);
  if (!d.exits.empty()) show_exits(d, page);
  if (d.noise) show_noise(d, page);
  if (d.findings.empty()) return;
  page.section("Beside the argument that noise prefers degenerate minima");
  for (const Note& note : d.findings) page.line("", "- " + labelled(note));
}

}  // namespace polyscape::report
