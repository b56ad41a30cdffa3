/// What is written about the program, from its own tables of options, keys and words.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "completions.hpp"
#include "manual.hpp"
#include "parts.hpp"
#include "polyscape/base/error.hpp"

namespace {

using namespace polyscape;
namespace fs = std::filesystem;

constexpr const char* usage =
    "reference docs FOLDER      brings the pages (*.md) of a folder, or one page, up to date\n"
    "reference check FOLDER     says which are not, and fails then\n"
    "reference examples FOLDER PAGE...  writes the C++ programs of pages, and what these say they print\n"
    "reference install FOLDER   writes manual pages and completions as they lie below share/\n";

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  if (!(stream << text).flush())
    throw InputError(file.string(), "a file that can be written", "none", "see its folder");
}

std::vector<fs::path> pages(const fs::path& place) {
  if (fs::is_regular_file(place)) return {place};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(place))
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  if (files.empty()) throw InputError(place.string(), "a folder with pages", "none", "name docs/");
  std::ranges::sort(files);
  return files;
}

/// The first line in which they differ.
std::string difference(const std::string& page, const std::string& now) {
  std::size_t begin = 0, line = 1;
  for (std::size_t i = 0; i < std::min(page.size(), now.size()) && page[i] == now[i]; ++i)
    if (page[i] == '\n') begin = i + 1, ++line;
  const auto line_of = [begin](const std::string& text) {
    return text.substr(std::min(begin, text.size()), text.find('\n', begin) - begin);
  };
  return std::to_string(line) + ": has\n    " + line_of(page) + "\n  the program's tables have\n    " + line_of(now);
}

int docs(const fs::path& place, bool check) {
  int status = 0;
  for (const fs::path& file : pages(place)) {
    const std::string page = contents(file), now = reference::updated(page, file.string());
    if (page == now) continue;
    if (!check) {
      write(file, now);
      std::cout << file.string() << "\n";
      continue;
    }
    std::cout << file.string() << ":" << difference(page, now) << "\n";
    status = 1;
  }
  if (status != 0) std::cout << "cmake --build build/release --target docs\nbrings all pages up to date\n";
  return status;
}

int install(const fs::path& share) {
  const auto put = [&](const fs::path& file, const std::string& text) {
    fs::create_directories((share / file).parent_path());
    write(share / file, text);
  };
  for (const reference::Page& page : reference::manual()) put(fs::path("man") / "man1" / page.name, page.text);
  put("bash-completion/completions/polyscape", reference::bash_completion());
  put("zsh/site-functions/_polyscape", reference::zsh_completion());
  put("fish/vendor_completions.d/polyscape.fish", reference::fish_completion());
  return 0;
}

/// The block that begins where `fence` stands at `at` or behind, and where it ends; an empty one at the end of the
/// page.
struct Block {
  std::string text;
  std::size_t begin, end;
};
Block block(const std::string& page, const std::string& fence, std::size_t at) {
  const std::size_t begin = page.find("\n" + fence + "\n", at);
  if (begin == std::string::npos) return {"", page.size(), page.size()};
  const std::size_t body = begin + fence.size() + 2, end = page.find("\n```\n", body - 1);
  return {page.substr(body, end + 1 - body), begin, end + 5};
}

int examples(const fs::path& folder, const std::vector<std::string>& pages) {
  fs::create_directories(folder);
  for (const std::string& name : pages) {
    const std::string page = contents(name);
    std::size_t count = 0;
    for (Block code = block(page, "```cpp", 0); code.begin < page.size(); code = block(page, "```cpp", code.end)) {
      const std::string stem = fs::path(name).stem().string() + "_" + std::to_string(++count);
      write(folder / (stem + ".cpp"), code.text);
      const Block output = block(page, "```", code.end - 1);
      if (page.substr(code.end, output.begin - code.end) == "\nprints\n") write(folder / (stem + ".txt"), output.text);
    }
    if (count == 0) throw InputError(name, "a program: ```cpp", "none", "leave the page out");
  }
  return 0;
}

int run(const std::vector<std::string>& words) {
  const std::string what = words.empty() ? "" : words[0];
  if (words.size() == 2 && (what == "docs" || what == "check")) return docs(words[1], what == "check");
  if (words.size() == 2 && what == "install") return install(words[1]);
  if (words.size() > 2 && what == "examples") return examples(words[1], {words.begin() + 2, words.end()});
  std::cerr << usage;
  return 2;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const std::exception& e) {
    std::cerr << "reference: " << e.what() << "\n";
    return 2;
  }
}
