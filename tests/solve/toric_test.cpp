/// Polyhedral starts: roots of binomials, and the generic system's solutions.
#include "polyscape/solve/toric.hpp"

#include <set>

#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using algebra::GaussianRational;

namespace {

start::Polyhedral polyhedral(const algebra::System& system, std::uint64_t seed) {
  const auto supports = bounds::supports(system, bounds::Origin::added);
  bounds::MixedVolumeOptions options;
  options.cells = true;
  auto cells = bounds::mixed_cells(supports, Random(seed), options);
  REQUIRE(cells);
  return start::Polyhedral(supports, std::move(*cells), algebra::trivial_partition(system.names.size()),
                           Random(seed + 50));
}

}  // namespace

TEST_CASE("roots of a cell solve its binomials and are distinct") {
  for (const auto& system : {support::cyclic(5), support::noon(4), support::eco(6)}) {
    const start::Polyhedral p = polyhedral(system, 1);
    std::set<std::vector<long>> keys;
    for (std::size_t i = 0; i < p.count(); ++i) {
      const std::size_t cell = p.cell_of(i);
      REQUIRE(cell < p.cells());
      std::vector<GaussianRational> x, coefficients;
      for (const auto& z : p.root(i)) x.push_back(GaussianRational::from_complex(z));
      // At u = 0 the edges are left.
      for (const auto& term : p.terms(cell)) {
        CHECK((term.exponent == 0 || term.exponent > 1 - 1e-9));
        coefficients.push_back(term.exponent == 0 ? GaussianRational::from_complex(term.coefficient)
                                                  : GaussianRational(0));
      }
      for (const auto& value : algebra::evaluate(p.toric(), std::span<const GaussianRational>(x),
                                                 std::span<const GaussianRational>(coefficients)))
        CHECK(std::abs(value.to_complex()) < 1e-7);
      std::vector<long> key{static_cast<long>(cell)};
      for (const auto& z : x)
        key.insert(key.end(), {std::lround(1e6 * z.to_complex().real()), std::lround(1e6 * z.to_complex().imag())});
      CHECK(keys.insert(key).second);
    }
  }
}

TEST_CASE("every solution of the generic system is found") {
  for (const auto& system : {support::cyclic(6), support::noon(4), support::eco(8), support::katsura(5)})
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const start::Polyhedral p = polyhedral(system, seed);
      const auto generic = solve::solve_generic(p, 2048, 1, Random(seed));
      REQUIRE(generic->count() == p.count());
      std::set<std::vector<long>> keys;
      for (std::uint64_t i = 0; i < generic->count(); ++i) {
        const eval::Point point = generic->point(i);
        REQUIRE_FALSE(point.empty());
        const std::size_t n = system.names.size();
        for (const auto& value : algebra::evaluate(generic->program(), std::span<const GaussianRational>(point)))
          CHECK(std::abs(value.to_complex()) < 1e-5);
        std::vector<long> key;
        for (std::size_t k = 0; k < n; ++k) {
          const std::complex<double> z = point[k].to_complex() / point[n].to_complex();
          key.insert(key.end(), {std::lround(1e4 * z.real()), std::lround(1e4 * z.imag())});
        }
        CHECK(keys.insert(key).second);
      }
    }
}
