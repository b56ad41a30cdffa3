#pragma once
/// Certificates checked again from the expanded polynomials: exact values enclosed in intervals of doubles, rational
/// arithmetic where these do not decide, and no code in common with what found or first proved the zeros.
#include <memory>
#include <optional>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/certify/distinct.hpp"

namespace polyscape::certify {

/// Thread-safe.
class Recheck {
 public:
  /// Throws Cancelled when the job is, as do its members. potential: of which the equations are the gradient. Throws
  /// ArgumentError unless the system has as many equations as variables, and when they are not.
  explicit Recheck(const algebra::System& system, const std::optional<algebra::Polynomial>& potential = {});
  ~Recheck();

  /// Exactly one zero lies in the polydisc, and the Jacobian is invertible all over it: proved, or not. With a matrix Y
  /// near J(x)^-1: |Y F(x)| + q r < r, where q bounds the maximum norm of I - Y J(z) over the polydisc. First with F(x)
  /// exactly, the rest in intervals of doubles. Else Y is exact, too, and a polynomial p moves by no more than
  /// p~(|x| + r) - p~(|x|), p~ the one with the moduli of the coefficients of p.
  bool one_zero(const Polydisc& polydisc) const;

  /// Whether the equations vanish at the point.
  bool is_zero(const std::vector<algebra::GaussianRational>& point) const;

  /// Whether the potential's value at the real zero in a polydisc of which one_zero holds lies between low and high.
  /// From its value at the centre it is no further than the radius times the sum of what its derivatives, the
  /// equations, are bounded by on the polydisc. False without a potential.
  bool potential_within(const Polydisc& polydisc, const algebra::Rational& low, const algebra::Rational& high) const;
  /// The value at a rational point itself; nullopt without a potential.
  std::optional<algebra::Rational> potential_at(const std::vector<algebra::GaussianRational>& point) const;

  /// Rank over Q(i) of the Jacobian at the point.
  std::size_t rank(const std::vector<algebra::GaussianRational>& point) const;

  /// Inertia of the symmetric Jacobian (of a gradient) at the real zero in a polydisc of which one_zero holds, or at
  /// the centre where that is the zero: that at the centre, exactly. On the real points between the two it is
  /// invertible, so no eigenvalue changes its sign. nullopt when the centre is not real, or the Jacobian not symmetric.
  std::optional<algebra::Inertia> inertia(const Polydisc& polydisc) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::certify
