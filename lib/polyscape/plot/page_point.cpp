#include "polyscape/plot/page_point.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "polyscape/plot/svg.hpp"
#include "polyscape/report/schema.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::plot {
namespace {

using Pair = std::array<std::string, 2>;

/// Walks a record into a list of keys and values.
class Definitions {
 public:
  bool real = true;

  explicit Definitions(const std::vector<std::string>& names) : names_(names) {}

  template <class T>
  void operator()(const std::string& key, const T& value, const char*, report::Presence presence = {}) {
    if (presence.written) put(key, value);
  }

  std::string text() && { return "<dl>\n" + text_ + "</dl>\n"; }
  void leave_out(const std::string& key) { left_out_ = key; }

 private:
  template <class T>
  void put(const std::string& key, const std::optional<T>& value) {
    if (value) put(key, *value);
  }
  template <class T>
  void put(const std::string& key, const T& value) {
    if (key != left_out_) text_ += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(key), html(value));
  }

  template <class T>
  std::string html(const T& value) {
    if constexpr (Named<T>) {
      return escaped(std::string(name(value)));
    } else {
      Definitions inner(names_);
      inner.real = real;
      describe(inner, value);
      return std::move(inner).text();
    }
  }
  static std::string html(bool value) { return value ? "yes" : "no"; }
  static std::string html(int value) { return std::to_string(value); }
  static std::string html(double value) { return std::isfinite(value) ? fmt::format("{:.17g}", value) : "infinite"; }
  static std::string html(const std::string& text) { return escaped(text); }
  static std::string html(const Pair& ends) { return escaped(ends[0]) + " to " + escaped(ends[1]); }
  static std::string html(const std::array<int, 3>& n) { return fmt::format("[{}, {}, {}]", n[0], n[1], n[2]); }
  std::string html(const std::vector<std::complex<double>>& values) {
    std::vector<Pair> digits;
    for (const auto& z : values) digits.push_back({fmt::format("{:.17g}", z.real()), fmt::format("{:.17g}", z.imag())});
    return html(digits);
  }
  std::string html(const report::CoordinateTexts& values) { return html(values.pairs()); }
  std::string html(const std::vector<Pair>& values) {
    const bool imaginary = std::ranges::any_of(values, [](const Pair& z) { return z[1] != "0"; });
    std::string rows;
    for (std::size_t k = 0; k < values.size(); ++k)
      rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>\n",
                          k < names_.size() ? escaped(names_[k]) : std::to_string(k + 1), escaped(values[k][0]),
                          imaginary ? "<td>" + escaped(values[k][1]) + "</td>" : "");
    return fmt::format(
        "<table><thead><tr><th scope=\"col\">coordinate</th><th scope=\"col\">{}</th>{}</tr></thead>\n<tbody>\n{}"
        "</tbody></table>\n",
        imaginary ? "real part" : "value", imaginary ? "<th scope=\"col\">imaginary part</th>" : "", rows);
  }

  const std::vector<std::string>& names_;
  std::string text_, left_out_;
};

}  // namespace

std::vector<std::string> proofs(const report::Point& p) {
  std::vector<std::string> list;
  if (p.certificate) {
    const report::Certificate& c = *p.certificate;
    list.push_back(
        fmt::format("Exactly one zero, with an invertible Jacobian, is within {} of these digits in every "
                    "coordinate{}.{}",
                    c.radius, p.certified ? ", which is no other point's" : "", report::tag(Evidence::theorem)));
    if (c.real)
      list.push_back(fmt::format("That zero is {}real.{}", *c.real ? "" : "not ", report::tag(Evidence::theorem)));
    if (c.inertia && p.inertia)
      list.push_back(fmt::format("Its Hessian has {} negative, {} zero and {} positive eigenvalues.{}", (*p.inertia)[0],
                                 (*p.inertia)[1], (*p.inertia)[2], report::tag(Evidence::theorem)));
    if (c.loss)
      list.push_back(fmt::format("The loss there lies between {} and {}.{}", (*c.loss)[0], (*c.loss)[1],
                                 report::tag(Evidence::theorem)));
  }
  if (p.exact)
    list.push_back("Its coordinates are the rational ones below: a zero of the system exactly." +
                   report::tag(Evidence::exact));
  return list;
}

std::string point_html(const report::Point& p, const std::vector<std::string>& names) {
  Definitions definitions(names);
  if (p.digits || p.exact) definitions.leave_out("coordinates");
  describe(definitions, p);
  return std::move(definitions).text();
}

std::vector<std::pair<std::string, std::string>> point_meanings() {
  std::vector<std::pair<std::string, std::string>> result;
  for (const report::RecordTable& table : report::result_schema())
    if (table.record == "points" || table.record == "certificate" || table.record == "exact")
      for (const auto& [key, meaning] : table.fields)
        result.emplace_back(table.record == "points" ? key : table.record + "." + key, meaning);
  return result;
}

}  // namespace polyscape::plot
