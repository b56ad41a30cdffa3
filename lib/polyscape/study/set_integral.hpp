#pragma once
/// The Morse-Bott constant of a set of minima: an integral over the set, by cuts with random real spaces.
#include <optional>

#include "polyscape/dynamics/laplace.hpp"
#include "polyscape/dynamics/march.hpp"
#include "polyscape/study/options.hpp"

namespace polyscape::study {

/// Of det'(H)^(-1/2) over the real points in the confinement's box of the set where the residuals vanish, of
/// `dimension` 1 or more, det' the product of the other eigenvalues of the potential's Hessian. Each of `cuts` random
/// affine spaces of complementary dimension meets it in finitely many points, which are carried from those of one
/// complex space, so that none is missed (study::solve_family). nullopt where there are too few equations for the
/// dimension, where a cut fails, or, without walls, where the set leaves the box. Throws Cancelled when the job is.
std::optional<dynamics::CutIntegral> set_integral(const dynamics::Potential& potential,
                                                  const algebra::Program& residuals, int dimension,
                                                  const dynamics::Confinement& confinement, std::size_t cuts,
                                                  Random random, const Options& options);

}  // namespace polyscape::study
