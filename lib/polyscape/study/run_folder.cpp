#include "polyscape/study/run_folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "polyscape/base/error.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/table.hpp"

namespace polyscape::study {

namespace fs = std::filesystem;

namespace {

// "a/b/" and "a/b" are one folder; an empty path is the current one.
fs::path normal(const std::string& folder) {
  fs::path path = fs::path(folder).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path;
}
fs::path parent_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

bool ours(const fs::path& folder, const std::vector<std::string>& names) {
  if (fs::exists(folder / "result.json")) return true;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (std::ranges::count(names, entry.path().filename().string()) == 0) return false;
  return true;
}

constexpr const char* remedy = "use --out DIR";

// Removes a folder at the end of a scope unless it has been given another name.
struct Temporary {
  fs::path folder;
  ~Temporary() {
    std::error_code ignored;
    if (!folder.empty()) fs::remove_all(folder, ignored);
  }
};

}  // namespace

std::string default_run_folder(const std::string& specification_path) {
  return fs::path(specification_path).stem().string() + ".run";
}

void require_writable(const FolderTarget& target, const std::vector<std::string>& names) {
  const fs::path folder = normal(target.folder);
  if (folder.empty() || folder == "." || folder == ".." || folder == "/")
    throw InputError("--out", "the name of a new folder", "\"" + target.folder + "\"", "write --out NAME");
  require_parent(folder.string(), remedy);
  if (!fs::exists(fs::symlink_status(folder))) return;
  if (!fs::is_directory(folder))
    throw InputError(folder.string(), "a new folder", "a file of that name", "use --out DIR");
  if (!target.overwrite)
    throw InputError(folder.string(), "a new folder", "one that exists", "use --overwrite or --out DIR");
  if (!ours(folder, names))
    throw InputError(folder.string(), "a folder of results to overwrite", "one with other files",
                     "use --out DIR with another name");
}

void write_folder(const FolderTarget& target, const std::vector<OutputFile>& files) {
  std::vector<std::string> names;
  for (const OutputFile& file : files) names.push_back(file.name);
  require_writable(target, names);
  const fs::path folder = normal(target.folder);
  const std::string own = "." + std::to_string(getpid());
  Temporary fresh{folder.string() + ".partial" + own}, old;
  try {
    fs::create_directory(fresh.folder);
    for (const OutputFile& file : files) write_text((fresh.folder / file.name).string(), file.text, remedy);
    if (fs::exists(folder)) {
      const fs::path aside = folder.string() + ".old" + own;
      fs::rename(folder, aside);
      std::error_code refused;
      fs::rename(fresh.folder, folder, refused);
      if (refused) {
        fs::rename(aside, folder);
        throw fs::filesystem_error("rename", refused);
      }
      old.folder = aside;
    } else {
      fs::rename(fresh.folder, folder);
    }
    fresh.folder.clear();
  } catch (const fs::filesystem_error& e) {
    throw InputError(folder.string(), "a folder that can be written", e.code().message(), "use --out DIR");
  }
}

std::vector<OutputFile> result_files(const report::Result& result) {
  const std::vector<report::Result> row{result};
  return {{"result.json", report::to_json(result)},
          {"summary.txt", report::summary(result)},
          {"table.tex", report::table(row, report::TableFormat::latex)},
          {"table.md", report::table(row, report::TableFormat::markdown)},
          {"table.csv", report::table(row, report::TableFormat::csv)}};
}

void require_parent(const std::string& path, const std::string& otherwise) {
  const fs::path parent = parent_of(path);
  if (!fs::is_directory(parent)) throw InputError(path, "a folder " + parent.string() + " to put it into", "none", "create it, or " + otherwise);
  if (access(parent.c_str(), W_OK | X_OK) != 0)
    throw InputError(path, "a folder that can be written to", parent.string() + " (" + std::strerror(errno) + ")", otherwise);
}

void write_text(const std::string& path, const std::string& text, const std::string& otherwise) {
  std::ofstream stream(path, std::ios::binary);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream) throw InputError(path, "a file that can be written", std::strerror(errno), "make room, or " + otherwise);
}

std::string read_text(const std::string& path) {
  if (fs::is_directory(path)) throw InputError(path, "a file", "a folder", "name the file in it");
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf() || stream.peek() == std::ifstream::traits_type::eof()))
    throw InputError(path, "a file that can be read", std::strerror(errno), "check the name");
  return text.str();
}

}  // namespace polyscape::study
