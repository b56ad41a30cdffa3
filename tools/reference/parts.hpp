#pragma once
/// The parts of docs/ that say what the program's own tables say: options, keys, words.
#include <string>

namespace polyscape::reference {

/// A page in Markdown with the parts that it names as the tables have them now. A part stands between the lines
///   <!-- part: NAME --> and <!-- end -->
/// Throws InputError(file, ..) for a name that is none, and for a part without an end.
std::string updated(const std::string& page, const std::string& file);

}  // namespace polyscape::reference
