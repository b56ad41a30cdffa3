#include "polyscape/spec/functions.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/ball_kernel.hpp"

namespace polyscape::spec {
namespace {

using algebra::Rational;

constexpr int bits = 160;        // of quadratures: 48 digits, half of them to spare
constexpr int kept_bits = 120;   // of a coefficient
constexpr int panel_nodes = 64;  // a panel's pieces of functions are analytic far around it

struct Function {
  double (*value)(double);
  KnownPart known;
  void (*rest)(Ball& result, const Ball& z);  ///< nullptr: by Bessel functions
};

void halved_tanh(Ball& r, const Ball& z) {
  arb_mul_2exp_si(r, z, -1);
  arb_tanh(r, r, bits);
  arb_mul_2exp_si(r, r, -1);
}

void scaled_abs(Ball& r, const Ball& z, const Rational& factor) {
  arb_abs(r, z);
  arb_mul(r, r, Ball(factor, bits), bits);
}

void even_softplus(Ball& r, const Ball& z) {  // |z|/2 + log(1 + exp(-|z|))
  Ball size;
  arb_abs(size, z);
  arb_neg(r, size);
  arb_exp(r, r, bits);
  arb_log1p(r, r, bits);
  arb_mul_2exp_si(size, size, -1);
  arb_add(r, r, size, bits);
}

void even_silu(Ball& r, const Ball& z) {
  halved_tanh(r, z);
  arb_mul(r, r, z, bits);
}

void even_gelu(Ball& r, const Ball& z) {
  Ball root(2);
  arb_sqrt(root, root, bits);
  arb_div(r, z, root, bits);
  arb_hypgeom_erf(r, r, bits);
  arb_mul(r, r, z, bits);
  arb_mul_2exp_si(r, r, -1);
}

void elu(Ball& r, const Ball& z) {
  if (arb_is_nonnegative(z))
    arb_set(r, z);
  else
    arb_expm1(r, z, bits);
}

const std::map<std::string, Function>& functions() {
  const Rational half(1, 2);
  static const std::map<std::string, Function> table{
      {"relu",
       {[](double z) { return std::max(z, 0.0); },
        {0, half, Parity::even},
        [](Ball& r, const Ball& z) { scaled_abs(r, z, Rational(1, 2)); }}},
      {"leaky_relu",
       {[](double z) { return z > 0 ? z : 0.01 * z; },
        {0, Rational(101, 200), Parity::even},
        [](Ball& r, const Ball& z) { scaled_abs(r, z, Rational(99, 200)); }}},
      {"abs",
       {[](double z) { return std::abs(z); }, {0, 0, Parity::even}, [](Ball& r, const Ball& z) { arb_abs(r, z); }}},
      {"elu", {[](double z) { return z > 0 ? z : std::expm1(z); }, {0, 0, Parity::none}, elu}},
      {"tanh",
       {[](double z) { return std::tanh(z); },
        {0, 0, Parity::odd},
        [](Ball& r, const Ball& z) { arb_tanh(r, z, bits); }}},
      {"sigmoid", {[](double z) { return 1 / (1 + std::exp(-z)); }, {half, 0, Parity::odd}, halved_tanh}},
      {"softplus",
       {[](double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); },
        {0, half, Parity::even},
        even_softplus}},
      {"silu", {[](double z) { return z / (1 + std::exp(-z)); }, {0, half, Parity::even}, even_silu}},
      {"gelu",
       {[](double z) { return 0.5 * z * std::erfc(-z / std::numbers::sqrt2); }, {0, half, Parity::even}, even_gelu}},
      {"erf",
       {[](double z) { return std::erf(z); },
        {0, 0, Parity::odd},
        [](Ball& r, const Ball& z) { arb_hypgeom_erf(r, z, bits); }}},
      {"atan",
       {[](double z) { return std::atan(z); },
        {0, 0, Parity::odd},
        [](Ball& r, const Ball& z) { arb_atan(r, z, bits); }}},
      {"sin", {[](double z) { return std::sin(z); }, {0, 0, Parity::odd}, nullptr}},
      {"cos", {[](double z) { return std::cos(z); }, {0, 0, Parity::even}, nullptr}},
      {"exp", {[](double z) { return std::exp(z); }, {0, 0, Parity::none}, nullptr}},
  };
  return table;
}

const Function& found(const std::string& name) {
  const auto it = functions().find(name);
  if (it == functions().end()) throw ArgumentError("unknown function " + name);
  return it->second;
}

struct Quadrature {
  std::vector<Ball> nodes, weights;  ///< on [-1, 1]
};

const Quadrature& gauss_legendre() {
  static const Quadrature rule = [] {
    Quadrature result{std::vector<Ball>(panel_nodes), std::vector<Ball>(panel_nodes)};
    for (int i = 0; i < panel_nodes; ++i)
      arb_hypgeom_legendre_p_ui_root(result.nodes[static_cast<std::size_t>(i)],
                                     result.weights[static_cast<std::size_t>(i)], panel_nodes, static_cast<ulong>(i),
                                     bits);
    return result;
  }();
  return rule;
}

// The angles between which rest(middle + radius cos(angle)) is smooth on its own scale: 0, the one kink, and powers of
// 2 up to the ends of the interval, as the functions change near 0; no piece is longer than pi / 8.
std::vector<Ball> panel_ends(const Rational& low, const Rational& high) {
  std::vector<Rational> places{0};
  for (Rational size(1, 2); size < std::max(abs(low), abs(high)); size *= 2) {
    places.push_back(size);
    places.push_back(-size);
  }
  const Rational margin = (high - low) / 1'000'000'000'000;  // what lies closer to an end is no piece of its own
  std::erase_if(places, [&](const Rational& z) { return !(low + margin < z && z < high - margin); });
  const Rational middle = (low + high) / 2, radius = (high - low) / 2;
  std::vector<Ball> angles(2);
  arb_const_pi(angles[1], bits);
  for (const Rational& z : places) {
    angles.emplace_back((z - middle) / radius, bits);
    arb_acos(angles.back(), angles.back(), bits);
  }
  constexpr int pieces = 8;
  for (int i = 1; i < pieces; ++i) {
    angles.emplace_back(angles[1]);
    arb_mul_si(angles.back(), angles.back(), i, bits);
    arb_div_si(angles.back(), angles.back(), pieces, bits);
  }
  std::ranges::sort(angles, [](const Ball& a, const Ball& b) {
    return arf_cmp(arb_midref(static_cast<arb_srcptr>(a)), arb_midref(static_cast<arb_srcptr>(b))) < 0;
  });
  return angles;
}

// (2 - [k = 0]) / pi times the integral of rest(middle + radius cos(angle)) cos(k angle) over 0..pi.
std::vector<Ball> by_quadrature(const Function& function, std::size_t count, const Rational& low,
                                const Rational& high) {
  const Ball middle((low + high) / 2, bits), radius((high - low) / 2, bits);
  const Quadrature& rule = gauss_legendre();
  const std::vector<Ball> ends = panel_ends(low, high);
  std::vector<Ball> sums(count);
  Ball centre, half, angle, cosine, doubled, z, weighted, t0, t1, t2;
  for (std::size_t p = 0; p + 1 < ends.size(); ++p) {
    arb_add(centre, ends[p], ends[p + 1], bits);
    arb_mul_2exp_si(centre, centre, -1);
    arb_sub(half, ends[p + 1], centre, bits);
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
      arb_set(angle, centre);
      arb_addmul(angle, half, rule.nodes[i], bits);
      arb_cos(cosine, angle, bits);
      arb_set(z, middle);
      arb_addmul(z, radius, cosine, bits);
      function.rest(weighted, z);
      arb_mul(weighted, weighted, half, bits);
      arb_mul(weighted, weighted, rule.weights[i], bits);
      arb_mul_2exp_si(doubled, cosine, 1);
      arb_set(t0, weighted);  // weighted T_k(cosine), by the recurrence
      arb_mul(t1, weighted, cosine, bits);
      for (std::size_t k = 0; k < count; ++k) {
        arb_add(sums[k], sums[k], t0, bits);
        arb_mul(t2, doubled, t1, bits);
        arb_sub(t2, t2, t0, bits);
        arb_swap(t0, t1);
        arb_swap(t1, t2);
      }
    }
  }
  Ball pi;
  arb_const_pi(pi, bits);
  for (std::size_t k = 0; k < count; ++k) {
    arb_div(sums[k], sums[k], pi, bits);
    if (k > 0) arb_mul_2exp_si(sums[k], sums[k], 1);
  }
  return sums;
}

// sin(m + r t) = sum_k (2 - [k = 0]) J_k(r) sin(m + k pi/2) T_k(t), cos alike, exp(m + r t) = e^m sum_k (2 - [k = 0])
// I_k(r) T_k(t).
std::vector<Ball> by_bessel(const std::string& name, std::size_t count, const Rational& low, const Rational& high) {
  const Ball middle((low + high) / 2, bits), radius((high - low) / 2, bits);
  Ball sine, cosine, growth;
  arb_sin_cos(sine, cosine, middle, bits);
  arb_exp(growth, middle, bits);
  std::vector<Ball> result(count);
  for (std::size_t k = 0; k < count; ++k) {
    const Ball order(static_cast<long>(k));
    if (name == "exp") {
      arb_hypgeom_bessel_i(result[k], order, radius, bits);
      arb_mul(result[k], result[k], growth, bits);
    } else {
      const std::size_t quarter = (k + (name == "cos" ? 1 : 0)) % 4;  // cos is sin a quarter ahead
      arb_hypgeom_bessel_j(result[k], order, radius, bits);
      arb_mul(result[k], result[k], quarter % 2 == 0 ? sine : cosine, bits);
      if (quarter >= 2) arb_neg(result[k], result[k]);
    }
    if (k > 0) arb_mul_2exp_si(result[k], result[k], 1);
  }
  return result;
}

}  // namespace

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const auto& [name, function] : functions()) names.push_back(name);
  return names;
}

KnownPart known_part(const std::string& function) { return found(function).known; }

double value(const std::string& function, double z) { return found(function).value(z); }

std::vector<Rational> chebyshev_coefficients(const std::string& name, int degree, const Rational& low,
                                             const Rational& high) {
  const Function& function = found(name);
  if (!(low < high)) throw ArgumentError("chebyshev_coefficients: the interval is empty");
  constexpr double largest = 1e290;  // sums of some stay in the range of doubles
  for (const Rational& end : {low, high})
    if (!(std::abs(function.value(end.to_double())) < largest))
      throw LimitError("a function below 1e290 on the interval", "larger values", "write a shorter interval");
  const auto count = static_cast<std::size_t>(degree) + 1;
  const std::vector<Ball> balls =
      function.rest == nullptr ? by_bessel(name, count, low, high) : by_quadrature(function, count, low, high);
  const bool symmetric = (low + high).is_zero();
  std::vector<Rational> result(count);
  for (std::size_t k = 0; k < count; ++k) {
    const Parity vanishing = k % 2 == 0 ? Parity::odd : Parity::even;
    if (!symmetric || function.known.rest != vanishing) result[k] = balls[k].midpoint(kept_bits);
  }
  return result;
}

}  // namespace polyscape::spec
