#pragma once
/// What a result says of the sets of solutions: the irreducible components over C, of dimension >= 1.
#include <array>
#include <complex>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/kind.hpp"
#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/report/bounds.hpp"
#include "polyscape/report/fields.hpp"

namespace polyscape::report {

using algebra::Kind;

/// Rank of a Jacobian at a point.
struct JacobianRank {
  int value = 0;
  std::array<int, 2> size{};
  int precision_bits = 0;
  std::optional<int> certified_lower;  ///< at the zero of the section that the sample approximates
  std::optional<int> upper;            ///< the rank is proved, given the dimension, when the two meet
  std::optional<double> log10_gap;
};
void describe(auto& fields, Of<JacobianRank> auto& r) {
  fields("value", r.value, "the rank");
  fields("size", r.size, "rows, columns");
  fields("precision_bits", r.precision_bits, "at which it was decided");
  fields("certified_lower", r.certified_lower, "a minor of that size is proved not to vanish");
  fields("upper", r.upper, "a bound by the dimension");
  fields("log10_gap", r.log10_gap,
         "between the singular values that stay and those that shrink with the precision, where there are both");
}

/// An irreducible component.
struct Component {
  int dimension = 0;
  std::uint64_t degree = 0;
  std::optional<bool> zero_loss;
  int multiplicity = 1;
  std::optional<JacobianRank> rank;
  struct By {
    std::optional<Evidence> dimension, degree, multiplicity, rank, zero_loss, pure;
    bool operator==(const By&) const = default;
  } by;
  std::vector<std::complex<double>> sample;
  bool traced = true;
  std::vector<std::vector<double>> real_samples;
  // Of a critical set; see critical/manifold.hpp.
  std::optional<std::complex<double>> loss;
  std::optional<int> function;
  std::optional<bool> real_function;
  std::optional<int> parametrisation_rank;
  std::optional<bool> pure;
  std::vector<std::array<int, 3>> inertias;
  std::vector<Kind> kinds;
};
void describe(auto& fields, Of<Component::By> auto& by) {
  fields("dimension", by.dimension, "");
  fields("degree", by.degree, "");
  fields("multiplicity", by.multiplicity, "");
  fields("rank", by.rank, "");
  fields("zero_loss", by.zero_loss, "");
  fields("pure", by.pure, "");
}
void describe(auto& fields, Of<Component> auto& c) {
  fields("dimension", c.dimension, "over C");
  fields("degree", c.degree, "of the reduced set");
  fields("zero_loss", c.zero_loss, "every residual vanishes on it; networks only");
  fields("multiplicity", c.multiplicity, "at its generic point", lately);
  fields("rank", c.rank, "of the system's Jacobian at `sample`");
  fields("by", c.by, "of `dimension`, `degree`, `multiplicity`, `rank`, `zero_loss`, `pure`: what each rests on",
         filled(c.by));
  fields("sample", c.sample, "a generic point");
  fields("traced", c.traced,
         "the trace test passed; else `degree` is that of several components that were not told apart", lately);
  fields("real_samples", c.real_samples, "smooth real points", filled(c.real_samples));
  fields("loss", c.loss, "on all of it");
  fields("function", c.function,
         "number, from 1, of the function that all its weights compute; left out when it varies");
  fields("real_function", c.real_function, "that function is real; where `false`, none of the weights are");
  fields("parametrisation_rank", c.parametrisation_rank, "at its generic point");
  fields("pure", c.pure, "`true`: pure, `false`: spurious");
  fields("inertias", c.inertias, "`[n-, n0, n+]` at the real samples, each once", filled(c.inertias));
  fields("kinds", c.kinds, "of these", filled(c.kinds));
}

/// What Groebner bases modulo random primes leave of one dimension (exact/reduced_part.hpp).
struct ReducedPart {
  int dimension = 0;
  algebra::Integer degree;
  double error_log2 = 0;
  std::vector<std::string> primes, unlucky;
  long reach = 0;
};
void describe(auto& fields, Of<ReducedPart> auto& p) {
  fields("dimension", p.dimension, "of these components; 0: of nonsingular isolated points");
  fields("degree", p.degree, "of all of them together, at most; not of multiple ones, nor of what larger ones contain");
  fields("error_log2", p.error_log2, "of the probability that it is larger");
  describe_primes(fields, p);
}

/// All components of a solution set.
struct Decomposition {
  std::vector<Component> components;
  std::uint64_t isolated = 0, nonsingular = 0, paths = 0, failed = 0;
  bool complete = false;
  int least_dimension = 0;
  std::vector<ReducedPart> reduced;
};
void describe(auto& fields, Of<Decomposition> auto& d) {
  fields("components", d.components, "the irreducible sets of dimension 1 and more");
  fields.group("decomposition", [&] {
    fields("paths", d.paths, "that were followed");
    fields("failed", d.failed, "of these");
    fields("complete", d.complete, "no path failed, and all components were told apart");
    fields("least_dimension", d.least_dimension, "smaller sets, points too, were not looked for", lately);
    fields("isolated", d.isolated, "points; where `least_dimension` is 0", where(d.least_dimension == 0));
    fields("nonsingular", d.nonsingular, "of these", where(d.least_dimension == 0));
    fields("reduced", d.reduced, "the components that are not multiple, by dimension, modulo random primes",
           filled(d.reduced));
  });
}

}  // namespace polyscape::report
