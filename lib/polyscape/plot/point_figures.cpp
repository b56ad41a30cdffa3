#include "polyscape/plot/point_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "polyscape/base/error.hpp"
#include "polyscape/plot/count_figures.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::plot {

using algebra::Kind;
using report::Point;

namespace {

struct Style {
  const char* name;
  Colour colour;
  Shape shape;
};
Style style_of(Kind kind) {
  switch (kind) {
    case Kind::minimum:
      return {"minima", Colour::blue, Shape::disc};
    case Kind::saddle:
      return {"saddles", Colour::red, Shape::diamond};
    case Kind::maximum:
      return {"maxima", Colour::green, Shape::triangle};
    case Kind::degenerate:
      return {"singular Hessian", Colour::purple, Shape::square};
    case Kind::undecided:
      break;
  }
  return {"undecided", Colour::grey, Shape::cross};
}
constexpr Kind kinds[] = {Kind::minimum, Kind::saddle, Kind::maximum, Kind::degenerate, Kind::undecided};

Kind kind_of(const Point& p) { return p.kind.value_or(Kind::undecided); }

/// sqrt(p_1), sqrt(p_2), ..
std::vector<double> roots_of_primes(std::size_t count) {
  std::vector<int> primes;
  for (int n = 2; primes.size() < count; ++n)
    if (std::ranges::all_of(primes, [&](int p) { return n % p != 0; })) primes.push_back(n);
  std::vector<double> result;
  for (const int p : primes) result.push_back(std::sqrt(p));
  return result;
}

}  // namespace

std::string point_anchor(std::size_t number) { return fmt::format("point-{}", number); }

std::string point_text(const report::Result& r, std::size_t number) {
  const Point& p = r.points->at(number - 1);
  std::string text = fmt::format("point {}: {}", number, !p.real ? "not real" : p.kind ? name(*p.kind) : "real");
  if (p.inertia) text += fmt::format(", index {}", (*p.inertia)[0]);
  if (p.loss) text += fmt::format(", loss {:.6g}", *p.loss);
  if (!p.nonsingular) text += fmt::format(", multiplicity {}", p.multiplicity);
  return text;
}

Drawing loss_figure(const report::Result& r) {
  const std::string name = "loss-by-index";
  if (r.system.which != report::Origin::gradient) return Absent{name, "the equations are not those of a loss"};
  std::map<Kind, Points> series;
  std::vector<double> losses;
  std::size_t count = 0;
  if (r.points)
    for (const Point& p : *r.points)
      if (p.real && p.loss && p.inertia) losses.push_back(*p.loss);
  if (losses.empty()) return Absent{name, "no real isolated critical point is listed"};
  Figure f{name, "Loss against index of the real critical points"};
  f.x = {"Hessian index: number of negative eigenvalues", Scale::linear, 1, {}, true};
  f.y = axis_for("loss", losses);
  for (std::size_t k = 0; k < r.points->size(); ++k) {
    const Point& p = (*r.points)[k];
    if (!p.real || !p.loss || !p.inertia) continue;
    ++count;
    series[kind_of(p)].marks.push_back(
        {static_cast<double>((*p.inertia)[0]), place(f.y, *p.loss), point_text(r, k + 1), "", point_anchor(k + 1)});
  }
  for (const Kind kind : kinds) {
    if (!series.contains(kind)) continue;
    const Style s = style_of(kind);
    f.series.emplace_back(Points{s.name, s.colour, s.shape, merged(series[kind].marks)});
  }
  f.caption = fmt::format(
      "{} with what is known of the Hessian there. Points of the same index and loss (copies under the symmetries of "
      "the loss) are one mark.",
      report::plural(count, "real isolated critical point"));
  f.caption += completeness_words(r);
  return f;
}

Drawing spectra_figure(const report::Result& r, const std::vector<Spectrum>& spectra) {
  const std::string name = "spectra";
  if (spectra.empty()) return Absent{name, "there is no real critical point with a known Hessian"};
  constexpr std::size_t most = 48;
  struct Column {
    double loss;
    const Spectrum* first;
    std::size_t copies;
  };
  std::map<std::string, Column> columns;
  std::vector<double> values;
  for (const Spectrum& s : spectra) {
    const double loss = r.points->at(s.point - 1).loss.value_or(0);
    std::string key = fmt::format("{:.7g}", loss);
    for (const double v : s.eigenvalues) key += fmt::format(" {:.5g}", v);
    values.insert(values.end(), s.eigenvalues.begin(), s.eigenvalues.end());
    ++columns.try_emplace(key, Column{loss, &s, 0}).first->second.copies;
  }
  std::vector<Column> list;
  for (const auto& [key, column] : columns) list.push_back(column);
  std::ranges::stable_sort(list, [](const Column& a, const Column& b) {
    return std::pair(a.loss, a.first->point) < std::pair(b.loss, b.first->point);
  });
  const std::size_t all = list.size();
  list.resize(std::min(all, most));
  Figure f{name, "Hessian spectra of the real critical points"};
  f.x = {"point, by rising loss", Scale::category};
  f.y = axis_for("eigenvalue", values, 50);  // signs are to be seen
  std::map<Kind, Points> series;
  for (std::size_t c = 0; c < list.size(); ++c) {
    const std::size_t number = list[c].first->point;
    f.x.categories.push_back(
        fmt::format("{}{}", number, list[c].copies > 1 ? fmt::format(" (x{})", list[c].copies) : ""));
    std::vector<Mark> marks;
    for (const double v : list[c].first->eigenvalues)
      marks.push_back({static_cast<double>(c), place(f.y, v),
                       fmt::format("{}\neigenvalue {:.6g}", point_text(r, number), v), "", point_anchor(number)});
    auto& into = series[kind_of(r.points->at(number - 1))].marks;
    into.insert(into.end(), marks.begin(), marks.end());
  }
  f.series.emplace_back(
      Lines{"",
            Colour::grey,
            true,
            {{{{-0.5, place(f.y, 0)}, {static_cast<double>(list.size()) - 0.5, place(f.y, 0)}}, "0"}}});
  for (const Kind kind : kinds) {
    if (!series.contains(kind)) continue;
    const Style s = style_of(kind);
    f.series.emplace_back(Points{s.name, s.colour, s.shape, series[kind].marks});
  }
  f.caption =
      "Eigenvalues of the full Hessian, computed in double precision at the listed coordinates; those that the inertia "
      "says are zero stand at 0. A column with (xN) stands for N points of the same loss and spectrum.";
  if (all > most) f.caption += fmt::format(" The {} lowest of {} columns.", most, all);
  if (f.y.scale == Scale::signed_log)
    f.caption += fmt::format(" The axis is logarithmic both ways, linear within {:.0e} of 0.", f.y.unit);
  return f;
}

Drawing complex_figure(const report::Result& r, const std::string& coordinate) {
  const std::string name = "complex-plane";
  if (!r.points || r.points->empty()) return Absent{name, "no isolated solution is listed"};
  const std::size_t size = r.points->front().coordinates.size();
  std::vector<double> weights = roots_of_primes(size);
  std::string what = "sum of sqrt(p_j) w_j over all coordinates w_j, p_j the j-th prime";
  if (!coordinate.empty()) {
    const auto found = std::ranges::find(r.names, coordinate);
    if (found == r.names.end())
      throw InputError("--coordinate", "a variable of the result", "\"" + coordinate + "\"",
                       r.names.empty() ? "leave it out" : "write --coordinate " + r.names.front() + ", for example");
    weights.assign(size, 0);
    weights.at(static_cast<std::size_t>(found - r.names.begin())) = 1;
    what = "coordinate " + coordinate;
  } else if (size == 1) {
    weights = {1};
    what = "coordinate " + (r.names.empty() ? "1" : r.names.front());
  }
  std::vector<std::complex<double>> at;
  std::vector<double> parts;
  for (const Point& p : *r.points) {
    std::complex<double> sum;
    for (std::size_t j = 0; j < size; ++j) sum += weights[j] * p.coordinates[j];
    if (p.real) sum.imag(0);
    at.push_back(sum);
    parts.push_back(sum.real());
    parts.push_back(sum.imag());
  }
  Axis axis = axis_for("", parts);
  if (axis.scale == Scale::log) axis.scale = Scale::linear;
  Figure f{name, "Solutions in the complex plane"};
  f.x = f.y = axis;
  f.x.label = "real part";
  f.y.label = "imaginary part";
  Points complex{"not real", Colour::grey, Shape::ring, {}}, real{"real", Colour::red, Shape::diamond, {}};
  std::map<Kind, Points> by_kind;
  double width = 0, height = 0;
  for (std::size_t k = 0; k < at.size(); ++k) {
    const Point& p = (*r.points)[k];
    const Mark mark{place(axis, at[k].real()), place(axis, at[k].imag()),
                    fmt::format("{}\n{:.5g}{:+.5g}i", point_text(r, k + 1), at[k].real(), at[k].imag()), "",
                    point_anchor(k + 1)};
    (!p.real ? complex : p.kind ? by_kind[*p.kind] : real).marks.push_back(mark);
    width = std::max(width, std::abs(mark.x));
    height = std::max(height, std::abs(mark.y));
  }
  f.series.emplace_back(std::move(complex));
  if (!real.marks.empty()) f.series.emplace_back(std::move(real));
  for (const Kind kind : kinds) {
    if (!by_kind.contains(kind)) continue;
    const Style s = style_of(kind);
    f.series.emplace_back(Points{s.name, s.colour, s.shape, by_kind[kind].marks});
  }
  constexpr double most_oblong = 2;
  f.same_unit = height * most_oblong > width && width * most_oblong > height;
  f.caption = fmt::format(
      "Every isolated solution over C at one complex number, the {}; real solutions lie on the real "
      "axis.",
      what);
  f.caption += completeness_words(r);
  if (axis.scale == Scale::signed_log)
    f.caption += fmt::format(" The axes are logarithmic both ways, linear within {:.0e} of 0.", axis.unit);
  return f;
}

}  // namespace polyscape::plot
