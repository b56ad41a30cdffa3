#pragma once
/// A point's coordinates as they are written.
#include <array>
#include <compare>
#include <string>
#include <vector>

namespace polyscape::report {

/// Real and imaginary part of each coordinate, whatever the texts are. They lie in one piece of memory: a result holds
/// such a list for every point, and strings of their own take three times as much.
class CoordinateTexts {
 public:
  using Pairs = std::vector<std::array<std::string, 2>>;

  CoordinateTexts() = default;
  CoordinateTexts(const Pairs& pairs);
  Pairs pairs() const;
  /// Equal where all texts are; in some order else.
  auto operator<=>(const CoordinateTexts&) const = default;

 private:
  std::string letter_;  ///< base/letter.hpp; empty: no pairs
};

}  // namespace polyscape::report
