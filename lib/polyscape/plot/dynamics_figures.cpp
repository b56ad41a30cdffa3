#include "polyscape/plot/dynamics_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/plot/point_figures.hpp"
#include "polyscape/report/summary/dynamics.hpp"

namespace polyscape::plot {

using report::Dynamics;

namespace {

constexpr std::array<std::pair<Colour, Shape>, 7> styles{{{Colour::blue, Shape::disc},
                                                          {Colour::red, Shape::diamond},
                                                          {Colour::green, Shape::triangle},
                                                          {Colour::purple, Shape::square},
                                                          {Colour::ochre, Shape::ring},
                                                          {Colour::grey, Shape::cross},
                                                          {Colour::ink, Shape::dot}}};

/// Where the k-th of so many series stands beside its category.
double beside(std::size_t k, std::size_t of) {
  constexpr double width = 0.7;
  return of < 2 ? 0 : width * (static_cast<double>(k) / static_cast<double>(of - 1) - 0.5);
}

std::string anchor_of(const report::DynamicsPlace& p) {
  return p.point ? point_anchor(static_cast<std::size_t>(*p.point)) : "";
}

Drawing shares(const Dynamics& d) {
  constexpr std::size_t most = 16;
  struct Row {
    std::size_t place;
    double most;
  };
  std::vector<Row> rows;
  for (std::size_t k = 0; k < d.places.size(); ++k) {
    double largest = 0;
    for (const report::DynamicsMethod& m : d.methods)
      for (const report::EndShare& e : m.ends)
        if (static_cast<std::size_t>(e.place) == k + 1) largest = std::max(largest, e.share);
    if (largest > 0) rows.push_back({k, largest});
  }
  if (rows.empty()) return Absent{"shares", "no walker ended at a place that is known"};
  const std::size_t reached = rows.size();
  std::ranges::stable_sort(rows, std::ranges::greater(), &Row::most);
  rows.resize(std::min(reached, most));
  std::ranges::stable_sort(rows, {}, [&](const Row& r) { return d.places[r.place].loss; });
  Figure f{"shares", "Where walkers end"};
  f.x = {"", Scale::category};
  f.y = {"share of walkers"};
  for (const Row& r : rows) f.x.categories.push_back(report::place_name(d.places[r.place]));
  for (std::size_t m = 0; m < d.methods.size(); ++m) {
    const report::DynamicsMethod& method = d.methods[m];
    Points points{method.method, styles[m % styles.size()].first, styles[m % styles.size()].second, {}};
    for (std::size_t c = 0; c < rows.size(); ++c) {
      const auto end = std::ranges::find(method.ends, static_cast<int>(rows[c].place) + 1, &report::EndShare::place);
      if (end == method.ends.end()) continue;
      const report::DynamicsPlace& place = d.places[rows[c].place];
      points.marks.push_back(
          {static_cast<double>(c) + beside(m, d.methods.size()), end->share,
           fmt::format("{}: {} of {} at {}, share {:.4f} +- {:.4f}", method.method, end->count, method.starts,
                       report::place_name(place), end->share, end->error),
           "", anchor_of(place),
           std::array{std::max(0.0, end->share - end->error), std::min(1.0, end->share + end->error)}});
    }
    f.series.emplace_back(std::move(points));
  }
  f.y.range = {0, std::min(1.0, 1.12 * std::ranges::max(rows, {}, &Row::most).most)};
  f.caption = "Share of the walkers of each method that ended at each place, by rising loss, with standard errors.";
  if (reached > most) f.caption += fmt::format(" The {} most visited of {} places.", most, reached);
  return f;
}

Drawing occupation(const Dynamics& d) {
  if (!d.stationary || d.stationary->occupation.empty())
    return Absent{"occupation",
                  d.stationary && d.stationary->refused ? *d.stationary->refused : "the long run was not sampled"};
  Figure f{"occupation", "Shares in the long run"};
  f.x = {"", Scale::category};
  f.y = {"share"};
  const auto& regions = d.stationary->occupation;
  struct Kind {
    const char* name;
    std::optional<report::ChainFigure> report::Occupation::*figure;
  };
  const Kind kinds[] = {{"exp(-L/T)", &report::Occupation::gibbs},
                        {"langevin", &report::Occupation::langevin},
                        {"sgd", &report::Occupation::sgd}};
  std::vector<Points> series{{"predicted", Colour::ink, Shape::cross, {}}};
  for (std::size_t k = 0; k < std::size(kinds); ++k)
    series.push_back({kinds[k].name, styles[k].first, styles[k].second, {}});
  for (const report::Occupation& o : regions) {
    const auto c = static_cast<double>(f.x.categories.size());
    const report::DynamicsPlace* place = o.place ? &d.places.at(static_cast<std::size_t>(*o.place - 1)) : nullptr;
    const std::string where = place != nullptr && o.where == "neighbourhood" ? report::place_name(*place)
                              : place != nullptr ? o.where + " of " + report::place_name(*place)
                                                 : o.where;
    f.x.categories.push_back(where);
    const std::string anchor = place == nullptr ? "" : anchor_of(*place);
    if (o.predicted)
      series[0].marks.push_back(
          {c + beside(0, 4), *o.predicted, fmt::format("{}: predicted {:.4g}", where, *o.predicted), "", anchor});
    for (std::size_t k = 0; k < std::size(kinds); ++k) {
      const auto& figure = o.*kinds[k].figure;
      if (!figure || !figure->value) continue;
      const double value = *figure->value, error = figure->error.value_or(0);
      series[k + 1].marks.push_back({c + beside(k + 1, 4), value,
                                     fmt::format("{}: {} {:.4g} +- {:.2g}", where, kinds[k].name, value, error), "",
                                     anchor, std::array{std::max(0.0, value - error), value + error}});
    }
  }
  std::size_t marks = 0;
  for (Points& p : series) {
    marks += p.marks.size();
    if (!p.marks.empty()) f.series.emplace_back(std::move(p));
  }
  if (marks == 0) return Absent{"occupation", "every figure of the long run was refused"};
  f.caption = fmt::format(
      "Shares of the neighbourhoods of the places in the long run at temperature {:.4g}, with standard errors, beside "
      "those that Laplace's method predicts. Figures whose chains had not mixed are refused and not drawn.",
      d.stationary->temperature);
  return f;
}

Drawing exits(const Dynamics& d) {
  const std::string name = "exit-times";
  Figure f{name, "Mean times to another minimum"};
  f.x = {"", Scale::category};
  f.y = {"mean time", Scale::log};
  Points measured{"measured", Colour::blue, Shape::disc, {}}, kramers{"by Kramers", Colour::red, Shape::diamond, {}},
      quadrature{"by quadrature", Colour::green, Shape::triangle, {}};
  for (const report::ExitTime& e : d.exits) {
    const auto c = static_cast<double>(f.x.categories.size());
    const std::string from = report::place_name(d.places.at(static_cast<std::size_t>(e.from - 1)));
    const auto add = [&](Points& points, double shift, const std::optional<double>& time, bool interval) {
      if (!time) return;
      std::optional<std::array<double, 2>> error;
      if (interval) error = {place(f.y, e.interval[0]), place(f.y, e.interval[1])};
      points.marks.push_back(
          {c + shift, place(f.y, *time), fmt::format("from {}, {}: {:.4g}", from, points.name, *time), "", "", error});
    };
    add(measured, -0.15, e.mean, true);
    add(kramers, 0.15, e.kramers, false);
    add(quadrature, 0.3, e.quadrature, false);
    f.x.categories.push_back(fmt::format("{}, T {:.3g}", from, e.temperature));
  }
  for (Points* p : {&measured, &kramers, &quadrature})
    if (!p->marks.empty()) f.series.emplace_back(std::move(*p));
  if (f.series.empty()) return Absent{name, "no exit times are known"};
  f.caption =
      "Mean time that the Langevin equation takes from a minimum to another one: measured, with intervals of 95 %, and "
      "by Eyring and Kramers's law.";
  return f;
}

}  // namespace

std::vector<Drawing> dynamics_figures(const report::Result& r) {
  if (!r.dynamics) {
    const std::string reason = "for results of polyscape dynamics";
    return {Absent{"shares", reason}, Absent{"occupation", reason}, Absent{"exit-times", reason}};
  }
  return {shares(*r.dynamics), occupation(*r.dynamics), exits(*r.dynamics)};
}

}  // namespace polyscape::plot
