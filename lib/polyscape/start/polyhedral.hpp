#pragma once
/// The start of polyhedral homotopies (Huber, Sturmfels 1995): a system with generic coefficients on given supports,
/// and for each mixed cell the homotopy that its solutions come from.
#include <complex>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/bounds/mixed_cells.hpp"

namespace polyscape::start {

/// With x = z u^normal a cell makes the generic system a system in z whose terms carry powers of u. At u = 0 only the
/// cell's edges are left: binomials, with `volume` solutions of modulus one. At u = 1 it is the generic system.
class Polyhedral {
 public:
  /// A term's coefficient is `coefficient` u^exponent; the smallest exponent of a cell that is not zero is one.
  struct Term {
    std::complex<double> coefficient;
    double exponent;
  };

  /// subdivision: of these supports, with its cells. Equations are homogenised in the groups of the partition.
  Polyhedral(const std::vector<bounds::Support>& supports, bounds::MixedSubdivision subdivision,
             const algebra::Partition& partition, Random random);

  const algebra::Partition& partition() const { return partition_; }
  /// The generic system, coefficients of modulus one. Coordinates: n variables, then one homogenising coordinate a
  /// group.
  const algebra::Program& generic() const { return generic_; }
  /// The same with a parameter for each coefficient, in the order of terms().
  const algebra::Program& toric() const { return toric_; }
  std::size_t count() const { return first_.back(); }  ///< of solutions: the mixed volume
  std::size_t cells() const { return subdivision_.cells.size(); }
  std::size_t cell_of(std::size_t index) const;
  std::vector<Term> terms(std::size_t cell) const;
  /// Solution `index` < count() of its cell's binomials; homogenising coordinates are 1.
  std::vector<std::complex<double>> root(std::size_t index) const;

 private:
  std::vector<bounds::Support> supports_;
  bounds::MixedSubdivision subdivision_;
  algebra::Partition partition_;
  std::vector<std::vector<std::complex<double>>> coefficients_;
  std::vector<std::size_t> first_;  ///< index of each cell's first solution, and their number
  algebra::Program generic_, toric_;
};

}  // namespace polyscape::start
