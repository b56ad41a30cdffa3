#pragma once
/// Reads a specification (TOML) with everything it names.
#include <string>

#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

/// The specification in the file `path`; data files are found beside it.
/// Throws InputError with file:line, key, what was expected and what to write.
Specification read_specification(const std::string& path);

/// The same from its text; `file` is the name used in messages, `directory` where data files are looked for.
Specification parse_specification(const std::string& text, const std::string& file, const std::string& directory);

}  // namespace polyscape::spec
