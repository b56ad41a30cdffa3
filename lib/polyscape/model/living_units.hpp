#pragma once
/// Critical points of quadratic networks by the units that live in them.
#include <cstddef>
#include <optional>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/model/model.hpp"

namespace polyscape::model {

/// h hidden units c z^2 with weights u_i (and bias) and v_i, one linear output, square loss, all of these regularised.
/// Where v_i = 0 the gradient says u_i = 0 and the other way round, so each critical point is one of a smaller network
/// whose units live, v_i != 0, with the same multiplicity. There, with u_i = v_i s_i and rho_n the loss's derivatives
/// by the outputs, the gradient says
///   e_i = 2 c v_i sum_n rho_n (x_n . s_i) x_n + Lambda_i s_i = 0,
/// and s_i . e_i that the derivative by v_i is 0 just where s_i . Lambda_i s_i = 2 mu_i: a balance, in place of an
/// equation. sum_n rho_n x_n x_n' is symmetric, so e_i and e_j also say
///   v_j s_j . Lambda_i s_i = v_i s_i . Lambda_j s_j,
/// which takes the place of one of e_j's equations, the others mixed at random: at each of finitely many points the
/// mixtures and this are e_j = 0 again for almost all mixtures, as s_i != 0.
/// So the isolated critical points with k given living units are at most as many as the isolated solutions of the
/// system returned, in v_i, s_i, an output bias and the residuals; those of all are sum_k C(h, k) times that many.
/// It is made for the first k units. nullopt for any other network. Throws ArgumentError unless 1 <= k <= h.
std::optional<algebra::System> living_units(const Model& model, std::size_t k, Random random);

}  // namespace polyscape::model
