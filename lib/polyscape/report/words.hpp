#pragma once
/// The words that say how something is known: the same in the summary, in result.json and in tables, and none besides.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/base/certainty.hpp"

namespace polyscape::report {

/// A claim word, what it says, what it rests on, and what to do about it. README has the first three, docs/reading.md
/// all; tests compare them.
struct Word {
  std::string_view word, meaning, basis, advice;
};
const std::vector<Word>& words();

/// " [theorem]" and the like, as the summary sets it behind a claim; empty when it is not known.
std::string tag(std::optional<Evidence> evidence);

}  // namespace polyscape::report
