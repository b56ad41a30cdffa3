#pragma once
/// Real zeros of systems with fewer equations than variables, proved.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/certify/krawczyk.hpp"

namespace polyscape::variety {

/// With the other coordinates held, the system has exactly one zero in the polydisc of the free ones, it is real, and
/// the Jacobian in these is invertible there. So it is a real zero where the whole Jacobian has full row rank, near
/// which the real zeros, like the complex ones, are a manifold of dimension variables - equations (implicit function
/// theorem).
struct RegularZero {
  std::vector<std::size_t> free;        ///< as many coordinates as equations, ascending
  std::vector<algebra::Rational> held;  ///< values of all coordinates, exact; those of the free ones are approximations
  certify::Certificate certificate;     ///< of the system in the free coordinates
};

/// The system in the free coordinates, which are ascending, with the others held at these values.
algebra::Program restricted(const algebra::Program& system, std::span<const std::size_t> free,
                            std::span<const algebra::Rational> values);

/// Proves one near the point, with the coordinates held whose columns of the Jacobian the others depend on least.
/// nullopt: not proved, as where the Jacobian is rank-deficient. Throws ArgumentError for parameters, for constants
/// that are not real, or another number of coordinates.
std::optional<RegularZero> prove_regular_zero(const algebra::Program& system, std::span<const algebra::Rational> near);

}  // namespace polyscape::variety
