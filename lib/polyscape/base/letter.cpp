#include "polyscape/base/letter.hpp"

#include <cstring>

#include "polyscape/base/error.hpp"

namespace polyscape {

LetterReader::LetterReader(std::string_view letter) : kind_(0), rest_(letter) { kind_ = take(1).front(); }

std::string_view LetterReader::take(std::size_t size) {
  if (rest_.size() < size) throw Error("a member of the team sent half a letter");
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::uint64_t LetterReader::number() {
  std::uint64_t n = 0;
  std::memcpy(&n, take(sizeof n).data(), sizeof n);
  return n;
}

std::string_view LetterReader::text() { return take(number()); }

std::vector<double> LetterReader::reals() {
  const std::string_view bytes = text();
  std::vector<double> x(bytes.size() / sizeof(double));
  if (!x.empty()) std::memcpy(x.data(), bytes.data(), x.size() * sizeof(double));
  return x;
}

}  // namespace polyscape
