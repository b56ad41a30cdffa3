#pragma once
/// Axes of a figure: what a place on one stands for, and where it is marked.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polyscape::plot {

/// What the places on an axis are: the value itself; log10 of it, so that it may exceed any double; of any sign,
/// log10(1 + |value| / unit) with the value's sign; the number of a category, from 0.
enum class Scale { linear, log, signed_log, category };

struct Axis {
  std::string label{};
  Scale scale = Scale::linear;
  double unit = 1;                               ///< signed_log: about linear below it; a power of ten
  std::vector<std::string> categories{};         ///< category
  bool whole = false;                            ///< linear: only whole numbers are marked
  std::optional<std::array<double, 2>> range{};  ///< places; what is drawn, with some room, unless given
};

/// The place of a value on the axis; NaN for one that has none (0 on a log axis). Not of categories.
double place(const Axis& axis, double value);

/// An axis for these values (those that are not finite are passed over): linear, or logarithmic where they range over
/// more than that factor, a few small ones (zeros up to rounding) among values of both signs left aside.
Axis axis_for(const std::string& label, std::span<const double> values, double factor = 1e3);

/// A marked place. A text may end in "10^k", for a writer to set as a power.
struct Tick {
  double at;
  std::string text;
};

/// Marks between two places, some eight at most but for categories, which all have one: multiples of 1, 2 or 5 times
/// a power of ten; on a log axis powers of ten, or such multiples where it has fewer than two powers.
std::vector<Tick> ticks(const Axis& axis, double low, double high);

}  // namespace polyscape::plot
