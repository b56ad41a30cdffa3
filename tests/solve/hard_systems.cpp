#include "solve/hard_systems.hpp"

#include <cmath>
#include <numbers>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/rational.hpp"
#include "support/known_systems.hpp"

namespace polyscape::support {
namespace {

using algebra::Rational;
using Values = std::vector<std::string>;  // rationals

double number(const std::string& text) { return Rational::parse(text)->to_double(); }

/// prod (variable - value)
std::string product(const std::string& variable, const Values& values) {
  std::string text;
  for (const std::string& v : values) {
    const bool negative = v[0] == '-';
    text += (text.empty() ? "(" : "*(") + variable + (negative ? " + " + v.substr(1) : " - " + v) + ")";
  }
  return text;
}

HardSystem system(const std::string& name, const std::vector<std::string>& equations, std::vector<Root> roots) {
  std::string text = std::to_string(equations.size()) + "\n";
  for (const std::string& e : equations) text += e + ";\n";
  const std::size_t count = roots.size();
  return {name, algebra::read_system(text, name), std::move(roots), count};
}

std::vector<Root> grid(const Values& x, const Values& y) {
  std::vector<Root> roots;
  for (const std::string& a : x)
    for (const std::string& b : y) roots.push_back({{number(a), number(b)}});
  return roots;
}

Values scaled(const Values& values, const std::string& factor) {
  Values result;
  for (const std::string& v : values) result.push_back((*Rational::parse(v) * *Rational::parse(factor)).to_string());
  return result;
}

void add_badly_scaled(std::vector<HardSystem>& all) {
  const Values xs{"1", "2", "-3"}, ys{"1", "-1", "5/2"};
  const char* const scales[][2] = {{"1e6", "1e-6"},  {"1e-6", "1e6"},  {"1e6", "1e6"},
                                   {"1e-6", "1e-6"}, {"1000", "1e-4"}, {"1", "1e6"}};
  for (const auto& [a, b] : scales) {
    const Values x = scaled(xs, a), y = scaled(ys, b);
    const std::string p = product("x", x), q = product("y", y), where = std::string(a) + " and " + b;
    all.push_back(system("roots of size " + where, {p, q}, grid(x, y)));
    // The same curves, mixed with weights that keep both equations' terms at the roots comparable.
    const Rational sa = *Rational::parse(a), sb = *Rational::parse(b);
    const std::string ratio = (sa * sa * sa / (sb * sb * sb)).to_string();
    all.push_back(system("mixed roots of size " + where, {p + " + " + ratio + "*" + q, p + " - 2*" + ratio + "*" + q},
                         grid(x, y)));
  }
  // Sheared: y + (b / a^2) x^2 takes the place of y.
  for (const auto& [a, b] :
       {std::pair("1000000", "1/1000"), std::pair("1/10000", "1000"), std::pair("1/1000", "1/1000")}) {
    const Rational sa = *Rational::parse(a), sb = *Rational::parse(b), factor = sb / (sa * sa);
    const Values x = scaled(xs, a), y = scaled({"2", "7"}, b);
    std::vector<Root> roots;
    for (const std::string& u : x)
      for (const std::string& v : y)
        roots.push_back(
            {{number(u), (*Rational::parse(v) - factor * *Rational::parse(u) * *Rational::parse(u)).to_double()}});
    const std::string sheared = "(y + " + factor.to_string() + "*x^2";
    all.push_back(system(std::string("sheared roots of size ") + a + " and " + b,
                         {product("x", x), sheared + " - " + y[0] + ")*" + sheared + " - " + y[1] + ")"}, roots));
  }
}

/// Dense quadrics whose coefficients are spread over twelve orders of magnitude: 2^n simple roots.
void add_wide_coefficients(std::vector<HardSystem>& all) {
  for (std::size_t n : {2, 3})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      Random random(seed);
      algebra::System s;
      for (std::size_t i = 0; i < n; ++i) s.names.push_back("x" + std::to_string(i));
      for (std::size_t e = 0; e < n; ++e) {
        std::string text;
        for (std::size_t i = 0; i <= n; ++i)
          for (std::size_t j = i; j <= n; ++j) {
            const std::string power = std::to_string(static_cast<int>(random.below(13)) - 6);
            const std::string monomial =
                (i < n ? "*x" + std::to_string(i) : "") + (j < n ? "*x" + std::to_string(j) : "");
            text += (text.empty()           ? ""
                     : random.below(2) == 0 ? " + "
                                            : " - ") +
                    std::to_string(1 + random.below(9)) + "e" + power + monomial;
          }
        s.equations.push_back(
            algebra::read_system("1 " + std::to_string(n) + "\n" + text + ";\n", "test").equations.front());
      }
      all.push_back({"coefficients over twelve orders, " + std::to_string(n) + " variables, " + std::to_string(seed),
                     s,
                     {},
                     std::size_t{1} << n});
    }
}

void add_clusters(std::vector<HardSystem>& all) {
  const Values pair{"1", "1.00000001", "-2"}, triple{"0.99999999", "1", "1.00000001"}, plain{"1/2", "-4"};
  all.push_back(system("two roots 1e-8 apart", {product("x", pair), product("y", plain)}, grid(pair, plain)));
  all.push_back(system("three roots 1e-8 apart", {product("x", triple), product("y", plain)}, grid(triple, plain)));
  all.push_back(
      system("four roots in a square of side 1e-8", {product("x", pair), product("y", pair)}, grid(pair, pair)));
  all.push_back(system("a conjugate pair 2e-8 apart", {"(x - 1)^2 + 1e-16", "y^2 - x*y - y + x"},
                       {{{{1, 1e-8}, 1}}, {{{1, -1e-8}, 1}}, {{{1, 1e-8}, {1, 1e-8}}}, {{{1, -1e-8}, {1, -1e-8}}}}));
  const Values near{"2", "2.000001", "2.000002", "2.000003"};
  all.push_back(system("four roots 1e-6 apart", {product("x", near), product("y", plain)}, grid(near, plain)));
}

void add_wilkinson(std::vector<HardSystem>& all) {
  for (int n : {8, 10, 12, 15, 20}) {
    Values values;
    std::vector<Root> roots;
    for (int k = 1; k <= n; ++k) {
      values.push_back(std::to_string(k));
      roots.push_back({{static_cast<double>(k), k * k / 100.0}});
    }
    all.push_back(system("Wilkinson " + std::to_string(n), {product("x", values), "y - 1/100*x^2"}, roots));
  }
}

void add_zeros(std::vector<HardSystem>& all) {
  const Values x{"0", "1"}, y{"0", "3", "-2"};
  all.push_back(system("roots on the axes", {product("x", x), product("y", y)}, grid(x, y)));
  all.push_back(system("mixed roots on the axes",
                       {product("x", {"0", "1", "4"}) + " + " + product("y", y),
                        product("x", {"0", "1", "4"}) + " - 2*" + product("y", y)},
                       grid({"0", "1", "4"}, y)));
  all.push_back(system("origin and a line's foot", {"x*(x + y - 1)", "y*(y - 2*x - 3)"},
                       {{{0, 0}}, {{1, 0}}, {{0, 3}}, {{-2.0 / 3, 5.0 / 3}}}));
  all.push_back(system("Lotka and Volterra",
                       {"x*(1 - x - 1/2*y - 1/4*z)", "y*(1 - 1/3*x - y - 1/5*z)", "z*(1 - 1/7*x - 1/2*y - z)"}, {}));
  all.back().count = 8;
  const Values tiny{"0", "1e-6", "1e6"};
  all.push_back(system("zero, tiny and large", {product("x", tiny), product("y", x)}, grid(tiny, x)));
}

void add_multiple(std::vector<HardSystem>& all) {
  for (int m = 2; m <= 8; ++m)
    all.push_back(system("multiplicity " + std::to_string(m),
                         {"(x - 1/3)^" + std::to_string(m) + "*(x + 2)", "y - x^2 + x"},
                         {{{1.0 / 3, -2.0 / 9}, m}, {{-2, 6}, 1}}));
  all.push_back(system("three double conditions at the origin", {"x^2", "y^2", "z^2"}, {{{0, 0, 0}, 8}}));
  all.push_back(system("three by three at the origin", {"x^3", "y^3 + x*y"}, {{{0, 0}, 9}}));
  std::vector<Root> roots{{{0, 0}, 4}};
  for (int k = 0; k < 5; ++k) {
    const auto y = std::polar(1.0, 2 * std::numbers::pi * k / 5);
    roots.push_back({{1.0 / y, y}});
  }
  all.push_back(system("two cusps", {"x^2 - y^3", "x^3 - y^2"}, roots));
  all.push_back(system("a double root beside its own simple one", {"(x - 1)^2*(x - 1.0001)", "y - x"},
                       {{{1, 1}, 2}, {{1.0001, 1.0001}, 1}}));
  all.push_back(system("tangent circles", {"x^2 + y^2 - 1", "(x - 2)^2 + y^2 - 1"}, {{{1, 0}, 2}}));
}

void add_infinity(std::vector<HardSystem>& all) {
  for (int d = 3; d <= 6; ++d) {
    const std::string power = "x^" + std::to_string(d);
    all.push_back(system("one root, " + std::to_string(d * d - 1) + " paths at infinity",
                         {"y - " + power, "y - " + power + " - x + 1"}, {{{1, 1}}}));
  }
  std::vector<Root> roots;
  for (int k = 0; k < 3; ++k) roots.push_back({{1, std::polar(1.0, 2 * std::numbers::pi * k / 3)}});
  all.push_back(system("three of thirty-six", {"x^3*y^3 - 1", "x^3*y^3 - x"}, roots));
  all.push_back(system("parallel planes", {"(x + y - 1)*(x - 1)", "(x + y - 2)*(x + 1)"}, {{{1, 1}}, {{-1, 2}}}));
  all.push_back(system("nothing", {"x + y - 1", "(x + y)^3 - 8"}, {}));
  all.push_back(system("a late turn", {"x*y - 1000", "x - 1000000"}, {{{1e6, 1e-3}}}));
  all.push_back(system("large and small", {"x*y - 1", "x^2 - 1000000000000*x*y"}, {{{1e6, 1e-6}}, {{-1e6, -1e-6}}}));
}

}  // namespace

std::vector<HardSystem> hard_systems() {
  std::vector<HardSystem> all;
  add_badly_scaled(all);
  add_wide_coefficients(all);
  add_clusters(all);
  add_wilkinson(all);
  add_zeros(all);
  add_multiple(all);
  add_infinity(all);
  return all;
}

}  // namespace polyscape::support
