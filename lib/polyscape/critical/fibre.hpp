#pragma once
/// Fibres of the parametrisation w -> f(.; w): all weights that give one function, looked at where random starts lead.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::critical {

/// What is seen at points of a fibre over C.
struct FibreView {
  bool critical = true;          ///< the gradient vanishes at each of them
  std::size_t largest_rank = 0;  ///< of the parametrisation
  std::size_t points = 0;        ///< that both are decided at
};

/// Thread-safe.
class Fibres {
 public:
  /// function: f(.; w) at inputs that tell functions apart; gradient: of a loss that depends on w through f alone;
  /// scalings: that keep f.
  Fibres(const algebra::Program& function, const algebra::Program& gradient, std::span<const algebra::Scaling> scalings,
         std::uint64_t seed);
  ~Fibres();

  /// At weights that give the function with these values, accurate to 256 bits, found by Gauss-Newton in C^M. A
  /// gradient is zero that shrinks with the precision.
  FibreView look(const eval::Point& values) const;

  /// Real critical weights that give the function with these real values, found by Gauss-Newton in R^M; at most
  /// `enough`, accurate to 128 bits. They are balanced: the sums of e_j w_j^2 vanish for each scaling w_j -> t^e_j w_j,
  /// as they do at the shortest vector of its orbit, so at one of every closed orbit up to signs (Kempf, Ness 1979).
  std::vector<eval::Point> balanced(const eval::Point& values, std::size_t enough) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::critical
