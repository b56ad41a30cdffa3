#include "polyscape/report/summary/points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::report {
namespace {

// "17 minima, 80 saddles".
std::string kinds_text(const Solutions& s) {
  const std::pair<Kind, std::array<const char*, 2>> words[] = {
      {Kind::minimum, {"minimum", "minima"}},
      {Kind::saddle, {"saddle", "saddles"}},
      {Kind::maximum, {"maximum", "maxima"}},
      {Kind::degenerate, {"with singular Hessian", "with singular Hessian"}}};
  std::string text;
  for (const auto& [kind, word] : words) {
    const auto count = s.real_by_kind.find(kind);
    if (count == s.real_by_kind.end()) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", readable(count->second), word[count->second != 1]);
  }
  return text;
}

void existence(const Solutions& s, Page& page) {
  if (s.isolated == 0) return;
  page.line("existence", s.certified_distinct ? fmt::format("{} of {} certified, each one zero and no other's",
                                                            readable(s.existence.certified), readable(s.isolated)) +
                                                    tag(s.existence.by)
                                              : "found by tracking" + tag(s.existence.by));
}

// Of every point, whether it is real or not.
bool reality_proved(const Result& r) {
  return r.system.real && r.points && std::ranges::all_of(*r.points, [](const Point& p) {
           return p.exact || (p.certified && p.certificate && p.certificate->real);
         });
}

// Of size that doubles have, as they are written.
std::string number_text(const algebra::Rational& x, algebra::Rounding rounding) {
  constexpr int digits = 10;
  constexpr long doubles = 300;
  if (std::abs(algebra::decimal_exponent(x)) > doubles) return algebra::decimal(x, digits, rounding);
  return fmt::format("{:.{}g}", algebra::rounded(x, digits, rounding).to_double(), digits);
}

constexpr long largest_exponent = 1000000;  // certify/krawczyk.hpp's

bool holds_zero(const std::array<std::string, 2>& enclosure) {
  const auto low = algebra::parse_number(enclosure[0], largest_exponent),
             high = algebra::parse_number(enclosure[1], largest_exponent);
  return low && high && low->sign() <= 0 && high->sign() >= 0;
}

// Ten digits of the loss, or what it lies between where they are not known.
std::string loss_text(const LossLevel& level) {
  const auto low = algebra::parse_number(level.loss[0], largest_exponent),
             high = algebra::parse_number(level.loss[1], largest_exponent);
  if (!low || !high) return "?";
  if (holds_zero(level.loss)) return fmt::format("0 (to {:.1g})", std::max(abs(*low), abs(*high)).to_double());
  const std::string nearest = number_text(*low, algebra::Rounding::nearest);
  if (nearest == number_text(*high, algebra::Rounding::nearest)) return nearest;
  return fmt::format("{} to {}", number_text(*low, algebra::Rounding::down), number_text(*high, algebra::Rounding::up));
}

void certificates(const Result& r, Page& page) {
  const Solutions& s = *r.solutions;
  const auto proved_real = std::ranges::count_if(*r.points, [](const Point& p) {
    return p.real && (p.exact || (p.certified && p.certificate && p.certificate->real.value_or(false)));
  });
  if (s.real > 0)
    page.line("", fmt::format("reality at {} of {} real points", readable(static_cast<std::uint64_t>(proved_real)),
                              readable(s.real)) +
                      tag(Evidence::theorem));
  const auto proved = std::ranges::count_if(
      *r.points, [](const Point& p) { return p.certified && p.certificate && p.certificate->inertia; });
  if (r.system.which == Origin::gradient && s.real > 0)
    page.line("", fmt::format("Hessian index at {} of {} real points", readable(static_cast<std::uint64_t>(proved)),
                              readable(s.real)) +
                      tag(Evidence::theorem));
  const auto exact = std::ranges::count_if(*r.points, [](const Point& p) { return p.exact.has_value(); });
  const auto singular = std::ranges::count_if(*r.points, [](const Point& p) { return p.exact && !p.nonsingular; });
  if (exact > 0)
    page.line("", fmt::format("{} with rational coordinates, {} of them singular: zeros, with their rank over Q",
                              plural(static_cast<std::uint64_t>(exact), "point"), singular) +
                      tag(Evidence::exact));
  if (!s.minima.empty()) {
    constexpr std::size_t most_levels = 6;
    std::string text;
    for (const LossLevel& level : std::span(s.minima).first(std::min(s.minima.size(), most_levels)))
      text += fmt::format("{}{} at {}", text.empty() ? "" : ", ", loss_text(level), plural(level.points, "point"));
    if (s.minima.size() > most_levels) text += fmt::format(", and {} more", s.minima.size() - most_levels);
    page.line("", fmt::format("losses of the minima: {}{}", text,
                              s.minima.size() > 1 ? ", all different" + tag(Evidence::theorem) : ""));
  }
  if (r.recheck)
    page.line("checked again",
              fmt::format("{} of {} certificates hold in rational arithmetic, {}", readable(r.recheck->held),
                          readable(r.recheck->of), r.recheck->distinct ? "pairwise disjoint" : word("NOT DISJOINT")));
}

/// "x = 1.4142, y = -2 + 0.5i", five digits; a part that rounding may have left of the other is not shown.
std::string coordinates_text(const Result& r, const Point& p) {
  constexpr double rounding = 1e-15;
  std::string text;
  for (std::size_t k = 0; k < p.coordinates.size(); ++k) {
    const double size = std::abs(p.coordinates[k]);
    const auto part = [&](double x) { return std::abs(x) < rounding * size ? 0.0 : x + 0.0; };
    const double re = part(p.coordinates[k].real()), im = p.real ? 0.0 : part(p.coordinates[k].imag());
    text += (k > 0 ? ", " : "") + (k < r.names.size() ? r.names[k] + " = " : "");
    if (im == 0)
      text += fmt::format("{:.5g}", re);
    else if (re == 0)
      text += fmt::format("{:.5g}i", im);
    else
      text += fmt::format("{:.5g} {} {:.5g}i", re, im < 0 ? "-" : "+", std::abs(im));
  }
  return text;
}

/// Rows of points, a label and what is said of each beside its coordinates, and how many are left out.
void listed(const Result& r, const std::vector<const Point*>& list, std::size_t most, const auto& label,
            const auto& remark, Page& page) {
  for (std::size_t i = 0; i < std::min(most, list.size()); ++i)
    page.item(label(*list[i]), coordinates_text(r, *list[i]) + remark(*list[i]));
  if (list.size() > most)
    page.line("", fmt::format("and {} more: --show {} or --show all, and result.json", readable(list.size() - most),
                              list.size()));
}

}  // namespace

void show_solutions(const Result& r, Page& page) {
  const Solutions& s = *r.solutions;
  page.section(r.system.which == Origin::gradient ? Label("Isolated critical points") : Label("Isolated solutions"));
  page.line("complex",
            fmt::format("{}  ({} nonsingular, {} singular; {} without a zero coordinate)", readable(s.isolated),
                        readable(s.nonsingular), readable(s.singular), readable(s.torus)));
  if (s.orbits) page.line("orbits", readable(*s.orbits) + "  under the symmetries of the loss");
  if (!r.system.real)
    page.line("real", fmt::format("{}: the equations are not real", word("not decided")));
  else
    page.line("real", readable(s.real) + (s.real_by_kind.empty() ? "" : "  (" + kinds_text(s) + ")"));
  if (!s.real_by_index.empty()) {
    std::string text;
    for (const auto& [index, count] : s.real_by_index)
      text += fmt::format("{}{}: {}", text.empty() ? "" : "   ", index, readable(count));
    page.line("by Hessian index", text);
  }
  if (s.leaving_interval > 0)
    page.line("outside", plural(s.leaving_interval, "real point") +
                             " where an approximated function leaves the interval it is fitted on");
  existence(s, page);
  if (s.certified_distinct && r.points) certificates(r, page);
  page.line("completeness",
            std::string(name(s.completeness)) + (s.completeness_by.empty() ? "" : ": " + s.completeness_by));
  if (s.completeness >= Completeness::modular && s.isolated > 0 && reality_proved(r))
    page.line(
        "", fmt::format("so are the {} real ones: reality at every point", readable(s.real)) + tag(Evidence::theorem));
  if (r.run_says)
    page.line("the run says", r.run_says->completeness +
                                  (r.run_says->completeness_by.empty() ? "" : ": " + r.run_says->completeness_by));
}

void show_found(const Result& r, std::size_t most, Page& page) {
  if (!r.points || r.points->empty() || r.system.which != Origin::given) return;
  std::vector<const Point*> list;
  for (const Point& p : *r.points) list.push_back(&p);
  const bool tells = r.system.real;
  if (tells) std::ranges::stable_partition(list, [](const Point* p) { return p->real; });
  page.section(tells ? Label("Solutions, real ones first") : Label("Solutions"));
  listed(
      r, list, most,
      [&](const Point& p) {
        return std::string(!tells ? std::string_view() : p.real ? word("real") : word("not real"));
      },
      [](const Point& p) {
        return p.nonsingular ? std::string() : fmt::format("  (singular, multiplicity {})", p.multiplicity);
      },
      page);
}

void show_minima(const Result& r, std::size_t most, Page& page) {
  if (!r.points) return;
  std::vector<const Point*> list;
  for (const Point& p : *r.points)
    if (p.kind == Kind::minimum && p.loss) list.push_back(&p);
  if (list.empty()) return;
  std::ranges::stable_sort(list, {}, [](const Point* p) { return *p->loss; });
  page.section("Minima, by loss");
  double largest = 0;
  for (const Point& p : *r.points) largest = std::max(largest, std::abs(p.loss.value_or(0)));
  constexpr double rounding = 1e-14;
  const auto loss = [&](const Point& p) {
    const bool nothing = p.zero_loss.value_or(false) || std::abs(*p.loss) < rounding * largest ||
                         (p.certificate && p.certificate->loss && holds_zero(*p.certificate->loss));
    return fmt::format("{:.10g}", nothing ? 0.0 : *p.loss);
  };
  listed(
      r, list, most, loss,
      [](const Point& p) {
        return std::string(p.zero_loss.value_or(false) ? "  (zero loss)" : "") +
               (p.in_interval.value_or(true) ? "" : "  (outside the interval)");
      },
      page);
}

}  // namespace polyscape::report
