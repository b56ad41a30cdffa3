#pragma once
/// Texts that are too long to be there as a whole.
#include <functional>
#include <string_view>

namespace polyscape {

/// Takes a text piece by piece.
using TextSink = std::function<void(std::string_view piece)>;

}  // namespace polyscape
