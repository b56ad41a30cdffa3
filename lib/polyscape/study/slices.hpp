#pragma once
/// The landscape around the critical points of a result: Hessian spectra, and the loss on planes through them.
#include <array>
#include <string>
#include <vector>

#include "polyscape/dynamics/potential.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/plot/point_figures.hpp"
#include "polyscape/study/slice_plane.hpp"

namespace polyscape::study {

/// Eigenvalues of the Hessian at the real points of known inertia, in doubles, those of lowest loss where there are
/// very many; as many as the inertia says are zero, the smallest ones, are exactly 0. Empty without points.
std::vector<plot::Spectrum> spectra(const dynamics::Potential& loss, const report::Result& result);

/// Where every residual vanishes on the part of the plane that the grid covers, by Newton's method from its nodes (the
/// grid's values are not read). A curve of zeros appears as a row of points, no two closer than half a step. Numerical:
/// a zero whose neighbourhood is smaller than a step can be missed.
std::vector<std::array<double, 2>> zeros_on(const Plane& plane, const algebra::Program& residuals,
                                            const plot::GridValues& grid);

/// The figure of that name: the loss on the plane that choose_plane() lays through the points. Where the equations of
/// zero loss are known (`model`, with the square loss) their zeros on the plane are drawn in, and the caption says what
/// of the zero-loss set the plane meets. Absent where there is no plane. Throws InputError as choose_plane().
plot::Drawing slice(const dynamics::Potential& loss, const model::Model* model, const report::Result& result,
                    const std::vector<std::string>& through, const std::string& name);

}  // namespace polyscape::study
