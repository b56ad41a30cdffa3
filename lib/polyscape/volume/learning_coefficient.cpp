#include "polyscape/volume/learning_coefficient.hpp"

#include <algorithm>
#include <map>

#include "polyscape/base/error.hpp"

namespace polyscape::volume {
namespace {

using algebra::Term;

struct Halved {
  std::optional<Pole> operator()(const std::optional<Pole>& pole) const {
    if (!pole) return pole;
    return Pole{pole->value / 2, pole->order};
  }
  Bracket operator()(const Bracket& bracket) const { return {(*this)(bracket.low), (*this)(bracket.high)}; }
};

/// By total degree, then by the exponents: largest first.
bool larger(const std::vector<int>& a, const std::vector<int>& b) {
  long da = 0, db = 0;
  for (const int e : a) da += e;
  for (const int e : b) db += e;
  return da != db ? da > db : a > b;
}

}  // namespace

std::vector<Polynomial> reduced_generators(const std::vector<Polynomial>& equations) {
  std::vector<Polynomial> result;
  std::vector<std::vector<int>> heads;
  for (const Polynomial& equation : equations) {
    Polynomial p = equation;
    const auto reduce = [](Polynomial& q, const std::vector<int>& head, const Polynomial& by) {
      for (const Term& t : q.terms())
        if (t.exponents == head) {
          q -= by * t.coefficient;
          return;
        }
    };
    for (std::size_t k = 0; k < result.size(); ++k) reduce(p, heads[k], result[k]);
    if (p.is_zero()) continue;
    const std::vector<Term> terms = p.terms();
    const auto head = std::ranges::min_element(terms, larger, &Term::exponents);
    p *= algebra::GaussianRational(Rational(1) / head->coefficient.re);
    for (Polynomial& other : result) reduce(other, head->exponents, p);
    heads.push_back(head->exponents);
    result.push_back(std::move(p));
  }
  return result;
}

Resolution learning_coefficient(const algebra::System& system, const Where& where, const ResolutionLimits& limits) {
  if (!algebra::is_real(system)) throw ArgumentError("learning_coefficient: the system is not real");
  const std::size_t n = system.names.size();
  Germ germ;
  for (const std::string& name : system.names)
    germ.coordinates.push_back({name, where.point ? Place::small : Place::free});
  std::vector<Polynomial> equations = system.equations;
  if (where.point) {
    if (where.point->size() != n) throw ArgumentError("learning_coefficient: a point of another dimension");
    std::vector<Polynomial> values;
    for (std::size_t i = 0; i < n; ++i) {
      values.push_back(Polynomial::variable(n, i) + Polynomial::constant(n, (*where.point)[i]));
      if (!(*where.point)[i].is_zero()) germ.coordinates[i].name = "d" + system.names[i];
    }
    for (Polynomial& p : equations) p = p.substitute(values);
  }
  germ.generators = reduced_generators(equations);
  Resolution result = resolve(germ, limits);
  result.pole = Halved()(result.pole);
  for (Stratum& s : result.strata) s.pole = Halved()(s.pole);
  return result;
}

}  // namespace polyscape::volume
