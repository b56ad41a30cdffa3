#pragma once
/// Ideals near points of a coordinate stratum, with what changes of coordinates have multiplied them by: the state that
/// the resolution works on.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/volume/pole.hpp"
#include "polyscape/volume/terms.hpp"

namespace polyscape::volume {

/// Where the points of a stratum are, by one coordinate: at 0, anywhere but at 0, anywhere.
enum class Place { small, unit, free };

struct Coordinate {
  std::string name;
  Place place = Place::free;
  int density = 0;  ///< h: the measure is the product of |x|^h dx
  int factor = 0;   ///< k: the ideal is multiplied by the product of x^k
  /// Neither in the measure nor before the ideal, so that other coordinates may take its place.
  bool is_plain() const { return density == 0 && factor == 0; }
};

/// x^factors (s, generators) with the measure x^densities s^(regular - 1) dx ds: s = 0 stands for `regular` further
/// coordinates that generate with the others; 0: there is none. Near all real points of the coordinates' places where
/// no guard is 0.
struct Germ {
  std::vector<Coordinate> coordinates;
  std::vector<Polynomial> generators;  ///< over Q, in the coordinates
  int regular = 0;
  /// What units were that gave way to other coordinates; tidied() leaves irreducible factors where the small
  /// coordinates are 0.
  std::vector<Polynomial> guards;
};

std::vector<std::string> names_of(const Germ& germ);
/// Marks of the coordinates at that place.
std::vector<bool> at_place(const Germ& germ, Place place);
/// The polynomial where the small coordinates are 0.
Polynomial at_small_zero(const Polynomial& p, const Germ& germ);
/// Whether the polynomial is proved to have no zero at the germ's points.
bool is_unit(const Polynomial& p, const Germ& germ);
/// The generators are 1.
bool is_whole_ring(const Germ& germ);
/// Some guard is 0 at all points: there are none.
bool is_excluded(const Germ& germ);
/// Some coordinate has a factor.
bool has_factor(const Germ& germ);

/// The pole of x^factors where all small coordinates are 0; nullopt without a factor among them.
std::optional<Pole> monomial_pole(const Germ& germ);

/// The same ideal by simpler generators: without those that others imply by monomials, without factors that have no
/// zero at the germ's points, common powers of small coordinates among the factors.
Germ tidied(Germ germ);

/// Whether a generator has coordinate j.
bool occurs(const Germ& germ, std::size_t j);
/// Without coordinate j, which no generator and no guard has.
Germ without_coordinate(const Germ& germ, std::size_t j);
/// Coordinates that are generators themselves and occur nowhere else are counted as regular; those that do not occur at
/// all and have no factor are left out. Looks at the points where the generators vanish alone.
Germ with_regular_split_off(Germ germ);
/// The regular coordinates as one, s, with its density and its generator.
Germ with_regular_as_coordinate(Germ germ);

/// Text that is equal for germs that are equal but for names and, mostly, the order of coordinates.
std::string key_of(const Germ& germ);

}  // namespace polyscape::volume
