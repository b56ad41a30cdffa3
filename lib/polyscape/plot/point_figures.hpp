#pragma once
/// Figures of the isolated solutions.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/plot/drawing.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::plot {

/// Marks of what a page tells more of: "point-3", by the point's number from 1.
std::string point_anchor(std::size_t number);
/// "point 3: minimum, loss 0.25".
std::string point_text(const report::Result& result, std::size_t number);

/// "loss-by-index": the loss of every real critical point against its Hessian index.
Drawing loss_figure(const report::Result& result);

/// The Hessian's eigenvalues, rising, at the point of that number.
struct Spectrum {
  std::size_t point = 0;
  std::vector<double> eigenvalues;
};
/// "spectra": by rising loss, points with the same loss and eigenvalues (copies under a symmetry) once.
Drawing spectra_figure(const report::Result& result, const std::vector<Spectrum>& spectra);

/// "complex-plane": every isolated solution at one complex number, and the real ones marked: the coordinate of that
/// name, or sum_j sqrt(p_j) w_j over all coordinates, p_j the j-th prime, unless there is only one. Throws InputError
/// where there is no such name.
Drawing complex_figure(const report::Result& result, const std::string& coordinate = "");

}  // namespace polyscape::plot
