#include "polyscape/certify/inertia.hpp"

namespace polyscape::certify {

using algebra::Rational;

std::optional<algebra::Inertia> inertia(const algebra::Differentiated& gradient, const Certificate& certificate) {
  if (certificate.reality != Reality::real) return std::nullopt;
  std::vector<Rational> centre;
  for (const algebra::GaussianRational& z : certificate.centre) centre.push_back(z.re);
  algebra::RationalMatrix hessian = algebra::jacobian_from(gradient, algebra::evaluate(gradient.program, centre));
  if (hessian.size() != centre.size() || !algebra::is_symmetric(hessian)) return std::nullopt;
  return algebra::inertia(std::move(hessian));
}

}  // namespace polyscape::certify
