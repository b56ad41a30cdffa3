#include "polyscape/plot/page_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "polyscape/plot/count_figures.hpp"
#include "polyscape/plot/point_figures.hpp"
#include "polyscape/report/summary/dynamics.hpp"
#include "polyscape/report/summary/page.hpp"
#include "polyscape/report/table.hpp"

namespace polyscape::plot {

using report::readable;
using report::Result;

namespace {

std::string yes_no(bool answer) { return answer ? "yes" : "no"; }
std::string number(double value) { return std::isinf(value) ? "infinity" : fmt::format("{:.6g}", value); }
std::string by(const std::optional<Evidence>& evidence) { return evidence ? std::string(name(*evidence)) : ""; }

PageTable bounds_table(const Result& r) {
  PageTable t{"counts",
              "Bounds and counts",
              "On isolated solutions",
              "value<100",
              {{"what", "what"}, {"value", "value", true}, {"meaning", "meaning"}},
              {}};
  for (const CountRow& row : count_rows(r)) t.rows.push_back({{row.name}, {readable(row.value)}, {row.meaning}});
  return t;
}

PageTable paths_table(const report::Paths& p) {
  PageTable t{"ledger",
              "Path ledger",
              fmt::format("Start system: {}{}", p.start, p.reason.empty() ? "" : ": " + p.reason),
              "failed",
              {{"class", "class"}, {"paths", "paths", true}, {"meaning", "meaning"}},
              {}};
  t.rows = {
      {{"nonsingular"}, {readable(p.nonsingular)}, {"end at an isolated point with invertible Jacobian"}},
      {{"singular"}, {readable(p.singular)}, {"end at an isolated point with singular Jacobian"}},
      {{"at infinity"}, {readable(p.at_infinity)}, {"leave every bounded region"}},
      {{"on larger sets"}, {readable(p.positive_dimensional)}, {"end on a larger set"}},
      {{"excluded"}, {readable(p.excluded)}, {"end at a point that an equation left out by squaring up excludes"}},
      {{"failed"}, {readable(p.failed)}, {"could not be followed to their end"}},
      {{"tracked"}, {readable(p.tracked)}, {"start solutions; the classes add up to it"}}};
  for (const auto& [reason, count] : p.failures)
    t.rows.push_back({{"failed: " + reason}, {readable(count)}, {"of the failed ones"}});
  return t;
}

PageTable points_table(const Result& r, std::span<const std::size_t> numbers) {
  PageTable t{"points", r.system.which == report::Origin::gradient ? "Isolated critical points" : "Isolated solutions",
              "",       "kind=minimum loss<0.5",
              {},       {}};
  t.caption = numbers.size() == r.points->size()
                  ? report::plural(numbers.size(), "point")
                  : fmt::format("{} of {} points, real ones first, by rising loss; result.json has all of them",
                                readable(numbers.size()), readable(r.points->size()));
  t.columns = {{"point", "point", true},
               {"real", "real"},
               {"kind", "kind"},
               {"index", "index", true},
               {"loss", "loss", true},
               {"zero_loss", "zero loss"},
               {"multiplicity", "mult.", true},
               {"condition", "condition", true},
               {"residual", "residual", true},
               {"certified", "certified"}};
  for (const std::size_t k : numbers) {
    const report::Point& p = r.points->at(k - 1);
    t.rows.push_back({{std::to_string(k), point_anchor(k)},
                      {yes_no(p.real)},
                      {p.kind ? std::string(name(*p.kind)) : ""},
                      {p.inertia ? std::to_string((*p.inertia)[0]) : ""},
                      {p.loss ? fmt::format("{:.10g}", *p.loss) : ""},
                      {p.zero_loss ? yes_no(*p.zero_loss) : ""},
                      {std::to_string(p.multiplicity)},
                      {number(p.condition)},
                      {fmt::format("{:.1e}", p.residual)},
                      {p.exact       ? "exact"
                       : p.certified ? "yes"
                                     : "no"}});
  }
  return t;
}

PageTable components_table(const std::string& id, const std::string& title, const report::Decomposition& d) {
  PageTable t{id, title, "Irreducible components over C, of dimension 1 and more", "dimension>1", {}, {}};
  t.columns = {{"component", "component", true}, {"dimension", "dimension", true},
               {"degree", "degree", true},       {"multiplicity", "multiplicity", true},
               {"rank", "rank", true},           {"zero_loss", "zero loss"},
               {"loss", "loss", true},           {"pure", "pure or spurious"},
               {"real", "real samples", true},   {"by", "degree known by"}};
  for (std::size_t k = 0; k < d.components.size(); ++k) {
    const report::Component& c = d.components[k];
    t.rows.push_back({{std::to_string(k + 1)},
                      {std::to_string(c.dimension)},
                      {std::to_string(c.degree)},
                      {std::to_string(c.multiplicity)},
                      {c.rank ? std::to_string(c.rank->value) : ""},
                      {c.zero_loss ? yes_no(*c.zero_loss) : ""},
                      {!c.loss               ? ""
                       : c.loss->imag() == 0 ? number(c.loss->real())
                                             : fmt::format("{:.6g}{:+.6g}i", c.loss->real(), c.loss->imag())},
                      {!c.pure   ? ""
                       : *c.pure ? "pure"
                                 : "spurious"},
                      {std::to_string(c.real_samples.size())},
                      {by(c.by.degree)}});
  }
  return t;
}

PageTable ends_table(const report::Dynamics& d, std::span<const std::size_t> points) {
  PageTable t{
      "ends", "Where walkers end", "Shares with standard errors, by place and method", "method=sgd share>0.1", {}, {}};
  t.columns = {{"place", "place"},           {"loss", "loss", true},
               {"nullity", "nullity", true}, {"largest", "largest eigenvalue", true},
               {"method", "method"},         {"count", "walkers", true},
               {"share", "share", true},     {"error", "error", true},
               {"steps", "steps", true}};
  const auto anchor = [&](const report::DynamicsPlace& p) {
    const std::size_t number = p.point ? static_cast<std::size_t>(*p.point) : 0;
    return std::ranges::find(points, number) == points.end() ? "" : point_anchor(number);
  };
  for (const report::DynamicsMethod& m : d.methods)
    for (const report::EndShare& e : m.ends) {
      const report::DynamicsPlace& p = d.places.at(static_cast<std::size_t>(e.place - 1));
      t.rows.push_back({{report::place_name(p), anchor(p)},
                        {number(p.loss)},
                        {std::to_string(p.nullity)},
                        {number(p.largest_eigenvalue)},
                        {m.method},
                        {std::to_string(e.count)},
                        {fmt::format("{:.4f}", e.share)},
                        {fmt::format("{:.4f}", e.error)},
                        {number(e.steps)}});
    }
  return t;
}

}  // namespace

std::vector<std::size_t> page_points(const Result& r, std::size_t most) {
  std::vector<std::size_t> numbers;
  if (!r.points) return numbers;
  for (std::size_t k = 1; k <= r.points->size(); ++k) numbers.push_back(k);
  std::ranges::stable_sort(numbers, {}, [&](std::size_t k) {
    const report::Point& p = (*r.points)[k - 1];
    return std::pair(!p.real, p.loss.value_or(std::numeric_limits<double>::infinity()));
  });
  numbers.resize(std::min(most, numbers.size()));
  return numbers;
}

std::vector<PageTable> page_tables(const Result& r, std::span<const std::size_t> points) {
  std::vector<PageTable> tables;
  tables.push_back(bounds_table(r));
  if (r.paths) tables.push_back(paths_table(*r.paths));
  if (!points.empty()) tables.push_back(points_table(r, points));
  if (r.decomposition)
    tables.push_back(components_table("components", "Components of the solution set", *r.decomposition));
  if (r.interpolation && r.interpolation->decomposition)
    tables.push_back(
        components_table("zero-loss-components", "Components of the zero-loss set", *r.interpolation->decomposition));
  if (r.dynamics) tables.push_back(ends_table(*r.dynamics, points));
  std::erase_if(tables, [](const PageTable& t) { return t.rows.empty(); });
  return tables;
}

PageTable draws_table(std::span<const Result> draws, std::span<const std::string> names) {
  PageTable t{"draws", "Draws", report::plural(draws.size(), "draw"), "N_R>3", {}, {}};
  const report::Grid grid = report::grid(draws);
  t.rows.resize(draws.size());
  if (!names.empty()) {
    t.columns.push_back({"row", "row"});
    for (std::size_t k = 0; k < draws.size(); ++k) t.rows[k].push_back({names[k]});
  }
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    if (std::ranges::all_of(grid.rows, [&](const auto& row) { return row[c].empty(); })) continue;
    const report::Column& column = grid.columns[c];
    const bool number = column.content == report::Content::number || column.content == report::Content::measured ||
                        column.content == report::Content::fraction;
    t.columns.push_back({column.name, column.markdown, number});
    for (std::size_t k = 0; k < draws.size(); ++k) t.rows[k].push_back({grid.rows[k][c]});
  }
  return t;
}

}  // namespace polyscape::plot
