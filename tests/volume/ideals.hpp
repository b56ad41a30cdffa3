#pragma once
/// Ideals as short texts, and what the resolution says of them.
#include <string>
#include <vector>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/volume/learning_coefficient.hpp"

namespace polyscape::volume {

/// The system of these equations, "x*y - 1", in the named variables.
inline algebra::System ideal(const std::vector<std::string>& names, const std::vector<std::string>& equations) {
  std::string text = "{\"variables\": [";
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "\"" : ", \"") + names[i] + "\"";
  text += "], \"equations\": [";
  for (std::size_t i = 0; i < equations.size(); ++i) text += (i == 0 ? "\"" : ", \"") + equations[i] + "\"";
  return algebra::read_system(text + "]}", "test");
}

/// "3/2, m = 2", "[1/4, 1]", "[1/4, ..)", "no zeros".
inline std::string text_of(const Bracket& pole) {
  if (pole.is_empty()) return "no zeros";
  const auto value = [](const std::optional<Pole>& p, const char* none) { return p ? p->value.to_string() : none; };
  if (pole.is_exact()) return pole.low->value.to_string() + ", m = " + std::to_string(pole.low->order);
  return "[" + value(pole.low, "..") + ", " + value(pole.high, "..") + "]";
}

inline std::string everywhere(const algebra::System& system) { return text_of(learning_coefficient(system, {}).pole); }
inline std::string at_origin(const algebra::System& system) {
  return text_of(learning_coefficient(system, {std::vector<Rational>(system.names.size())}).pole);
}

}  // namespace polyscape::volume
