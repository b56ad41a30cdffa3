#pragma once
/// Where a specification lists several values in the place of one.
#include <string>
#include <vector>

#include "polyscape/spec/document.hpp"

namespace polyscape::spec {

/// A place of a document with the values that are listed there.
struct Choice {
  std::string path;                ///< "network.layer[1].width"
  std::vector<std::size_t> steps;  ///< to it from the document: the number of an entry, or of an item
  Value list;                      ///< an array, or a range
  std::vector<Value> values;       ///< at least one
  std::vector<std::string> texts;  ///< of each, as it can be written at the place
};

/// All of them in the order in which they stand in `text`, which the document was read from. An array is a list of
/// values where what is expected is none, or an array of arrays less deep; text like "1-5, 8" is a list of integers
/// where counts are expected. [solve], [dynamics] and the title take no lists. Throws InputError for an empty list, a
/// list inside of one, a range that ends before it begins.
std::vector<Choice> choices_of(const Value& document, const std::string& text);

/// The document with that value in the place of the list.
void choose(Value& document, const Choice& choice, std::size_t value);

}  // namespace polyscape::spec
