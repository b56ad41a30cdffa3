#pragma once
/// Systems in files, as the benchmarks read them.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "polyscape/algebra/format/format.hpp"

namespace polyscape::bench {

inline std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}
inline algebra::System system_in(const std::string& file) { return algebra::read_system(text_of(file), file); }

}  // namespace polyscape::bench
