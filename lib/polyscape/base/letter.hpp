#pragma once
/// What members of a team (base/team.hpp) tell each other, as bytes.
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polyscape {

/// Numbers, doubles and texts one after another, for machines of this one's kind.
class LetterWriter {
 public:
  explicit LetterWriter(char kind) : text_(1, kind) {}
  LetterWriter& number(std::uint64_t n) {
    text_.append(reinterpret_cast<const char*>(&n), sizeof n);
    return *this;
  }
  LetterWriter& real(double x) { return number(std::bit_cast<std::uint64_t>(x)); }
  LetterWriter& reals(std::span<const double> x) {
    return text({reinterpret_cast<const char*>(x.data()), x.size() * sizeof(double)});
  }
  LetterWriter& text(std::string_view t) {
    number(t.size());
    text_.append(t);
    return *this;
  }
  const std::string& letter() const { return text_; }

 private:
  std::string text_;
};

/// Reads what a LetterWriter has written. Throws Error where the letter ends too early.
class LetterReader {
 public:
  explicit LetterReader(std::string_view letter);
  char kind() const { return kind_; }
  bool at_end() const { return rest_.empty(); }
  std::uint64_t number();
  double real() { return std::bit_cast<double>(number()); }
  std::vector<double> reals();
  std::string_view text();

 private:
  std::string_view take(std::size_t size);
  char kind_;
  std::string_view rest_;
};

}  // namespace polyscape
