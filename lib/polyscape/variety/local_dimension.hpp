#pragma once
/// The local dimension of a complex variety at a point, by slicing.
#include <cstdint>
#include <span>

#include "polyscape/algebra/program.hpp"

namespace polyscape::variety {

/// The dimension over C, between `lower` and `upper` (known bounds), of {F = 0} at its zero `point`: the largest d for
/// which a random affine space of codimension d that passes close by meets the variety close to the point. Whether it
/// meets it is decided by refining the intersection, not by a threshold on |F|. Numerical, not a proof.
int local_dimension(const algebra::Program& system, std::span<const algebra::GaussianRational> point, int lower,
                    int upper, std::uint64_t seed = 1);

}  // namespace polyscape::variety
