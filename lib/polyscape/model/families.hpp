#pragma once
/// Families of networks whose number of critical points is known in closed form.
#include <string>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/names.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::model {

/// What a closed form rests on.
enum class FormulaBasis {
  theorem,  ///< derived or published with a proof
  fitted,   ///< fits every case that was ever computed, each of them proved complete
  conjecture
};
constexpr auto names_of(FormulaBasis) {
  return std::to_array<std::string_view>({"theorem", "fits all cases computed", "conjecture"});
}

enum class Counted { points, functions };
constexpr auto names_of(Counted) {
  return std::to_array<std::string_view>({"isolated critical points", "critical functions"});
}

/// For generic data and regularisation; what special ones leave isolated is no more (Morgan, Sommese 1989).
struct ClosedForm {
  algebra::Integer count;
  Counted counted = Counted::points;
  FormulaBasis basis = FormulaBasis::theorem;
  std::string formula;  ///< with its conditions
};

/// The closed forms that hold for the network, in this order, none with more than a million digits:
///  - one input, one hidden layer of h units c z^d, d >= 2, one output: 1 + 2d/(d-1) ((2d-1)^h - 1), an elimination
///    unit by unit; linear units: 1 + 4h;
///  - one linear hidden unit: 1 + 4 d_y min(N, d_x);
///  - one linear hidden layer of width d, one sample: sum_k C(d, k) C(d_y, k) 4^k;
///  - two linear hidden layers of width d, one output, one sample: 1 + sum_k C(d, k)^2 4^(k+1);
/// all with the square loss, without biases, every weight regularised;
///  - convolutions of stride one with activation c z^r between them, square loss, at least as many samples as
///    monomials, no regularisation: the generic Euclidean distance degree of the Segre-Veronese variety (Kohn et al.,
///    arXiv 2304.05752; Shahverdi, Marchetti, Kohn, arXiv 2410.00722), of functions.
std::vector<ClosedForm> closed_forms(const spec::Specification& specification);

/// sum_i (-1)^i (2^(n+1-i) - 1) deg(c_i h^(n-i)) on P^(k_1 - 1) x ... x P^(k_L - 1) with h = sum_l degrees[l] t_l, n
/// its dimension: its number of critical points of a generic distance (Friedland, Ottaviani 2014).
algebra::Integer generic_distance_degree(const std::vector<std::size_t>& sizes, const std::vector<long>& degrees);

}  // namespace polyscape::model
