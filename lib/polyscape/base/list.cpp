#include "polyscape/base/list.hpp"

namespace polyscape {

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? ""
                                         : std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::vector<std::string> comma_separated(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0, end = 0; end != std::string_view::npos; begin = end + 1) {
    end = text.find(',', begin);
    words.push_back(trimmed(text.substr(begin, end == std::string_view::npos ? end : end - begin)));
  }
  return words;
}

}  // namespace polyscape
