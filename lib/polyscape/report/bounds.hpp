#pragma once
/// What a result says of the equations: their shape, and bounds on the number of isolated solutions.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/names.hpp"
#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// Where the equations come from: a network's loss or its data, or a file.
enum class Origin { gradient, interpolation, given };
constexpr auto names_of(Origin) { return std::to_array<std::string_view>({"gradient", "interpolation", "given"}); }

/// Equations of one kind. For networks too large to list equation by equation.
struct DegreeClass {
  long degree = 0;
  algebra::Integer count;
  std::string description;
};
void describe(auto& fields, Of<DegreeClass> auto& c) {
  fields("degree", c.degree, "of the equations");
  fields("count", Counted{c.count}, "how many they are");
  fields("description", c.description, "which weights' derivatives they are");
}

struct SystemShape {
  std::uint64_t variables = 0, equations = 0;
  std::optional<std::vector<long>> degrees;
  Origin which = Origin::given;
  std::vector<DegreeClass> degree_classes;
  bool real = true;
};
void describe(auto& fields, Of<SystemShape> auto& s) {
  fields("variables", s.variables, "how many");
  fields("equations", s.equations, "how many");
  fields("degrees", s.degrees, "one an equation, -1 for one that is identically zero; left out above 10,000 equations");
  fields("which", s.which, "`gradient` of a network's loss, or `given`: read from a file");
  fields("real", s.real, "`false` where coefficients are not real; else left out", where(!s.real));
  fields("degree_classes", s.degree_classes, "of networks that are not written out", filled(s.degree_classes));
}

/// A multihomogeneous Bezout number and the partition of the variables that it belongs to.
struct MultihomogeneousBound {
  algebra::Integer value;
  std::vector<std::vector<std::string>> partition;
  std::string origin;
  std::optional<bool> exhaustive;
};
void describe(auto& fields, Of<MultihomogeneousBound> auto& b) {
  fields("value", b.value, "the bound");
  fields("partition", b.partition, "lists of names");
  fields("origin", b.origin, "`layers`, `units` or `search`", filled(b.origin));
  fields("exhaustive", b.exhaustive, "all partitions were compared; of the smallest bound");
}

/// A bound by products of linear forms in sets of variables.
struct LinearProductBound {
  algebra::Integer value;
  std::vector<std::vector<std::vector<std::string>>> sets;
};
void describe(auto& fields, Of<LinearProductBound> auto& b) {
  fields("linear_product", b.value, "the smallest linear-product bound found");
  fields("set_structure", b.sets, "the sets of variables that it belongs to: for each equation, a list of sets",
         lately);
}

/// The mixed volume, with the origin, of the equations with inner quantities as unknowns of their own.
struct LiftedBound {
  std::optional<algebra::Integer> value;
  std::string lift;
  std::uint64_t unknowns = 0;
};
void describe(auto& fields, Of<LiftedBound> auto& b) {
  fields("value", b.value,
         "the mixed volume with the origin: bounds all isolated solutions; left out: beyond the limit");
  fields("lift", b.lift, "what was named: `residuals`, `preactivations of layer 1`, ...; of a file its sums");
  fields("unknowns", b.unknowns, "those of the system and what was named");
}

/// A count in closed form, of a family of networks.
struct ClosedForm {
  algebra::Integer count;
  std::string counted, basis, formula;
};
void describe(auto& fields, Of<ClosedForm> auto& c) {
  fields("count", c.count, "for generic data and regularisation; of special ones no more are isolated");
  fields("counted", c.counted, "`isolated critical points`, or `critical functions`");
  fields("basis", c.basis, "`theorem`, `fits all cases computed` or `conjecture`");
  fields("formula", c.formula, "with its conditions");
}

/// What a count modulo random primes was made with.
void describe_primes(auto& fields, auto& c) {
  fields("primes", c.primes, "those that agree, drawn from the seed");
  fields("unlucky", c.unlucky, "those that differ", filled(c.unlucky));
  fields("reach", c.reach, "largest degree of a product of an equation and a monomial that took part");
}

/// How many solutions Groebner bases modulo random primes leave (exact/count.hpp).
struct ModularCount {
  long dimension = -1;
  algebra::Integer count;
  double error_log2 = 0;
  std::vector<std::string> primes, unlucky;
  long reach = 0;
};
void describe(auto& fields, Of<ModularCount> auto& c) {
  fields("dimension", c.dimension, "of the solution set over C, at most; -1: no solution");
  fields("count", c.count,
         "dimension 0: solutions with multiplicity, at most; above: the degree of the components of that dimension, "
         "with multiplicity");
  fields("error_log2", c.error_log2, "of the probability that there are more");
  describe_primes(fields, c);
}

struct Bounds {
  std::optional<algebra::Integer> bezout;
  std::optional<MultihomogeneousBound> multihomogeneous;
  std::vector<MultihomogeneousBound> natural;
  std::optional<LinearProductBound> linear_product;
  std::optional<algebra::Integer> mixed_volume, mixed_volume_affine, generic_root_count, linear_one_sample;
  std::optional<LiftedBound> lifted;
  std::vector<LiftedBound> lifts;
  std::vector<ClosedForm> closed_forms;
  std::optional<ModularCount> modular, modular_generic;
  std::optional<long> nullstellensatz;
  bool analytic = false;
};
void describe(auto& fields, Of<Bounds> auto& b) {
  fields("bezout", b.bezout, "the product of the degrees");
  fields("multihomogeneous", b.multihomogeneous, "the smallest multihomogeneous Bezout number found");
  fields("natural", b.natural, "those of the partitions that the network suggests, by layers and by units",
         filled(b.natural));
  fields.inlined("linear_product", b.linear_product);
  fields("mixed_volume", b.mixed_volume, "of the supports: solutions without zero coordinates (Bernshtein 1975)");
  fields("mixed_volume_affine", b.mixed_volume_affine,
         "of the supports with the origin: all isolated solutions (Li, Wang 1996)");
  fields("lifted", b.lifted, "the smallest of lifted equations");
  fields("lifts", b.lifts, "all lifts that were tried", filled(b.lifts));
  fields("closed_forms", b.closed_forms, "known counts of the network's family", filled(b.closed_forms));
  fields("modular", b.modular, "by Groebner bases modulo random primes, multiplicities included");
  fields("modular_generic", b.modular_generic,
         "the same of a network with random targets and regularisation at these inputs");
  fields("nullstellensatz", b.nullstellensatz,
         "there is no solution: 1 is a combination of the equations over Q, with products of at most this degree");
  fields("generic_root_count", b.generic_root_count,
         "critical points for generic complex targets and regularisation at these inputs, trace-tested");
  fields("linear_one_sample", b.linear_one_sample, "(1 + 4 d_y)^d_1, for some linear networks");
  fields("analytic", b.analytic, "`true` where the degrees come from the architecture, and nothing was written out",
         filled(b.analytic));
}

}  // namespace polyscape::report
