#include "polyscape/plot/count_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "polyscape/report/summary/page.hpp"

namespace polyscape::plot {

using algebra::Integer;
using report::readable;

namespace {

std::vector<CountRow> bounds_of(const report::Bounds& b) {
  std::vector<CountRow> list;
  const auto add = [&](const std::string& name, const auto& value, const std::string& text) {
    if (value) list.push_back({name, text, *value});
  };
  add("Bezout", b.bezout, "product of the degrees");
  for (const report::MultihomogeneousBound& m : b.natural)
    list.push_back({"multihomogeneous, " + m.origin, "by " + m.origin, m.value});
  if (b.multihomogeneous)
    list.push_back(
        {"best partition",
         b.multihomogeneous->exhaustive.value_or(false) ? "of all partitions" : "best found, not all compared",
         b.multihomogeneous->value});
  if (b.linear_product) list.push_back({"linear product", "of the best set structure found", b.linear_product->value});
  add("mixed volume, affine", b.mixed_volume_affine, "with the origin: all isolated ones");
  add("mixed volume, torus", b.mixed_volume, "those without a zero coordinate");
  if (b.lifted) add("lifted", b.lifted->value, "by " + b.lifted->lift + ": all isolated ones");
  add("published bound", b.linear_one_sample, "(1 + 4 outputs)^hidden: linear, one sample (arXiv 2301.12651)");
  for (const report::ClosedForm& c : b.closed_forms)
    list.push_back({"closed form", fmt::format("{} of generic data [{}]: {}", c.counted, c.basis, c.formula), c.count});
  if (b.modular && b.modular->dimension == 0)
    list.push_back({"modular", "all, with multiplicity, modulo random primes", b.modular->count});
  if (b.modular_generic && b.modular_generic->dimension == 0)
    list.push_back(
        {"modular, generic", "for random targets and regularisation, modulo random primes", b.modular_generic->count});
  add("generic count", b.generic_root_count, "for generic targets and regularisation, by monodromy");
  return list;
}

std::vector<CountRow> found_of(const report::Result& r) {
  if (!r.solutions) return {};
  const auto whole = [](std::uint64_t n) { return Integer(static_cast<long>(n)); };
  std::vector<CountRow> list{{"found, over C", "distinct isolated solutions", whole(r.solutions->isolated)}};
  if (r.points && !(report::with_multiplicity(r) == list.front().value))
    list.push_back({"found, with multiplicity", "isolated solutions", report::with_multiplicity(r)});
  list.push_back({"found, torus", "without a zero coordinate", whole(r.solutions->torus)});
  if (r.system.real) list.push_back({"found, real", "real isolated solutions", whole(r.solutions->real)});
  return list;
}

Points points_of(const std::string& name, Colour colour, Shape shape, const std::vector<CountRow>& counts,
                 double& row) {
  Points series{name, colour, shape, {}};
  for (const CountRow& c : counts) {
    series.marks.push_back(
        {c.value.log10(), row, fmt::format("{}: {} ({})", c.name, readable(c.value), c.meaning), readable(c.value)});
    row -= 1;
  }
  return series;
}

}  // namespace

std::vector<CountRow> count_rows(const report::Result& r) {
  std::vector<CountRow> rows = bounds_of(r.bounds);
  const std::vector<CountRow> found = found_of(r);
  rows.insert(rows.end(), found.begin(), found.end());
  return rows;
}

std::string completeness_words(const report::Result& r) {
  return r.solutions ? fmt::format(" Completeness: {}.", name(r.solutions->completeness)) : "";
}

Drawing bounds_figure(const report::Result& r) {
  const std::vector<CountRow> bounds = bounds_of(r.bounds), found = found_of(r);
  if (bounds.empty()) return Absent{"bounds", "the result holds no bounds"};
  Figure f{"bounds", "Bounds and what was found"};
  const bool gradient = r.system.which == report::Origin::gradient;
  f.caption = fmt::format("Every bound on the number of isolated {} and the counts that were found, on a log scale.",
                          gradient ? "critical points" : "solutions");
  f.x = {"number (log scale)", Scale::log};
  f.y = {"", Scale::category};
  for (const auto* list : {&bounds, &found})
    for (const CountRow& c : *list) f.y.categories.push_back(c.name + (c.value.sign() == 0 ? ": 0" : ""));
  std::ranges::reverse(f.y.categories);
  double row = static_cast<double>(f.y.categories.size()) - 1;
  Points above = points_of("bounds", Colour::blue, Shape::disc, bounds, row),
         below = points_of("found", Colour::red, Shape::diamond, found, row);
  if (!found.empty() && found.front().value.sign() > 0) {
    const double at = found.front().value.log10();
    f.series.push_back(Lines{"",
                             Colour::red,
                             true,
                             {{{{at, -0.5}, {at, static_cast<double>(f.y.categories.size()) - 0.5}},
                               "found, over C: " + readable(found.front().value)}}});
    f.caption += " The dashed line is at the isolated ones found over C.";
  }
  f.caption += completeness_words(r);
  f.series.emplace_back(std::move(above));
  f.series.emplace_back(std::move(below));
  double low = 0, high = 0;
  for (const auto* list : {&bounds, &found})
    for (const CountRow& c : *list)
      if (c.value.sign() > 0) high = std::max(high, c.value.log10());
  // From 1 on, with room for the labels.
  f.x.range = {low, std::max(1.0, high) * 1.25};
  f.height = std::clamp(0.045 * static_cast<double>(f.y.categories.size()) + 0.03, 0.15, 1.2);
  return f;
}

Drawing paths_figure(const report::Result& r) {
  if (!r.paths || r.paths->tracked == 0) return Absent{"paths", "no paths were followed"};
  const report::Paths& p = *r.paths;
  struct Class {
    const char* name;
    std::uint64_t count;
    Colour colour;
  };
  const Class classes[] = {
      {"nonsingular", p.nonsingular, Colour::blue}, {"singular", p.singular, Colour::purple},
      {"at infinity", p.at_infinity, Colour::grey}, {"on larger sets", p.positive_dimensional, Colour::green},
      {"excluded", p.excluded, Colour::ochre},      {"failed", p.failed, Colour::red}};
  Figure f{"paths", "Path ledger"};
  f.caption = fmt::format(
      "From the {} start solutions ({}) to the class that each path ended in; the classes add up to the paths.",
      readable(p.tracked), p.start);
  f.axes = false;
  f.height = 0.42;
  Flow flow;
  // Least widths, so that a class of few paths is seen; the gaps keep labels apart.
  constexpr double gap = 0.09, least = 0.006;
  const double all = static_cast<double>(p.tracked);
  double width = 0;
  std::size_t shown = 0;
  for (const Class& c : classes)
    if (c.count > 0) width += std::max(least, static_cast<double>(c.count) / all), ++shown;
  const double middle = (width + gap * static_cast<double>(shown - 1)) / 2;
  double from = middle + width / 2, to = 2 * middle;
  flow.nodes.push_back({0, middle - width / 2, from, fmt::format("{}: {}", p.start, readable(p.tracked))});
  double lowest = 0, highest = to;
  for (const Class& c : classes) {
    if (c.count == 0) continue;
    const double w = std::max(least, static_cast<double>(c.count) / all);
    const std::string text = fmt::format("{}: {}", c.name, report::plural(c.count, "path"));
    flow.bands.push_back({{0, 1}, {from - w, to - w}, {from, to}, c.colour, text});
    flow.nodes.push_back({1, to - w, to, fmt::format("{}: {}", c.name, readable(c.count))});
    // Nonsingular paths end at different points: what these are is known where all are listed.
    if (c.count == p.nonsingular && c.name == std::string("nonsingular") && r.points && r.solutions && r.system.real &&
        r.solutions->nonsingular == p.nonsingular) {
      const auto real = static_cast<std::uint64_t>(
          std::ranges::count_if(*r.points, [](const report::Point& point) { return point.real && point.nonsingular; }));
      double start = to, end = to + (real > 0 && real < p.nonsingular ? gap / 2 : 0);
      highest = std::max(highest, end);
      for (const auto& [name, count, colour] :
           {std::tuple("real", real, Colour::red), std::tuple("not real", p.nonsingular - real, Colour::blue)}) {
        if (count == 0) continue;
        const double share = w * static_cast<double>(count) / static_cast<double>(p.nonsingular);
        const std::string point = fmt::format("{}: {}", name, report::plural(count, "point"));
        flow.bands.push_back({{1, 2}, {start - share, end - share}, {start, end}, colour, point});
        flow.nodes.push_back({2, end - share, end, fmt::format("{}: {}", name, readable(count))});
        start -= share;
        end -= share + gap;
        lowest = std::min(lowest, end);
      }
    }
    from -= w;
    to -= w + gap;
  }
  const double last = std::ranges::max(flow.nodes, {}, &Node::x).x;
  f.x.range = {-0.03, last + 0.38};
  f.y.range = {lowest - 0.05, highest + 0.05};
  f.series.emplace_back(std::move(flow));
  return f;
}

}  // namespace polyscape::plot
