#pragma once
/// Witness sets: a component's points on an affine space of complementary dimension, and what moving that space tells.
#include <optional>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::components {

/// Equations that hold on a component and are simple there, with as many generic real linear forms as it has dimensions: the values of the forms single out
/// an affine space, which meets the component in as many points as its degree. Unknowns beyond the space's variables are those of deflations.
struct WitnessSet {
  std::size_t variables = 0;  ///< of the space, the first unknowns
  std::size_t dimension = 0;
  solve::Curve curve;       ///< as many combinations of the equations as make the component a component of their zeros, then all forms but one
  solve::Hyperplane plane;  ///< the last form
  std::vector<solve::Coordinates> points;  ///< of the component, where the forms have the values of `curve` and `plane`

  /// Combinations, forms and plane: a square system whose zeros the points are.
  algebra::Program section() const;
};

/// A witness set ready to move. It must outlive this.
class Mover {
 public:
  Mover(const WitnessSet& set, const solve::Options& options, Random random);

  /// Where the parallel space through `through`, a point of the component's space, meets the component, multiple points once; nullopt when a path failed.
  /// Points are given with the bits they are accurate to.
  struct Meeting {
    eval::Point point;  ///< in the component's space
    int bits = 0;
    bool real = false;  ///< decided at two precisions
    bool simple = false;  ///< a smooth point of the component, met transversally
  };
  std::optional<std::vector<Meeting>> meet(const eval::Point& through) const;

  /// Whether the component contains the point, accurate to `bits` bits: one of the points that meet() finds agrees with it to half of the bits that both are
  /// accurate to (Sommese, Verschelde, Wampler 2001). nullopt: a path failed.
  std::optional<bool> contains(const eval::Point& point, int bits) const;

  /// Real points: of `tries` parallel spaces through random real points, of the size of the witness points, those that meet the component in a
  /// real point; at most `enough` of them. Where all real points are singular none is found.
  std::vector<Meeting> real_points(int tries, std::size_t enough) const;

 private:
  const WitnessSet& set_;
  solve::Options options_;
  Random random_;
  std::vector<solve::Coordinates> away_;  ///< the points moved to where the forms have generic complex values
  std::vector<algebra::GaussianRational> values_;  ///< these values: of the curve, then of the plane
};

}  // namespace polyscape::components
