#include "polyscape/base/option.hpp"

#include <charconv>

namespace polyscape {

std::string option_number(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return error == std::errc() ? std::string(buffer, end) : std::to_string(value);
}

}  // namespace polyscape
