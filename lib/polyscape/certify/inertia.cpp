#include "polyscape/certify/inertia.hpp"

namespace polyscape::certify {

using algebra::Rational;

std::optional<algebra::Inertia> inertia(const algebra::Differentiated& gradient, const Certificate& certificate) {
  if (certificate.reality != Reality::real) return std::nullopt;
  std::vector<Rational> centre;
  for (const algebra::GaussianRational& z : certificate.centre) centre.push_back(z.re);
  const std::vector<Rational> outputs = algebra::evaluate(gradient.program, centre);
  algebra::RationalMatrix hessian(centre.size(), std::vector<Rational>(centre.size()));
  for (std::size_t k = 0; k < gradient.entries.size(); ++k)
    hessian[gradient.entries[k].row][gradient.entries[k].column] = outputs[gradient.values + k];
  return algebra::inertia(std::move(hessian));
}

}  // namespace polyscape::certify
