#include "polyscape/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::report {

using algebra::Integer;

std::string readable(const Integer& value) {
  constexpr std::uint64_t longest = 24;
  if (value.digits() > longest) {
    const double log10 = value.log10();
    return fmt::format("{}{:.3f} x 10^{} ({} digits)", value.sign() < 0 ? "-" : "",
                       std::pow(10, log10 - std::floor(log10)), static_cast<long>(std::floor(log10)),
                       readable(Integer(static_cast<long>(value.digits()))));
  }
  std::string text = value.to_string();
  const std::size_t first = value.sign() < 0 ? 1 : 0;
  for (std::size_t i = text.size(); i > first + 3;) text.insert(i -= 3, ",");
  return text;
}

std::string beside_atoms(const Integer& value) {
  constexpr double atoms_log10 = 80;  // order of magnitude, baryons of the observable universe
  const double log10 = value.log10();
  if (!(log10 > atoms_log10)) return "";
  return fmt::format("10^{:.{}f} times 10^80, the number of atoms in the observable universe", log10 - atoms_log10,
                     log10 < 1e6 ? 1 : 0);
}

namespace {

constexpr std::size_t width = 100, margin = 19;

std::string readable(std::uint64_t value) { return report::readable(Integer(static_cast<long>(value))); }

std::string plural(std::uint64_t count, const std::string& noun) {
  return readable(count) + " " + noun + (count == 1 ? "" : "s");
}
std::string plural(const algebra::Integer& count, const std::string& noun) {
  return fmt::format("{} {}{}", report::readable(count), noun, count == algebra::Integer(1) ? "" : "s");
}

/// Lines of two columns, a label and a text that wraps under itself.
class Page {
 public:
  void section(const std::string& title) { text_ += "\n" + title + "\n"; }
  void line(const std::string& label, const std::string& content) {
    std::string row = fmt::format("  {:<{}}", label, margin - 2);
    std::size_t column = std::max(row.size(), margin);
    if (row.size() > margin) row += " ", ++column;
    for (std::size_t from = 0; from < content.size();) {
      std::size_t to = content.find(' ', from);
      if (to == std::string::npos) to = content.size();
      const std::size_t length = to - from;
      if (column + length > width && column > margin) {
        while (!row.empty() && row.back() == ' ') row.pop_back();
        text_ += row + "\n";
        row = std::string(margin, ' ');
        column = margin;
      }
      row += content.substr(from, length) + " ";
      column += length + 1;
      from = to + 1;
    }
    while (!row.empty() && row.back() == ' ') row.pop_back();
    text_ += row + "\n";
  }
  void raw(const std::string& row) { text_ += row + "\n"; }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

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
    text += fmt::format("{}{} ({} equation{})", text.empty() ? "" : ", ", degree, report::readable(count),
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

void network(const Result& r, Page& page) {
  if (r.network) {
    const Network& n = *r.network;
    page.section("Network");
    page.line("architecture", n.architecture);
    for (const std::string& layer : n.layers) page.line("", layer);
    page.line("weights", "M = " + report::readable(n.weights));
    page.line("data", fmt::format("N = {} samples, d_y = {}", readable(n.samples), plural(n.outputs, "output")));
    page.line("loss", n.loss);
    page.line("regularization", n.regularization);
    for (const std::string& s : n.approximations) page.line("approximation", s);
  }
  page.section(r.system.which == Origin::gradient        ? "Gradient system"
               : r.system.which == Origin::interpolation ? "Interpolation system"
                                                         : "System");
  page.line("size",
            fmt::format("{} in {}", plural(r.system.equations, "equation"), plural(r.system.variables, "variable")));
  if (const std::string text = degree_text(r.system); !text.empty()) page.line("degrees", text);
}

void bound_line(const std::string& label, const Integer& value, const std::string& rest, Page& page) {
  page.line(label, report::readable(value) + (rest.empty() ? "" : "  " + rest));
  if (const std::string atoms = beside_atoms(value); !atoms.empty()) page.line("", "= " + atoms);
}

void bounds(const Result& r, Page& page) {
  if (!r.bounds.bezout && !r.bounds.multihomogeneous) return;
  page.section(r.system.which == Origin::gradient ? "Bounds on the number of isolated critical points"
                                                  : "Bounds on the number of isolated solutions");
  if (r.bounds.bezout)
    bound_line("Bezout", *r.bounds.bezout, r.bounds.analytic ? "(degrees from the architecture)" : "", page);
  for (const MultihomogeneousBound& b : r.bounds.natural)
    bound_line("multihomogeneous", b.value, "by " + b.origin, page);
  if (r.bounds.multihomogeneous) {
    const MultihomogeneousBound& best = *r.bounds.multihomogeneous;
    bound_line(
        "best partition", best.value,
        partition_text(best) + (r.bounds.exhaustive ? " (of all partitions)" : " (best found, not all compared)"),
        page);
  }
  if (r.bounds.linear_product)
    bound_line("linear product", r.bounds.linear_product->value, "of the best set structure found", page);
  if (r.bounds.mixed_volume_affine)
    bound_line("mixed volume", *r.bounds.mixed_volume_affine, "with the origin: all isolated ones", page);
  if (r.bounds.mixed_volume)
    bound_line("mixed volume", *r.bounds.mixed_volume, "of the torus: those without a zero coordinate", page);
  if (r.bounds.linear_one_sample)
    bound_line("published bound", *r.bounds.linear_one_sample,
               "(1 + 4 outputs)^hidden: linear, one sample (arXiv 2301.12651)", page);
  if (r.bounds.generic_root_count)
    bound_line("generic count", *r.bounds.generic_root_count, "for generic targets and regularisation, by monodromy",
               page);
}

std::string strata_text(const std::vector<Stratum>& strata) {
  std::string text;
  for (const Stratum& s : strata)
    text += fmt::format("{}{} with {}", text.empty() ? "" : "; ", readable(s.isolated),
                        s.zero.empty() ? "no zero" : fmt::format("{} = 0", fmt::join(s.zero, " = ")));
  return text;
}

void monodromy(const Monodromy& m, Page& page) {
  page.section(m.quoted ? "Monodromy, as a file says" : "Monodromy");
  page.line("translate", plural(m.translate, "solution") + " of F(w) = p, p generic");
  page.line("trace test", fmt::format("{} with {} of a curve section (error {:.0e})",
                                      m.traced ? "passed" : "NOT PASSED", plural(m.section, "point"), m.trace_error));
  page.line("paths on the way", readable(m.paths));
  constexpr std::size_t most_strata = 12;
  if (!m.strata.empty() && m.strata.size() <= most_strata) page.line("generic strata", strata_text(m.strata));
}

void paths(const Paths& p, bool quoted, Page& page) {
  page.section(quoted ? "Paths, as the run says" : "Paths");
  page.line("start system", p.start + (p.reason.empty() ? "" : ": " + p.reason));
  const std::pair<const char*, std::uint64_t> classes[] = {
      {"nonsingular", p.nonsingular}, {"singular", p.singular},
      {"at infinity", p.at_infinity}, {"on larger sets", p.positive_dimensional},
      {"excluded", p.excluded},       {"failed", p.failed}};
  std::uint64_t sum = 0;
  for (const auto& [label, count] : classes) {
    page.raw(fmt::format("  {:<{}}{:>12}", label, margin - 2, readable(count)));
    sum += count;
  }
  page.raw(fmt::format("  {:<{}}{:>12}{}", "tracked", margin - 2, readable(p.tracked),
                       sum == p.tracked ? "  = the sum of the classes" : "  IS NOT the sum of the classes"));
}

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
    return p.real && (p.exact || (p.certified && p.certificate->real.value_or(false)));
  });
  if (s.real > 0)
    page.line("", fmt::format("reality at {} of {} real points", readable(static_cast<std::uint64_t>(proved_real)),
                              readable(s.real)) +
                      tag(Evidence::theorem));
  const auto proved =
      std::ranges::count_if(*r.points, [](const Point& p) { return p.certified && p.certificate->inertia; });
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
              fmt::format("{} of {} certificates hold in rational arithmetic{}", readable(r.recheck->held),
                          readable(r.recheck->of), r.recheck->distinct ? ", pairwise disjoint" : ", NOT DISJOINT"));
}

void solutions(const Result& r, Page& page) {
  const Solutions& s = *r.solutions;
  page.section(r.system.which == Origin::gradient ? "Isolated critical points" : "Isolated solutions");
  page.line("complex",
            fmt::format("{}  ({} nonsingular, {} singular; {} without a zero coordinate)", readable(s.isolated),
                        readable(s.nonsingular), readable(s.singular), readable(s.torus)));
  if (s.orbits) page.line("orbits", readable(*s.orbits) + "  under the symmetries of the loss");
  if (!r.system.real)
    page.line("real", "not decided: the equations are not real");
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
  if (s.certified_distinct) certificates(r, page);
  page.line("completeness",
            std::string(name(s.completeness)) + (s.completeness_by.empty() ? "" : ": " + s.completeness_by));
  if (r.run_says)
    page.line("the run says", r.run_says->completeness +
                                  (r.run_says->completeness_by.empty() ? "" : ": " + r.run_says->completeness_by));
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
    page.line(label(*list[i]), coordinates_text(r, *list[i]) + remark(*list[i]));
  if (list.size() > most)
    page.line("", fmt::format("and {} more: --show {} or --show all, and result.json", readable(list.size() - most),
                              list.size()));
}

/// Of a given system: real solutions first, in the order of the result otherwise.
void found(const Result& r, std::size_t most, Page& page) {
  if (!r.points || r.points->empty() || r.system.which != Origin::given) return;
  std::vector<const Point*> list;
  for (const Point& p : *r.points) list.push_back(&p);
  const bool tells = r.system.real;
  if (tells) std::ranges::stable_partition(list, [](const Point* p) { return p->real; });
  page.section(tells ? "Solutions, real ones first" : "Solutions");
  listed(
      r, list, most, [&](const Point& p) { return std::string(!tells   ? ""
                                                              : p.real ? "real"
                                                                       : "not real"); },
      [](const Point& p) {
        return p.nonsingular ? std::string() : fmt::format("  (singular, multiplicity {})", p.multiplicity);
      },
      page);
}

void minima(const Result& r, std::size_t most, Page& page) {
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

void components(const Decomposition& d, bool real, Page& page) {
  for (const Component& c : d.components) {
    std::string text = fmt::format("degree {}{}{}", readable(c.degree), c.traced ? "" : " (SEVERAL, not told apart)",
                                   tag(c.by.degree));
    if (c.multiplicity > 1) text += fmt::format(", multiplicity {}{}", c.multiplicity, tag(c.by.multiplicity));
    if (c.rank)
      text += fmt::format(", Jacobian rank {} of {}{}", c.rank->value, std::min(c.rank->rows, c.rank->columns),
                          tag(c.by.rank));
    if (c.zero_loss && *c.zero_loss)
      text += ", zero loss" + tag(c.by.zero_loss);
    else if (c.loss)
      text += c.loss->imag() == 0 ? fmt::format(", loss {:.8g}", c.loss->real())
                                  : fmt::format(", loss {:.5g}{:+.5g}i", c.loss->real(), c.loss->imag());
    if (c.function) text += fmt::format(", function {}", *c.function);
    if (c.pure) text += (*c.pure ? ", pure" : ", spurious") + tag(c.by.pure);
    if (!c.kinds.empty())
      for (const Kind& kind : c.kinds) text += (&kind == &c.kinds.front() ? ", " : " and ") + std::string(name(kind));
    else if (!c.real_function.value_or(true))
      text += ", no real point: its function is not real";
    else if (c.real_samples.empty() && c.traced && real)
      text += ", no smooth real point found";
    page.line(fmt::format("dimension {}", c.dimension),
              c.by.dimension ? tag(c.by.dimension).substr(1) + " " + text : text);
  }
  if (d.components.empty())
    page.line("components", fmt::format("none of dimension {} or more", std::max(1, d.least_dimension)));
  if (d.least_dimension > 0)
    page.line("", fmt::format("dimensions below {} were not looked for", d.least_dimension));
  else
    page.line("isolated points", readable(d.isolated));
  page.line("paths",
            fmt::format("{}, {} failed{}", readable(d.paths), readable(d.failed), d.complete ? "" : "; NOT COMPLETE"));
}

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

void interpolation(const Interpolation& v, Page& page) {
  page.section("Zero-loss set f(x_i; w) = y_i, whatever the regularisation");
  page.line("size", fmt::format("{} in {}, expected dimension {}", plural(v.equations, "equation"),
                                plural(v.variables, "weight"), report::readable(v.expected_dimension)));
  if (v.function_space_dimension)
    page.line("function space",
              fmt::format("dimension {}{}{}", *v.function_space_dimension, tag(v.by.function_space_dimension),
                          v.function_space_error_log2
                              ? fmt::format(", larger with probability below 2^{:.0f}", *v.function_space_error_log2)
                              : ""));
  if (v.bezout) bound_line("Bezout", *v.bezout, "of a generic slice", page);
  if (v.dimension && *v.dimension < 0)
    page.line("dimension", "empty: no weights, real or complex, fit the data" + tag(v.by.dimension));
  else
    real_and_complex(v, page);
  if (v.degree) page.line("degree", *v.degree + " (its components of that dimension together)" + tag(v.by.degree));
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
  if (v.decomposition) components(*v.decomposition, true, page);
}

void warnings(const Result& r, Page& page) {
  std::vector<std::string> list;
  for (const std::string& s : r.contradictions) list.push_back("CONTRADICTION: " + s);
  if (r.paths && r.paths->failed > 0) {
    std::string reasons;
    for (const auto& [reason, count] : r.paths->failures)
      reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : ", ", reason, readable(count));
    list.push_back(fmt::format("INCOMPLETE: {} failed ({}); {}", plural(r.paths->failed, "path"), reasons,
                               r.solutions && r.solutions->completeness == Completeness::proved
                                   ? "no solution is missing, as the bound is met"
                                   : "solutions may be missing"));
  }
  if (r.paths && r.paths->cancelled) list.push_back("CANCELLED: the job was ended before all of it was done");
  if (r.solutions && r.solutions->known_count && *r.solutions->known_count != std::to_string(r.solutions->isolated) &&
      r.contradictions.empty())
    list.push_back(fmt::format("QUESTION: known_count says {}, found {}; is it a count for this very system?",
                               *r.solutions->known_count, r.solutions->isolated));
  if (!r.non_isolated.empty())
    list.push_back(
        fmt::format("{} ended on solution sets of positive dimension: the critical points there are not "
                    "isolated and not counted",
                    plural(r.paths ? r.paths->positive_dimensional : 0, "path")));
  if (r.network)
    for (const std::string& s : r.network->observations) list.push_back(s);
  for (const std::string& s : r.notes) list.push_back(s);
  if (list.empty()) return;
  page.section("Notes");
  for (const std::string& s : list) page.line("", "- " + s);
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
      r.solutions->completeness != Completeness::proved)
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
  network(r, page);
  bounds(r, page);
  if (r.monodromy) monodromy(*r.monodromy, page);
  if (r.paths) paths(*r.paths, r.run_says.has_value(), page);
  if (r.solutions) solutions(r, page);
  found(r, points, page);
  minima(r, points, page);
  if (r.decomposition) {
    page.section(r.system.which == Origin::gradient ? "Components of the critical set, over C"
                                                    : "Components of the solution set, over C");
    components(*r.decomposition, r.system.real, page);
  }
  if (r.interpolation) interpolation(*r.interpolation, page);
  warnings(r, page);
  next(r, page);
  if (r.paths)
    page.raw(fmt::format("\nseed {}, {:.2f} s on {} thread{}", r.seed, r.seconds.total.value_or(0), r.threads,
                         r.threads == 1 ? "" : "s"));
  return std::move(page).text();
}

}  // namespace polyscape::report
