#pragma once
/// Learning coefficients of ideals: lambda and m of L = 1/2 sum g_i^2.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/volume/resolution.hpp"

namespace polyscape::volume {

/// Generators of the same ideal: the equations' combinations over Q of least terms, by elimination of the largest
/// monomials.
std::vector<Polynomial> reduced_generators(const std::vector<Polynomial>& equations);

/// Near all real zeros, or near one point.
struct Where {
  std::optional<std::vector<Rational>> point;
};

/// vol{L < t} ~ t^value (log 1/t)^(order - 1): the pole of the ideal with half its value. Strata's conditions name the
/// system's coordinates, at a point their differences to it. Throws ArgumentError for a system that is not real or a
/// point of another dimension, Cancelled when the job is.
Resolution learning_coefficient(const algebra::System& system, const Where& where, const ResolutionLimits& limits = {});

}  // namespace polyscape::volume
