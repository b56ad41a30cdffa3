#pragma once
/// Specifications drawn from all that the language can say, of networks small enough to be analysed in a moment.
#include <cstdint>
#include <string>

namespace polyscape::support {

/// The text of a specification; the same for the same number. Its data file, if it has one, is data/iris.csv. Most of
/// them are legal: what is not can be told by the reader alone.
std::string random_specification(std::uint64_t number);

}  // namespace polyscape::support
