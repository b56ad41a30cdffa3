#pragma once
/// Poles of germs by recursion: solving for coordinates, telling apart where coordinates are 0, contracting scalings,
/// Newton polyhedra, blow-ups.
#include <cstdint>
#include <string>
#include <vector>

#include "polyscape/volume/germ.hpp"
#include "polyscape/volume/pole.hpp"

namespace polyscape::volume {

struct ResolutionLimits {
  std::uint64_t germs = 4000;   ///< that are looked at
  std::uint64_t work = 60'000;  ///< terms of all their generators together
  int depth = 60;               ///< germs one in the other
  int blow_ups = 12;            ///< one in the other
  int coordinates = 16;         ///< new ones, each in place of another
  std::size_t terms = 1000;     ///< of a germ's generators together
};

/// Points before the first blow-up that have been told apart, and the first pole there.
struct Stratum {
  std::vector<std::string> conditions;  ///< on the coordinates, in words
  int split_off = 0;                    ///< regular coordinates: the Jacobian's rank is that or more
  Bracket pole;
};

struct Resolution {
  Bracket pole;
  std::vector<Stratum> strata;
  std::uint64_t germs = 0, blow_ups = 0, unresolved = 0;
};

/// The first pole of the germ at its points: exact where no limit was met and all zeros that mattered were rational.
/// Otherwise between bounds that are proved: above by the polyhedron and the monomials at points of the set, below by
/// 1/order and Hoelder's inequality. Throws Cancelled when the job is.
Resolution resolve(const Germ& germ, const ResolutionLimits& limits = {});

}  // namespace polyscape::volume
