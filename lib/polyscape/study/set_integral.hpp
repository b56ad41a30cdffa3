#pragma once
/// The Morse-Bott constant of a set of minima: an integral over the set, by cuts with random real spaces.
#include <optional>
#include <vector>

#include "polyscape/dynamics/laplace.hpp"
#include "polyscape/dynamics/march.hpp"
#include "polyscape/study/options.hpp"

namespace polyscape::study {

struct SetIntegral {
  dynamics::CutIntegral integral;
  /// The real points that it is a sum over, and each one's part: draws of what exp(-L/T) leaves of the set as T falls.
  std::vector<std::vector<double>> points;
  std::vector<double> weights;
};

/// Of det'(H)^(-1/2) over the real points in the confinement's box of the set where the residuals vanish, of
/// `dimension` 1 or more, det' the product of the other eigenvalues of the potential's Hessian. Each of `cuts` random
/// affine spaces of complementary dimension meets it in finitely many points, which are carried from those of one
/// complex space, so that none is missed (study::solve_family). nullopt where there are too few equations for the
/// dimension, where a cut fails, or, without walls, where the set leaves the box. Throws Cancelled when the job is.
std::optional<SetIntegral> set_integral(const dynamics::Potential& potential, const algebra::Program& residuals,
                                        int dimension, const dynamics::Confinement& confinement, std::size_t cuts,
                                        Random random, const Options& options);

/// So many of the points, each as often as its weight says, up to one (systematic resampling).
std::vector<std::vector<double>> resampled(const SetIntegral& set, std::size_t count, Random random);

}  // namespace polyscape::study
