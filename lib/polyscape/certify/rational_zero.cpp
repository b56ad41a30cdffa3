#include "polyscape/certify/rational_zero.hpp"

#include <algorithm>
#include <span>

#include "polyscape/base/error.hpp"

namespace polyscape::certify {

using algebra::GaussianRational;
using algebra::Rational;
using algebra::RationalMatrix;

namespace {

constexpr long reaches[] = {9, 30};  // digits of the approximations, singular zeros' first; of the coordinate where it is larger than 1

Rational simplest(const Rational& x, long digits) {
  const Rational reach = std::max(Rational(1), abs(x)) * algebra::power(Rational(10), -digits);
  return algebra::simplest_between(x - reach, x + reach);
}

bool symmetric(const RationalMatrix& m) {
  for (std::size_t i = 0; i < m.size(); ++i) {
    if (m[i].size() != m.size()) return false;
    for (std::size_t j = 0; j < i; ++j)
      if (m[i][j] != m[j][i]) return false;
  }
  return true;
}

RationalZero described(const algebra::Differentiated& system, std::vector<GaussianRational> point, const std::vector<GaussianRational>& outputs) {
  algebra::GaussianMatrix jacobian(system.values, std::vector<GaussianRational>(point.size()));
  RationalMatrix real_part(system.values, std::vector<Rational>(point.size()));
  bool real = true;
  for (std::size_t k = 0; k < system.entries.size(); ++k) {
    const auto [i, j] = system.entries[k];
    jacobian[i][j] = outputs[system.values + k];
    real_part[i][j] = jacobian[i][j].re;
    real = real && jacobian[i][j].is_real();
  }
  RationalZero result{std::move(point), algebra::rank(algebra::real_form(jacobian)) / 2, std::nullopt};
  if (real && symmetric(real_part)) result.inertia = algebra::inertia(std::move(real_part));
  return result;
}

}  // namespace

std::optional<RationalZero> rational_zero(const algebra::Differentiated& system, const std::vector<GaussianRational>& near) {
  if (near.size() != system.program.variables()) throw ArgumentError("rational_zero: the point has another number of coordinates than the system variables");
  for (const long digits : reaches) {
    std::vector<GaussianRational> point;
    for (const GaussianRational& z : near) point.emplace_back(simplest(z.re, digits), simplest(z.im, digits));
    const auto outputs = algebra::evaluate(system.program, std::span<const GaussianRational>(point));
    if (std::all_of(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(system.values), [](const GaussianRational& z) { return z.is_zero(); }))
      return described(system, std::move(point), outputs);
  }
  return std::nullopt;
}

}  // namespace polyscape::certify
