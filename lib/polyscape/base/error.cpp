#include "polyscape/base/error.hpp"

namespace polyscape {

namespace {
// "PLACE: expected EXPECTED, found FOUND; REMEDY" from the parts that there are.
std::string sentence(const std::string& place, const std::string& expected, const std::string& found,
                     const std::string& remedy) {
  std::string text;
  // Parts quote the input, which may be long.
  constexpr std::size_t longest = 500;
  const auto clipped = [](const std::string& part) {
    return part.size() <= longest ? part : part.substr(0, longest - 3) + "...";
  };
  const auto append = [&](const char* separator, const char* word, const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : separator) + std::string(word) + clipped(part);
  };
  append("", "expected ", expected);
  append(", ", "found ", found);
  append("; ", "", remedy);
  return place.empty() ? text : clipped(place) + ": " + text;
}
}  // namespace

InputError::InputError(const std::string& place, const std::string& expected, const std::string& found,
                       const std::string& remedy)
    : Error(sentence(place, expected, found, remedy)) {}

}  // namespace polyscape
