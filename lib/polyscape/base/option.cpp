#include "polyscape/base/option.hpp"

#include <charconv>
#include <cmath>

namespace polyscape {

std::string option_number(double value) {
  char buffer[32];
  constexpr double largest = 0x1p53;  // integers in full, as options that are integers are read
  const bool integer = value == std::floor(value) && std::abs(value) <= largest;
  const auto [end, error] = integer ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value))
                                    : std::to_chars(buffer, buffer + sizeof buffer, value);
  return error == std::errc() ? std::string(buffer, end) : std::to_string(value);
}

}  // namespace polyscape
