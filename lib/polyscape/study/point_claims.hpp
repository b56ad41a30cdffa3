#pragma once
/// What points of a result claim, as numbers, and what the claims make of its counts.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::study {

using Centre = std::vector<algebra::GaussianRational>;

/// A number of a certificate, exactly; nullopt where the text is none.
std::optional<algebra::Rational> certified_number(const std::string& text);

/// Nullopt when some are no numbers.
std::optional<Centre> parsed(const report::CoordinateTexts& coordinates);

/// The best approximation that the point holds; nullopt when its digits are none, or its coordinates not finite.
std::optional<Centre> approximation(const report::Point& p);

/// (n-, n0, n+).
std::array<int, 3> counts(const algebra::Inertia& inertia);

/// "1 point", "2 points".
std::string plural(std::size_t count, const std::string& noun);

/// Says what is known of the listed points by their certificates, and whether any is missing: certified_distinct,
/// certified_real, minima, existence, completeness.
void conclude(report::Result& result);
/// The same of a result whose points were not tried to be certified: existence and completeness.
void conclude_uncertified(report::Result& result);
/// Which proven bound so many isolated solutions meet, in words; empty: none.
std::string bound_met(const report::Bounds& bounds, const algebra::Integer& count);

/// Says the dimension of a network's function space: exact where no random choice can err (error_log2 -infinity),
/// numerical where nothing bounds the probability of an error (0), as critical/modular.hpp tells.
void say_function_space(std::size_t dimension, double error_log2, report::Interpolation& v);

/// Adds what in the result excludes each other (report/contradictions.hpp) to its contradictions.
void note_contradictions(report::Result& result);

}  // namespace polyscape::study
