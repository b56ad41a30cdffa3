#include "polyscape/plot/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace polyscape::plot {
namespace {

constexpr int most_ticks = 8;
constexpr double rounding = 1e-9;  // of a step

/// The smallest of 1, 2, 5 times a power of ten that leaves at most so many steps.
double nice_step(double length, int most) {
  const double least = length / most, power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - rounding)) return factor * power;
  return 10 * power;
}

/// A multiple of the step, to the digits that tell it from the next one.
std::string multiple_text(double value, double step) {
  if (value == 0) return "0";
  const double size = std::abs(value);
  const int exponent = static_cast<int>(std::floor(std::log10(size) + rounding)),
            last = static_cast<int>(std::floor(std::log10(step) + rounding));
  if (exponent < 6 && last >= -4) return fmt::format("{:.{}f}", value, std::max(0, -last));
  const std::string mantissa = fmt::format("{:.{}f}", value / std::pow(10, exponent), std::max(0, exponent - last));
  if (mantissa == "1" || mantissa == "-1") return fmt::format("{}10^{}", value < 0 ? "-" : "", exponent);
  return fmt::format("{}·10^{}", mantissa, exponent);
}

std::vector<Tick> linear_ticks(double low, double high, bool whole) {
  double step = nice_step(high - low, most_ticks);
  if (whole) step = std::max(step, 1.0);
  std::vector<Tick> result;
  const double first = std::ceil(low / step - rounding), last = std::floor(high / step + rounding);
  for (double k = first; k <= last; ++k) {
    const double at = k == 0 ? 0 : k * step;  // no -0
    result.push_back({at, multiple_text(at, step)});
  }
  return result;
}

std::string power_text(double exponent) {
  return exponent == 0 ? "1" : exponent == 1 ? "10" : fmt::format("10^{:.0f}", exponent);
}

std::vector<Tick> log_ticks(double low, double high) {
  std::vector<Tick> result;
  const double first = std::ceil(low - rounding), last = std::floor(high + rounding);
  if (last > first) {
    const double step = std::max(1.0, nice_step(last - first, most_ticks));
    for (double k = std::ceil(first / step - rounding); k * step <= last; ++k)
      result.push_back({k * step + 0.0, power_text(k * step + 0.0)});
    return result;
  }
  const double below = std::floor(low);
  for (const double factor : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0}) {
    const double at = below + std::log10(factor);
    if (at < low - rounding || at > high + rounding) continue;
    result.push_back({at, std::abs(below) < 5 ? fmt::format("{:.6g}", factor * std::pow(10, below))
                          : factor == 1       ? power_text(below)
                                              : fmt::format("{:.0f}·10^{:.0f}", factor, below)});
  }
  return result;
}

std::vector<Tick> signed_log_ticks(double low, double high, double unit) {
  std::vector<Tick> result{{0, "0"}};
  const double exponent = std::round(std::log10(unit));
  const double step = std::max(1.0, std::ceil((high - low) / most_ticks));
  const double most = std::max(std::abs(low), std::abs(high));
  for (double k = 0; k <= most; k += step)
    for (const double sign : {-1.0, 1.0}) {
      const double at = sign * std::log10(1 + std::pow(10, k));
      if (at >= low && at <= high) result.push_back({at, (sign < 0 ? "-" : "") + power_text(exponent + k)});
    }
  std::ranges::sort(result, {}, &Tick::at);
  return result;
}

}  // namespace

double place(const Axis& axis, double value) {
  switch (axis.scale) {
    case Scale::log:
      return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
    case Scale::signed_log:
      return std::copysign(std::log10(1 + std::abs(value) / axis.unit), value);
    case Scale::linear:
    case Scale::category:
      break;
  }
  return value;
}

Axis axis_for(const std::string& label, std::span<const double> values, double factor) {
  std::vector<double> sizes;
  bool positive = true;
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    positive = positive && v > 0;
    if (v != 0) sizes.push_back(std::abs(v));
  }
  Axis axis{label};
  if (sizes.empty()) return axis;
  std::ranges::sort(sizes);
  const double small = positive ? sizes.front() : sizes[sizes.size() / 8];
  if (sizes.back() / small <= factor) return axis;
  axis.scale = positive ? Scale::log : Scale::signed_log;
  if (!positive) axis.unit = std::pow(10, std::floor(std::log10(small)));
  return axis;
}

std::vector<Tick> ticks(const Axis& axis, double low, double high) {
  std::vector<Tick> result;
  switch (axis.scale) {
    case Scale::linear:
      return linear_ticks(low, high, axis.whole);
    case Scale::log:
      return log_ticks(low, high);
    case Scale::signed_log:
      return signed_log_ticks(low, high, axis.unit);
    case Scale::category:
      for (const std::string& name : axis.categories) result.push_back({static_cast<double>(result.size()), name});
  }
  return result;
}

}  // namespace polyscape::plot
