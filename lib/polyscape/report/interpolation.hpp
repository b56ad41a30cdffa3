#pragma once
/// What a result says of the zero-loss set.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/report/bounds.hpp"
#include "polyscape/report/components.hpp"

namespace polyscape::report {

/// A real zero-loss point. The loss is Morse-Bott where the nullity is the dimension of the set.
struct ZeroLossPoint {
  std::vector<double> coordinates;
  int jacobian_rank = 0, local_dimension = 0;
  bool smooth = false;
  std::optional<int> hessian_nullity;
  std::optional<bool> morse_bott;
};
void describe(auto& fields, Of<ZeroLossPoint> auto& p) {
  fields("coordinates", p.coordinates, "of the point");
  fields("jacobian_rank", p.jacobian_rank, "of the residuals");
  fields("local_dimension", p.local_dimension, "of the set there");
  fields("smooth", p.smooth, "the set is, there");
  fields("hessian_nullity", p.hessian_nullity, "of the loss without regularisation");
  fields("morse_bott", p.morse_bott, "that nullity is the local dimension");
}

/// A real zero where the Jacobian has full row rank, proved: with all but the free coordinates held at these values
/// there is exactly one whose free ones are within `radius` of these.
struct RegularZero {
  std::vector<std::string> coordinates, free;
  std::string radius;
};
void describe(auto& fields, Of<RegularZero> auto& z) {
  fields("coordinates", z.coordinates, "exact decimals");
  fields("free", z.free, "names of the coordinates that are not held");
  fields("radius", z.radius, "a decimal");
}

/// The interpolation variety f(x_i; w) = y_i.
struct Interpolation {
  algebra::Integer equations, variables, expected_dimension;
  std::optional<int> dimension;
  std::optional<std::string> degree;
  std::optional<algebra::Integer> bezout;
  std::optional<int> jacobian_rank;
  std::optional<bool> real_points;
  std::optional<int> real_dimension;
  std::optional<bool> degenerate;
  std::optional<int> function_space_dimension;
  struct By {
    std::optional<Evidence> dimension, degree, jacobian_rank, real_points, real_dimension, degenerate,
        function_space_dimension;
    bool operator==(const By&) const = default;
  } by;
  std::optional<double> function_space_error_log2;
  std::optional<ModularCount> modular;
  bool empty_proved = false;
  std::vector<std::string> reasons;
  std::optional<RegularZero> proof;
  std::vector<ZeroLossPoint> points;
  std::optional<Decomposition> decomposition;
};
void describe(auto& fields, Of<Interpolation::By> auto& by) {
  fields("dimension", by.dimension, "");
  fields("degree", by.degree, "");
  fields("jacobian_rank", by.jacobian_rank, "");
  fields("real_points", by.real_points, "");
  fields("real_dimension", by.real_dimension, "");
  fields("degenerate", by.degenerate, "");
  fields("function_space_dimension", by.function_space_dimension, "");
}
void describe(auto& fields, Of<Interpolation> auto& v) {
  fields("equations", Counted{v.equations}, "N d_y");
  fields("variables", Counted{v.variables}, "M");
  fields("expected_dimension", Counted{v.expected_dimension}, "M - N d_y");
  fields("dimension", v.dimension, "the largest over C; -1: empty");
  fields("degree", v.degree, "of its components of that dimension together (`components`)");
  fields("bezout", v.bezout, "of a generic slice");
  fields("jacobian_rank", v.jacobian_rank, "at a point of that dimension");
  fields("real_points", v.real_points, "`true`: some were found, `false`: there are none");
  fields("real_dimension", v.real_dimension, "the largest where real points were found");
  fields("degenerate", v.degenerate, "`dimension` is 1 or more");
  fields("function_space_dimension", v.function_space_dimension,
         "generic rank of the residuals' Jacobian; with `components`, of the parametrisation");
  fields("function_space_error_log2", v.function_space_error_log2,
         "log2 of a bound on the probability that it is larger");
  fields("modular", v.modular, "dimension and degree by Groebner bases modulo random primes");
  fields("by", v.by, "of the claims above: what each rests on", filled(v.by));
  fields("empty_proved", v.empty_proved, "`true`: empty over C, by an identity over Q", filled(v.empty_proved));
  fields("reasons", v.reasons, "how each answer is known, a sentence each", filled(v.reasons));
  fields("proof", v.proof, "of a real zero, by which `real_points` and the local dimension there are proved");
  fields("points", v.points, "some of the real zero-loss points found; one can be listed more than once",
         filled(v.points));
  fields.inlined("components", v.decomposition);
}

}  // namespace polyscape::report
