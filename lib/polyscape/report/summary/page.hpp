#pragma once
/// A page of the summary, and how it writes numbers.
#include <cstdint>
#include <string>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/report/summary_words.hpp"

namespace polyscape::report {

/// Lines of two columns, a label and a text that wraps under itself.
class Page {
 public:
  void section(Label title, const std::string& rest = "") { text_ += "\n" + std::string(title.text()) + rest + "\n"; }
  /// rest: of the label, a number.
  void line(Label label, const std::string& content, const std::string& rest = "") {
    item(std::string(label.text()) + rest, content);
  }
  /// A line with a number or a name of the result's own at the left.
  void item(const std::string& label, const std::string& content);
  /// A label and a number below those of other such lines, with a remark.
  void count(Label label, std::uint64_t value, const std::string& remark = "");
  /// A bound, with what it is of; a large one is compared with the atoms in the universe.
  void bound(Label label, const algebra::Integer& value, const std::string& rest);
  void raw(const std::string& row) { text_ += row + "\n"; }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

/// An integer for people: digits in groups of three up to 24 digits, 1.234 x 10^56 (57 digits) beyond.
std::string readable(const algebra::Integer& value);
std::string readable(std::uint64_t value);

/// "1 path", "1,234 paths".
std::string plural(const algebra::Integer& count, const std::string& noun);
std::string plural(std::uint64_t count, const std::string& noun);

/// Beyond 10^80 how the value compares with the number of atoms in the observable universe; empty below.
std::string beside_atoms(const algebra::Integer& value);

}  // namespace polyscape::report
