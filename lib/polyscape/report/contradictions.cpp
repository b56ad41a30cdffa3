#include "polyscape/report/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace polyscape::report {
namespace {

using algebra::Integer;
using Found = std::vector<std::string>;

Integer integer(std::uint64_t value) { return Integer(static_cast<long>(value)); }

void check_bounds(const Result& r, Found& found) {
  if (!r.points || !r.solutions) return;
  const Integer all = with_multiplicity(r);
  const auto exceeds = [&](const Integer& count, const std::string& what, const std::optional<Integer>& bound,
                           const std::string& of) {
    if (bound && *bound < count)
      found.push_back(fmt::format("{} {}, but {} is {}", count.to_string(), what, of, bound->to_string()));
  };
  const std::string points = "isolated points (with multiplicities)";
  const Bounds& b = r.bounds;
  exceeds(all, points, b.bezout, "the Bezout number");
  if (b.multihomogeneous) exceeds(all, points, b.multihomogeneous->value, "the multihomogeneous Bezout number");
  if (b.linear_product) exceeds(all, points, b.linear_product->value, "the linear-product bound");
  exceeds(all, points, b.mixed_volume_affine, "the mixed volume with the origin");
  if (b.lifted) exceeds(all, points, b.lifted->value, "the lifted mixed volume");
  if (b.modular && b.modular->dimension <= 0) exceeds(all, points, b.modular->count, "the count modulo random primes");
  if (b.nullstellensatz && Integer(0) < all)
    found.push_back(fmt::format("{} {}, but 1 is a combination of the equations", all.to_string(), points));
  exceeds(integer(r.solutions->torus), "isolated points without a zero coordinate", b.mixed_volume,
          "the mixed volume of the torus");
  exceeds(all, points, b.generic_root_count, "the generic count");
  if (r.solutions->known_count)
    if (const auto known = Integer::parse(*r.solutions->known_count);
        known && *known < integer(r.solutions->existence.certified))
      found.push_back(fmt::format("{} points are certified to exist and to differ, but known_count says {}",
                                  r.solutions->existence.certified, known->to_string()));
}

void check_sums(const Result& r, Found& found) {
  if (r.paths) {
    const Paths& p = *r.paths;
    const std::uint64_t sum =
        p.nonsingular + p.singular + p.at_infinity + p.positive_dimensional + p.excluded + p.failed;
    if (sum != p.tracked)
      found.push_back(fmt::format("the classes of the paths add up to {}, but {} were tracked", sum, p.tracked));
    if (r.bounds.generic_root_count && *r.bounds.generic_root_count > integer(p.tracked))
      found.push_back(fmt::format("the generic count is {}, but only {} paths lead from the generic member",
                                  r.bounds.generic_root_count->to_string(), p.tracked));
  }
  if (!r.solutions) return;
  const Solutions& s = *r.solutions;
  if (s.nonsingular + s.singular != s.isolated)
    found.push_back(
        fmt::format("{} nonsingular and {} singular points, but {} points", s.nonsingular, s.singular, s.isolated));
  if (s.strata) {
    std::uint64_t sum = 0;
    for (const Stratum& stratum : *s.strata) sum += stratum.isolated;
    if (sum != s.isolated) found.push_back(fmt::format("the strata hold {} points, but there are {}", sum, s.isolated));
  }
  if (r.points && r.points->size() != s.isolated)
    found.push_back(fmt::format("{} points are listed, {} counted", r.points->size(), s.isolated));
  if (s.existence.certified > s.isolated)
    found.push_back(fmt::format("{} points are certified, but {} listed", s.existence.certified, s.isolated));
}

void check_points(const Result& r, Found& found) {
  if (!r.points) return;
  for (std::size_t i = 0; i < r.points->size(); ++i) {
    const Point& p = (*r.points)[i];
    if (p.nonsingular && p.multiplicity != 1)
      found.push_back(fmt::format("point {} is nonsingular and of multiplicity {}", i + 1, p.multiplicity));
    if (p.certificate && p.certificate->real && *p.certificate->real != p.real)
      found.push_back(fmt::format("point {} is certified to be {}, but listed as {}", i + 1,
                                  *p.certificate->real ? "real" : "not real", p.real ? "real" : "not real"));
    if (p.zero_loss.value_or(false) && r.interpolation && r.interpolation->empty_proved)
      found.push_back(fmt::format("point {} has zero loss, but the zero-loss set is empty", i + 1));
  }
}

/// Of a decomposition into components, with the degrees of the equations where they are known.
void check_components(const Decomposition& d, const SystemShape& shape, const std::optional<ModularCount>& modular,
                      Found& found) {
  std::map<int, Integer> degree_by_dimension, found_degree;
  for (const Component& c : d.components) {
    degree_by_dimension[c.dimension] += integer(c.degree) * Integer(c.multiplicity);
    found_degree[c.dimension] += integer(c.degree);
    const auto codimension = static_cast<long>(shape.variables) - c.dimension;
    if (codimension > static_cast<long>(shape.equations))
      found.push_back(fmt::format("a component of dimension {}, but {} equations in {} variables leave none below {}",
                                  c.dimension, shape.equations, shape.variables,
                                  static_cast<long>(shape.variables) - static_cast<long>(shape.equations)));
    if (!c.rank) continue;
    if (c.rank->value > codimension)
      found.push_back(
          fmt::format("a component of dimension {} where the Jacobian has rank {}: more than its codimension",
                      c.dimension, c.rank->value));
    if (c.rank->value == codimension && c.multiplicity > 1)
      found.push_back(
          fmt::format("a component of dimension {} of multiplicity {}, but the Jacobian has full rank there",
                      c.dimension, c.multiplicity));
  }
  if (d.isolated > 0) found_degree[0] += integer(d.isolated);
  for (const auto& [dimension, degree] : found_degree)
    if (modular && (dimension > modular->dimension || (dimension == modular->dimension && modular->count < degree)))
      found.push_back(fmt::format(
          "components of dimension {} with degrees {} together, but modulo random primes the dimension is {} and the "
          "degree {}",
          dimension, degree.to_string(), modular->dimension, modular->count.to_string()));
  for (const ReducedPart& part : d.reduced)
    if (const Integer degree = reduced_degree(d, part.dimension); part.degree < degree)
      found.push_back(
          part.dimension == 0
              ? fmt::format("{} nonsingular isolated points, but modulo random primes at most {}", degree.to_string(),
                            part.degree.to_string())
              : fmt::format("components of dimension {} that are not multiple have degrees {} together, but modulo "
                            "random primes at most {}",
                            part.dimension, degree.to_string(), part.degree.to_string()));
  if (!shape.degrees) return;
  // Of dimension n - k: cut out, with at least its multiplicity, by k combinations of the equations, of the k largest
  // degrees.
  std::vector<long> degrees = *shape.degrees;
  std::ranges::sort(degrees, std::greater{});
  for (const auto& [dimension, degree] : degree_by_dimension) {
    const auto codimension = static_cast<long>(shape.variables) - dimension;
    if (codimension < 0 || codimension > static_cast<long>(degrees.size())) continue;
    Integer bound = 1;
    for (long k = 0; k < codimension; ++k) bound *= Integer(degrees[static_cast<std::size_t>(k)]);
    if (bound < degree)
      found.push_back(fmt::format(
          "components of dimension {} with degrees times multiplicities {}, but their equations' degrees allow {}",
          dimension, degree.to_string(), bound.to_string()));
  }
}

void check_interpolation(const Interpolation& v, Found& found) {
  const bool components = v.decomposition && (!v.decomposition->components.empty() || v.decomposition->isolated > 0);
  const bool empty = v.empty_proved || v.dimension.value_or(0) < 0;
  if (empty && v.real_points.value_or(false)) found.push_back("the zero-loss set is empty and has real points");
  if (empty && components) found.push_back("the zero-loss set is empty and has components");
  if (empty && v.degenerate.value_or(false)) found.push_back("the zero-loss set is empty and degenerate");
  if (v.empty_proved && v.dimension.value_or(-1) >= 0)
    found.push_back(fmt::format("the zero-loss set is empty and of dimension {}", *v.dimension));
  if (empty && v.proof) found.push_back("the zero-loss set is empty and has a certified real point");
  if (v.proof && !v.real_points.value_or(true))
    found.push_back("the zero-loss set has a certified real point and no real points");
  if (v.dimension && *v.dimension >= 0 && Integer(*v.dimension) < v.expected_dimension)
    found.push_back(fmt::format("the zero-loss set has dimension {}, but no component has less than {}", *v.dimension,
                                v.expected_dimension.to_string()));
  if (v.degenerate && v.dimension && *v.degenerate != (*v.dimension >= 1))
    found.push_back(fmt::format("the zero-loss set is {}degenerate, but of dimension {}", *v.degenerate ? "" : "not ",
                                *v.dimension));
  if (v.modular && v.dimension && *v.dimension > v.modular->dimension)
    found.push_back(fmt::format("the zero-loss set has dimension {}, but modulo random primes {}", *v.dimension,
                                v.modular->dimension));
  if (v.decomposition && v.dimension && v.decomposition->complete && v.decomposition->least_dimension <= 1 &&
      !v.decomposition->components.empty()) {
    int largest = 0;
    for (const Component& c : v.decomposition->components) largest = std::max(largest, c.dimension);
    if (largest != *v.dimension)
      found.push_back(
          fmt::format("the zero-loss set has dimension {}, its components at most {}", *v.dimension, largest));
  }
}

}  // namespace

std::vector<std::string> contradictions(const Result& r) {
  Found found;
  check_bounds(r, found);
  check_sums(r, found);
  check_points(r, found);
  if (r.decomposition) check_components(*r.decomposition, r.system, r.bounds.modular, found);
  if (r.interpolation) {
    check_interpolation(*r.interpolation, found);
    const auto variables = r.interpolation->variables.to_int64(), equations = r.interpolation->equations.to_int64();
    if (r.interpolation->decomposition && variables && equations)
      check_components(*r.interpolation->decomposition,
                       {static_cast<std::uint64_t>(*variables),
                        static_cast<std::uint64_t>(*equations),
                        std::nullopt,
                        Origin::interpolation,
                        {}},
                       r.interpolation->modular, found);
  }
  return found;
}

}  // namespace polyscape::report
