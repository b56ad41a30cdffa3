#pragma once
/// From the ends of paths to distinct solutions.
#include <set>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/eval/packed_point.hpp"
#include "polyscape/solve/ledger.hpp"
#include "polyscape/solve/same_point.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::solve {

/// What became of one path after its endpoint was refined.
struct Endpoint {
  PathClass path_class = PathClass::failed;
  eval::PackedPoint point;  ///< refined; for nonsingular, singular, positive_dimensional
  int bits = 0;             ///< that the point is accurate to, relative to max(1, |point|)
  double residual = 0, condition = 0;
  int winding = 1;
  std::string failure;
  certify::Reality reality = certify::Reality::undecided;  ///< where a proof says
  Evidence excess_by = Evidence::exact;                    ///< as of a Solution
  std::vector<std::complex<double>>
      crossing;             ///< where the path was when the endgame began; empty: it did not come so far
  bool settled = false;     ///< singular: seen to be no point of a larger set, and told apart from its neighbours
  bool examined = false;    ///< with its neighbours, whether they are one zero or several (solve/cluster_ends.hpp)
  bool suspicious = false;  ///< follow the path again with tighter settings
};

/// Refines the end of a path in higher precision and decides whether it is nonsingular: Newton converges in two
/// successive precisions (53, 106, 212, ... bits), to the same point, with the same condition number. Points with a
/// coordinate that may be zero are refined to 212 bits at least. Singular ends stay `singular` here.
Endpoint refine_endpoint(const eval::NewtonSolver& newton, const track::PathResult& path, int max_precision);

/// Paths that are in one place where the endgame begins: no two meet there, so that one of them jumped, wherever it
/// ended. What is only near another one is followed again in vain.
std::set<std::size_t> met(const std::vector<Endpoint>& ends, Random random);

/// Whether the polynomial vanishes at a point of that many bits: against its terms there, of coordinates that are zero
/// up to their error not as small as these happen to be.
bool vanishes(const algebra::Polynomial& p, const eval::Point& point, int bits);

/// Whether zeros of the system lie arbitrarily near `point`, itself a singular zero: at two small distances the system
/// cut by a random hyperplane that far from the point has a zero about as far away (Levenberg-Marquardt in 848 bits).
/// An isolated point has none. Numerical evidence at two scales, not a proof.
bool lies_on_component(const eval::NewtonSolver& newton, const eval::Point& point, Random random);

/// Groups of ends that coincide as points do (solve/same_point.hpp), each known to its own digits: those that agree to
/// nearly all the digits of the less precise of two. On so many threads (0: every core).
std::vector<std::vector<std::size_t>> coinciding(const std::vector<const Endpoint*>& ends, Random random,
                                                 std::size_t conjugated = 0, std::size_t threads = 1);

}  // namespace polyscape::solve
