#pragma once
/// Start systems with their solutions by index, in multihomogeneous coordinates.
#include <cstdint>
#include <memory>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::start {

/// G = 0 with all its solutions. Coordinates: the n variables, then the homogenising coordinate of each group.
class StartSystem {
 public:
  virtual ~StartSystem() = default;
  /// n outputs, multihomogeneous of the degrees it was made for, in n + groups variables.
  const algebra::Program& program() const { return program_; }
  const algebra::Partition& partition() const { return partition_; }
  std::uint64_t count() const { return count_; }
  /// Solution `index` < count(), accurate to double precision, up to a factor a group.
  virtual eval::Point point(std::uint64_t index) const = 0;
  /// The same rounded.
  virtual std::vector<std::complex<double>> rounded_point(std::uint64_t index) const {
    return eval::rounded(point(index));
  }
  /// Whether point(index) is there; only those of given() may be missing.
  virtual bool known(std::uint64_t) const { return true; }

 protected:
  StartSystem(algebra::Partition partition, std::size_t variables)
      : program_(variables + partition.size()), partition_(std::move(partition)) {}
  algebra::Program program_;
  algebra::Partition partition_;
  std::uint64_t count_ = 0;
};

/// A system whose solutions are at hand; an empty point: that one is not.
std::unique_ptr<StartSystem> given(const algebra::Program& program, const algebra::Partition& partition,
                                   std::vector<eval::Point> points);

/// G_i = x_i^{d_i} - c_i x_0^{d_i}, |c_i| = 1 random: prod d_i solutions by mixed-radix index. degrees: one a variable,
/// >= 1. Throws ArgumentError when the count does not fit into 63 bits.
std::unique_ptr<StartSystem> total_degree(const std::vector<long>& degrees, Random random);

/// G_i = product over the groups j of degrees[i][j] random linear forms in group j's homogeneous coordinates
/// (Wampler 1993). Solutions: one linear form of each equation vanishes, as many of group j as it has variables.
/// Throws ArgumentError when the count does not fit into 63 bits.
std::unique_ptr<StartSystem> multihomogeneous(const std::vector<std::vector<long>>& degrees,
                                              const algebra::Partition& partition, Random random);

}  // namespace polyscape::start
