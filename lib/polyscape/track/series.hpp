#pragma once
/// Local power series of a path: change of time, radius of convergence, Pade prediction.
#include <array>
#include <complex>
#include <span>

namespace polyscape::track {

constexpr int series_order = 4;
/// Taylor coefficients c_0..c_4 of one coordinate.
using Series = std::array<std::complex<double>, series_order + 1>;

/// Coefficients in tau of x(t0 (1 + tau)), from those in s of x(t0 e^s): s = log(1 + tau).
Series in_linear_time(const Series& c);

/// Radius of convergence by the root test on the sizes of the coefficients of orders 3 and 4; 0 if one is not finite.
double convergence_radius(double third, double fourth);
/// The same of a path, in the norm with the given weights.
double radius(std::span<const Series> series, std::span<const double> weights);

/// x(h) - x(0) by the Pade (2,2) approximant; the Taylor polynomial where that degenerates (constant coordinates, zero
/// included) or has a pole close by. weight: the coordinate's.
std::complex<double> increment(const Series& c, std::complex<double> h, double weight);

}  // namespace polyscape::track
