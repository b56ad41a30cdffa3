#pragma once
/// The discrete Langevin chain on a grid, without sampling: its transfer operator and stationary vector.
#include <functional>
#include <vector>

#include "polyscape/dynamics/march.hpp"
#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

/// The stationary vector of a Markov matrix (row by row, n x n), by Grassmann, Taksar and Heyman's elimination, which
/// subtracts nothing: every entry is accurate to some n^2 rounding errors, relative. Throws ArgumentError unless it is
/// square; where no state is reached from everywhere the result is not a number.
std::vector<double> stationary_vector(std::vector<double> matrix, std::size_t n);

/// Cells of a box in one or two dimensions and how much of the stationary law is in each.
struct GridLaw {
  std::vector<std::vector<double>> centres;
  std::vector<double> weights;  ///< they add up to 1
  /// Of the cells that `inside` says so of.
  double share(const std::function<bool(std::span<const double>)>& inside) const;
};

/// More cells are refused: the matrix is full.
inline constexpr std::size_t most_cells = 4000;

/// The stationary law of x' = x - rate grad L + noise, noise of variance 2 rate T, in the confinement's box (periodic,
/// or reflecting in the way March does), `cells` a side: transition densities at the cells' centres, each row divided
/// by its sum. It converges faster than any power of the cell on a torus while the noise is wider than some cells.
/// Throws ArgumentError for other walls, more than two dimensions or more than most_cells.
GridLaw chain_law(const Potential& potential, double rate, double temperature, const Confinement& confinement,
                  std::size_t cells);

/// exp(-L/T) on such cells, of which there may be a thousand times as many.
GridLaw gibbs_law(const Potential& potential, double temperature, const Confinement& confinement, std::size_t cells);

/// A law of `cells` a side on cells that are each divided into `parts` a side: each coarse cell's share is spread like
/// the fine law (of cells * parts a side), which has its form within a cell. Throws ArgumentError where sizes do not
/// fit.
GridLaw refined(const GridLaw& coarse, const GridLaw& fine, std::size_t cells, std::size_t parts);

}  // namespace polyscape::dynamics
