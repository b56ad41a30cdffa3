#pragma once
/// Points as exact dyadic numbers: the one form in which coordinates of any precision pass between stages.
#include <complex>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::eval {

using Point = std::vector<algebra::GaussianRational>;

/// A point to about `bits` bits of max(1, |point|), or nullopt when it cannot be had that precisely.
using PointSource = std::function<std::optional<Point>(int bits)>;

Point exact_point(std::span<const std::complex<double>> coordinates);
std::vector<std::complex<double>> rounded(const Point& point);
Point conjugate(const Point& point);
/// Both parts of every coordinate rounded to `bits` significant bits.
Point rounded_to(const Point& point, int bits);
/// Rounded to the grid of 2^-bits max(1, |x|): what is zero at a zero shrinks with `bits` even when a better point is
/// known, and a coordinate that is zero itself becomes exactly that.
Point on_grid(const Point& point, int bits);
/// |z|, without the care for very large and very small parts where these are neither.
double modulus(std::complex<double> z);
/// Largest |a_i - b_i| (modulus), and the largest |a_i|, as doubles that do not underflow before 1e-300.
double distance(const Point& a, const Point& b);
double magnitude(const Point& a);
/// log2 of the larger part of each coordinate, whatever its exponent; -infinity for 0.
std::vector<double> log2_sizes(const Point& a);

}  // namespace polyscape::eval
