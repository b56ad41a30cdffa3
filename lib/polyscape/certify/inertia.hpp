#pragma once
/// Hessian indices as theorems.
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/linear.hpp"
#include "polyscape/certify/krawczyk.hpp"

namespace polyscape::certify {

/// Inertia of the Jacobian of a gradient (of the Hessian, that is) at the certified zero: that at the centre, computed
/// exactly. On the segment between the two, which lies in the polydisc and is real, the Hessian is invertible, so none
/// of its eigenvalues passes through zero. nullopt unless the zero is proved to be real and the Jacobian is symmetric.
/// Throws ArgumentError when the system is not real.
std::optional<algebra::Inertia> inertia(const algebra::Differentiated& gradient, const Certificate& certificate);

}  // namespace polyscape::certify
