#include "kept.hpp"

#include <algorithm>
#include <filesystem>

#include "polyscape/base/digest.hpp"

namespace polyscape::python {

namespace fs = std::filesystem;

namespace {

std::vector<study::OutputFile> files_of(const Input* input) {
  return input != nullptr ? input->files() : std::vector<study::OutputFile>{};
}

/// The name of a result's file beside these.
Text free_name(const std::vector<study::OutputFile>& files, const Text& name) {
  const bool taken = std::ranges::find(files, name, &study::OutputFile::name) != files.end();  // by a data set
  return (taken ? "polyscape." : "") + name;
}

}  // namespace

std::vector<study::OutputFile> run_files(const Input* input, const report::Result& result) {
  const std::vector<study::OutputFile> own = files_of(input);
  std::vector<study::OutputFile> files = own;
  for (study::OutputFile& f : study::result_files(result)) {
    f.name = free_name(own, f.name);
    files.push_back(std::move(f));
  }
  return files;
}

Kept::Kept(Text folder, bool overwrite, std::vector<Text> words, std::shared_ptr<const Input> input)
    : target_{std::move(folder), study::Existing::refuse}, input_(std::move(input)) {
  const std::vector<study::OutputFile> own = files_of(input_.get());
  std::vector<Text> names;
  Text all;
  for (const study::OutputFile& f : own) {
    names.push_back(f.name);
    all += digest(f.name) + digest(f.text);
  }
  for (const Text& name : study::result_file_names()) names.push_back(free_name(own, name));
  const Text file = study::checkpoint_of(target_.folder);
  if (overwrite || fs::exists(file)) target_.existing = study::Existing::replace;
  study::require_writable(target_, names);
  checkpoint_.emplace(file, study::CheckpointedJob{std::move(words), fs::current_path().string(), digest(all)});
}

void Kept::write(const report::Result& result) { study::write_folder(target_, run_files(input_.get(), result)); }

}  // namespace polyscape::python
