#include "polyscape/study/run_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/file_text.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/table.hpp"

namespace polyscape::study {

namespace fs = std::filesystem;

namespace {

constexpr const char* remedy = "use --out DIR";
constexpr const char* kept_ending = ".before";

// "a/b/" and "a/b" are one folder; an empty path is the current one.
fs::path normal(const std::string& folder) {
  fs::path path = fs::path(folder).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path;
}
fs::path parent_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/// Where the files go: the folder that a symbolic link leads to.
fs::path destination(const FolderTarget& target) {
  const fs::path folder = normal(target.folder);
  if (folder.empty() || folder == "." || folder == ".." || folder == "/")
    throw InputError("--out", "the name of a new folder", "\"" + target.folder + "\"", "write --out NAME");
  std::error_code error;
  if (!fs::is_symlink(fs::symlink_status(folder, error))) return folder;
  fs::path real = fs::canonical(folder, error);
  if (error) throw InputError(folder.string(), "a folder", "a symbolic link that leads to none", remedy);
  return real;
}

std::string text_at(const std::string& path, ReadUntil until) {
  if (fs::is_directory(path)) throw InputError(path, "a file", "a folder", "name the file in it");
  auto text = file_text(path, longest_file, until);
  if (!text) throw InputError(path, "a file that can be read", std::strerror(errno), "check the name");
  return *std::move(text);
}
/// Of a file in a folder that is written, by a job that may have been cancelled.
std::string text_below(const fs::path& file) { return text_at(file.string(), ReadUntil::end); }

using Manifest = std::map<std::string, std::string>;  // digests by name

/// nullopt where there is none that can be read.
std::optional<Manifest> manifest_of(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_regular_file(folder / manifest_file, error)) return std::nullopt;
  const nlohmann::json text = nlohmann::json::parse(text_below(folder / manifest_file), nullptr, false);
  if (!text.is_object() || !text.contains("files") || !text["files"].is_object()) return std::nullopt;
  Manifest result;
  for (const auto& [name, digest] : text["files"].items())
    if (digest.is_string()) result[name] = digest.get<std::string>();
  return result;
}

/// Every file and symbolic link below the folder, by relative name.
std::vector<std::string> names_below(const fs::path& folder) {
  std::vector<std::string> result;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_symlink() || !entry.is_directory()) result.push_back(entry.path().lexically_relative(folder).string());
  std::ranges::sort(result);
  return result;
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(path, error));
}

/// Of the files below: not written by polyscape, or changed since.
std::vector<std::string> others(const fs::path& folder) {
  const std::optional<Manifest> manifest = manifest_of(folder);
  std::vector<std::string> result;
  for (const std::string& name : names_below(folder)) {
    if (manifest && name == manifest_file) continue;
    const bool ours = manifest && manifest->contains(name) && is_file(folder / name) &&
                      digest(text_below(folder / name)) == manifest->at(name);
    if (!ours) result.push_back(name);
  }
  return result;
}

/// Of the files below: written by polyscape, and not changed since.
std::vector<OutputFile> own_files(const fs::path& folder) {
  std::vector<OutputFile> result;
  if (!fs::is_directory(folder)) return result;
  const std::vector<std::string> kept = others(folder);
  for (const std::string& name : names_below(folder))
    if (name != manifest_file && std::ranges::find(kept, name) == kept.end())
      result.push_back({name, text_below(folder / name)});
  return result;
}

/// Whether one is the other, or a folder that the other lies in.
bool in_the_way(const std::string& name, const std::string& other) {
  return name == other || name.starts_with(other + "/") || other.starts_with(name + "/");
}

void refuse_others(const fs::path& folder, const std::vector<std::string>& kept,
                   const std::vector<std::string>& names) {
  for (const std::string& name : kept)
    for (const std::string& own : names)
      if (in_the_way(own, name))
        throw InputError((folder / name).string(), "a file that polyscape wrote, to replace it",
                         "one that it did not, or that was changed since",
                         "move it, or use --out DIR with another name");
}

/// Writes the file; the digest of its text.
std::string written_to(const std::string& path, const OutputFile& file, const std::string& otherwise) {
  std::ofstream stream(path, std::ios::binary);
  DigestOfPieces digest;
  file.give([&](std::string_view piece) {
    stream.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    digest.add(piece);
  });
  stream.close();
  if (!stream) throw InputError(path, "a file that can be written", std::strerror(errno), "make room, or " + otherwise);
  return digest.digest();
}

// Removes a folder at the end of a scope unless it has been given another name.
struct Temporary {
  fs::path folder;
  ~Temporary() {
    std::error_code ignored;
    if (!folder.empty()) fs::remove_all(folder, ignored);
  }
};

/// The file, under that name, in another folder too.
void share(const fs::path& from, const fs::path& to) {
  fs::create_directories(to.parent_path());
  std::error_code no_links;
  if (!fs::is_symlink(from)) fs::create_hard_link(from, to, no_links);
  if (fs::is_symlink(from) || no_links) fs::copy(from, to, fs::copy_options::copy_symlinks);
}

/// A name for the old file that is free in both folders.
std::string name_to_keep(const fs::path& old, const fs::path& fresh, const std::string& name) {
  const auto taken = [&](const std::string& other) {
    return fs::exists(fs::symlink_status(old / other)) || fs::exists(fs::symlink_status(fresh / other));
  };
  std::string result = name + kept_ending;
  for (int k = 2; taken(result); ++k) result = name + kept_ending + std::to_string(k);
  return result;
}

/// Puts what is not ours of the old folder into the new one, and empty folders.
void share_others(const fs::path& old, const std::vector<std::string>& kept, const fs::path& fresh) {
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(old))
    if (!entry.is_symlink() && entry.is_directory() && fs::is_empty(entry.path()))
      fs::create_directories(fresh / entry.path().lexically_relative(old));
  for (const std::string& name : kept) {
    const bool taken = fs::exists(fs::symlink_status(fresh / name));
    if (taken && is_file(old / name) && is_file(fresh / name) && text_below(old / name) == text_below(fresh / name))
      continue;
    share(old / name, fresh / (taken ? name_to_keep(old, fresh, name) : name));
  }
}

/// The two folders change names, in one step where the system can.
void exchange(const fs::path& fresh, const fs::path& folder) {
  if (renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0) return;
  const fs::path aside = fresh.string() + ".old";
  fs::rename(folder, aside);
  std::error_code refused;
  fs::rename(fresh, folder, refused);
  if (refused) {
    fs::rename(aside, folder);
    throw fs::filesystem_error("rename", refused);
  }
  fs::rename(aside, fresh);
}

}  // namespace

std::string beside(const std::string& folder, const std::string& ending) { return normal(folder).string() + ending; }

std::string default_run_folder(const std::string& specification_path) {
  return fs::path(specification_path).stem().string() + ".run";
}

void require_writable(const FolderTarget& target, const std::vector<std::string>& files) {
  const fs::path folder = destination(target);
  std::vector<std::string> names = files;
  names.push_back(manifest_file);
  try {
    require_parent(folder.string(), remedy);
    if (!fs::exists(fs::symlink_status(folder))) return;
    if (!fs::is_directory(folder)) throw InputError(folder.string(), "a new folder", "a file of that name", remedy);
    if (target.existing == Existing::refuse)
      throw InputError(folder.string(), "a new folder", "one that exists", "use --overwrite or --out DIR");
    if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
      throw InputError(folder.string(), "a folder that can be written to", std::strerror(errno), remedy);
    if (target.existing == Existing::replace) refuse_others(folder, others(folder), names);
  } catch (const fs::filesystem_error& e) {
    throw InputError(folder.string(), "a folder that can be written", e.code().message(), remedy);
  }
}

void write_folder(const FolderTarget& target, const std::vector<OutputFile>& files) {
  std::vector<OutputFile> before;
  if (target.existing == Existing::add) {
    before = own_files(destination(target));
    std::erase_if(before, [&](const OutputFile& file) {
      return std::ranges::find(files, file.name, &OutputFile::name) != files.end();
    });
  }
  std::vector<const OutputFile*> all;
  for (const OutputFile& file : files) all.push_back(&file);
  for (const OutputFile& file : before) all.push_back(&file);
  std::vector<std::string> names;
  for (const OutputFile* file : all) names.push_back(file->name);
  require_writable(target, names);
  const fs::path folder = destination(target);
  Temporary fresh{folder.string() + ".partial." + std::to_string(getpid())};
  try {
    fs::create_directory(fresh.folder);
    nlohmann::ordered_json digests;
    for (const OutputFile* file : all) {
      const fs::path path = fresh.folder / file->name;
      fs::create_directories(path.parent_path());
      digests[file->name] = written_to(path.string(), *file, remedy);
    }
    write_text((fresh.folder / manifest_file).string(),
               nlohmann::ordered_json{{"files", std::move(digests)}}.dump(1) + "\n", remedy);
    if (!fs::exists(folder)) {
      // Fails where another process was quicker: a folder with files in it is not replaced.
      fs::rename(fresh.folder, folder);
      fresh.folder.clear();
      return;
    }
    const std::vector<std::string> kept = others(folder);
    share_others(folder, kept, fresh.folder);
    exchange(fresh.folder, folder);
    // What someone else wrote meanwhile.
    for (const std::string& name : others(fresh.folder))
      if (std::ranges::find(kept, name) == kept.end() && !fs::exists(fs::symlink_status(folder / name)))
        share(fresh.folder / name, folder / name);
  } catch (const fs::filesystem_error& e) {
    throw InputError(folder.string(), "a folder that can be written", e.code().message(), remedy);
  }
}

std::vector<std::string> result_file_names() {
  return {"result.json", "summary.txt", "table.tex", "table.md", "table.csv"};
}

std::vector<OutputFile> result_files(const report::Result& result) {
  const std::span row(&result, 1);
  std::vector<std::string> texts{""};
  texts.push_back(report::summary(result));
  for (const auto format : {report::TableFormat::latex, report::TableFormat::markdown, report::TableFormat::csv})
    texts.push_back(report::table(row, format));
  std::vector<OutputFile> files;
  for (const std::string& name : result_file_names()) files.push_back({name, std::move(texts[files.size()])});
  files.front().in_pieces = [&result](const TextSink& sink) { report::write_json(result, sink); };
  return files;
}

void require_parent(const std::string& path, const std::string& otherwise) {
  const fs::path parent = parent_of(path);
  if (!fs::is_directory(parent))
    throw InputError(path, "a folder " + parent.string() + " to put it into", "none", "create it, or " + otherwise);
  if (access(parent.c_str(), W_OK | X_OK) != 0)
    throw InputError(path, "a folder that can be written to", parent.string() + " (" + std::strerror(errno) + ")",
                     otherwise);
}

void write_file(const std::string& path, const OutputFile& file, const std::string& otherwise) {
  written_to(path, file, otherwise);
}

void write_text(const std::string& path, const std::string& text, const std::string& otherwise) {
  written_to(path, {"", text}, otherwise);
}

std::string read_text(const std::string& path) { return text_at(path, ReadUntil::cancelled); }

}  // namespace polyscape::study
