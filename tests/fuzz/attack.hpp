#pragma once
/// What the fuzz targets share: a target defines attack(), tests/fuzz/entry.cpp is what libFuzzer calls.
#include <filesystem>
#include <string>

namespace polyscape::fuzz {

/// Reads the text; where it can be read, writes it, reads that, and compares. May leave by InputError or Cancelled:
/// anything else is a finding, and so is what takes longer or more memory than the limits of the run.
void attack(const std::string& text);

/// Ends the process, by which libFuzzer keeps the input, unless it holds.
void require(bool holds, const char* what);

/// A folder in memory where there is one, which goes with the process.
const std::filesystem::path& scratch();

/// Replaces the file.
void put(const std::filesystem::path& path, const std::string& text);

}  // namespace polyscape::fuzz
