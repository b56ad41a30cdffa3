#pragma once
/// A specification with lists and ranges: as many specifications as there are choices of one value from each.
#include <string>
#include <utility>
#include <vector>

#include "polyscape/spec/choices.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

inline constexpr std::size_t most_sweep_rows = 1'000'000;

class Sweep {
 public:
  /// file: named in messages; directory: where data files are looked for. Throws InputError where the text is no TOML,
  /// as choices_of() does, and where there are more than most_sweep_rows rows. The rows themselves are not read yet.
  Sweep(std::string text, std::string file, std::string directory);

  const std::string& text() const { return text_; }
  const std::string& file() const { return file_; }
  const std::string& directory() const { return directory_; }
  /// Keys with lists, in the order in which they are written, each by the shortest end of its path that no other one
  /// has: "width", "layer[2].width".
  const std::vector<std::string>& names() const { return names_; }
  /// Rows are numbered from 0: the first key's value changes slowest. Without lists there is one.
  std::size_t size() const { return size_; }
  /// A name and a value a key: of text its content, else what the file says.
  std::vector<std::pair<std::string, std::string>> values(std::size_t row) const;
  /// The first row with the same network and loss: their values differ in [data] and [regularization] alone.
  std::size_t first_of_network(std::size_t row) const;
  /// The row as a specification without lists, whose text is the sweep's with each list replaced by its value, and
  /// whose title ends in the values. Throws InputError, with the place in the sweep's file and the row's values, where
  /// it is none.
  Specification specification(std::size_t row) const;

 private:
  std::size_t chosen(std::size_t row, std::size_t key) const {
    return row / period_[key] % choices_[key].values.size();
  }

  std::string text_, file_, directory_;
  Value document_;
  std::vector<Choice> choices_;
  std::vector<std::string> names_;
  std::vector<std::size_t> period_;  ///< rows for which a key's value stays
  std::size_t size_ = 1;
};

/// The sweep in the file `path`; data files are found beside it. Throws InputError as the constructor does.
Sweep read_sweep(const std::string& path);

/// "width = 2, seed = 7".
std::string values_text(const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace polyscape::spec
