#pragma once
/// The regenerative cascade: where a system's solution set meets the spaces of a flag (Hauenstein, Sommese, Wampler
/// 2011).
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "polyscape/components/affine_space.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::components {

/// Points of the components of one codimension.
struct Section {
  std::vector<solve::Solution> points;  ///< isolated solutions on A_codimension, in its coordinates
  std::uint64_t paths = 0, failed = 0;  ///< followed
  std::vector<std::string> notes;
};

/// Called with a codimension and what is done for it, from one thread at a time.
using SectionReport = std::function<void(std::size_t, const solve::Progress&)>;

/// The sections by A_1, .., A_min(n, m, most) of {F = 0}, in order. Random combinations g_1, g_2, .. of the m equations
/// are added one by one: outside {F = 0} the set {g_1 = .. = g_i = 0} is smooth of codimension i (Bertini). Its points
/// on A_i that solve the system lie on components, the others are carried to as many hyperplanes of A_(i+1) as g_(i+1)
/// has degree, and from there to {g_(i+1) = 0}: as many paths as it takes points into account that are on no component
/// yet. The isolated points of a square system are found by solving it, where its mixed volume is less than the paths
/// that would lead there. Equations must not be zero polynomials. progress: called with each codimension as it begins,
/// and with the steps of its paths.
std::vector<Section> regenerate(const algebra::System& system, const Flag& flag, std::size_t most,
                                const solve::Options& options, const SectionReport& progress = {});

}  // namespace polyscape::components
