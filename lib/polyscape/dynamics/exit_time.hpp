#pragma once
/// Mean times from one minimum to another: measured, by Eyring and Kramers, and by quadrature in one dimension.
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/dynamics/march.hpp"
#include "polyscape/dynamics/places.hpp"

namespace polyscape::dynamics {

/// A saddle of index 1 and the places that the flow leads to down both of its sides, in the order of the places.
struct Pass {
  std::size_t saddle = 0;
  std::array<std::size_t, 2> to{};
};
/// Of the saddles among the places; those whose flow ends at no place are left out.
std::vector<Pass> passes(const Potential& potential, Places& places);

/// The way out of a place over its lowest saddles of one height.
struct Escape {
  std::size_t from = 0;
  std::vector<std::size_t> saddles, to;
  double barrier = 0;
};
/// nullopt where no pass leads from there to another place.
std::optional<Escape> lowest_escape(std::span<const Place> places, std::span<const Pass> passes, std::size_t from);

/// Mean time by Eyring and Kramers: 2 pi / |l-| sqrt(|det H_s|) exp(L_s/T) Z / (2 pi T)^(M/2), Z the place's constant
/// (dynamics/laplace.hpp; log_mass, with base the place's loss), rates of the saddles added.
double kramers_time(std::span<const Place> places, const Escape& escape, double temperature, double log_mass);

/// A mean of exponential times, some of them cut off, with its interval of 95 %.
struct MeanTime {
  double mean = 0;
  std::array<double, 2> interval{};
  std::uint64_t walkers = 0, given_up = 0;
};
/// times: of those that arrived; cut: how long the others were watched. nullopt where nobody arrived.
std::optional<MeanTime> mean_time(std::span<const double> times, std::span<const double> cut);

/// Walkers from `starts` until they enter a ball about one of the targets, or their loss falls to `level`. nullopt
/// where nobody arrived, or somebody left for infinity.
std::optional<MeanTime> measured_exit(const Potential& potential, double temperature, double rate,
                                      const Confinement& confinement, std::span<const std::vector<double>> starts,
                                      const std::vector<std::vector<double>>& targets, double radius, double level,
                                      std::uint64_t most_steps, Random random, int threads);

/// Mean time of the equation itself from x to the nearer ends, targets at `left` and `right` (nullopt: none on that
/// side; the potential must then rise without bound there, or `floor` is a reflecting wall). One dimension. By
/// cumulated sums on a grid; relative error below 1e-4 where the potential changes by less than T in a thousandth of
/// the way. Throws ArgumentError for another dimension or no target.
double exit_quadrature(const Potential& potential, double temperature, double x, std::optional<double> left,
                       std::optional<double> right, double floor, double ceiling);

}  // namespace polyscape::dynamics
