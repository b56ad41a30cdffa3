#pragma once
/// Witness sets: a component's points on an affine space of complementary dimension, and what moving that space tells.
#include <memory>
#include <optional>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::components {

/// Equations that hold on a component and are simple there, with as many generic real linear forms as it has
/// dimensions: the values of the forms single out an affine space, which meets the component in as many points as its
/// degree. Unknowns beyond the space's variables are those of deflations.
struct WitnessSet {
  std::size_t variables = 0;  ///< of the space, the first unknowns
  std::size_t dimension = 0;
  solve::Curve curve;  ///< as many combinations of the equations as make the component a component of their zeros, then
                       ///< all forms but one
  solve::Hyperplane plane;                 ///< the last form
  std::vector<solve::Coordinates> points;  ///< of the component, where the forms have the values of `curve` and `plane`

  solve::Cut cut() const;
  /// Combinations, forms and plane: a square system whose zeros the points are.
  algebra::Program section() const;
  /// The same before values are subtracted, the combinations' being zero.
  algebra::Program left_sides() const;
  /// The values of these where the forms are those at a point, of the component's space or of all unknowns.
  std::vector<algebra::GaussianRational> values_at(const eval::Point& through) const;
};

/// Gives the forms generic complex values, of a few the ones with the points nearest to the origin: a point far out is
/// ill-conditioned. False, and nothing is changed, when points get lost on every way.
bool make_generic(WitnessSet& set, const solve::Options& options, Random random);

/// A simple point of a component to any precision: on the parallel space through where it was found.
class RefinedPoint {
 public:
  /// start: all unknowns of the point, to double precision at least.
  RefinedPoint(const WitnessSet& set, eval::Point start);
  /// In the component's space, on the grid of that many bits; nullopt when Newton's method does not converge, or
  /// elsewhere.
  std::optional<eval::Point> at(int bits);
  /// The same, for what asks by itself; this must outlive it.
  eval::PointSource source() {
    return [this](int bits) { return at(bits); };
  }
  /// The square system that it is a zero of, and all its unknowns.
  const algebra::Program& section() const { return section_; }
  const eval::Point& unknowns() const { return best_; }

 private:
  std::size_t variables_;
  algebra::Program section_;
  std::unique_ptr<eval::NewtonSolver> newton_;
  eval::Point start_, best_;
};

/// A witness set ready to move, its forms of generic values. It must outlive this.
class MovingWitnessSet {
 public:
  MovingWitnessSet(const WitnessSet& set, const solve::Options& options, Random random);

  /// Where the parallel space through `through`, a point of the component's space, meets the component, multiple points
  /// once; nullopt when a path failed.
  struct Meeting {
    eval::Point unknowns;
    int bits = 0;  ///< that they are accurate to
  };
  std::optional<std::vector<Meeting>> meet(const eval::Point& through) const;

  /// Whether the component contains the point, accurate to `bits` bits: one of the points that meet() finds agrees with
  /// it to half of the bits that both are accurate to (Sommese, Verschelde, Wampler 2001). nullopt: a path failed.
  std::optional<bool> contains(const eval::Point& point, int bits) const;

  /// The same point of the component ready to be refined; nullopt when it does not contain it, a path failed, or it is
  /// not smooth there.
  std::optional<RefinedPoint> smooth_point(const eval::Point& point, int bits) const;

  /// Real points: of `tries` parallel spaces through random real points, of the size of the witness points, those that
  /// meet the component in a smooth real point; at most `enough`. Newton's method on real equations converges to each:
  /// it is real. Where all real points are singular none is found.
  std::vector<RefinedPoint> real_points(int tries, std::size_t enough) const;

 private:
  /// Of the points met, the one that agrees with the given one.
  const Meeting* same(const std::vector<Meeting>& met, const eval::Point& point, int bits) const;

  const WitnessSet& set_;
  solve::Options options_;
  Random random_;
  solve::MovingCut moving_;
};

}  // namespace polyscape::components
