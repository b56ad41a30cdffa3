#include "polyscape/study/run_folder.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::study;
namespace fs = std::filesystem;

namespace {

/// A folder to work in, removed at the end.
struct Workplace {
  fs::path path = fs::temp_directory_path() / ("polyscape_run_folder_" + std::to_string(::getpid()));
  Workplace() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Workplace() { fs::remove_all(path); }
  std::string operator/(const char* name) const { return (path / name).string(); }
  std::set<std::string> names() const {
    std::set<std::string> result;
    for (const auto& entry : fs::directory_iterator(path)) result.insert(entry.path().filename().string());
    return result;
  }
};

const std::vector<OutputFile> files{{"result.json", "{}\n"}, {"summary.txt", "one\n"}};

}  // namespace

TEST_CASE("a run folder holds its files and nothing is left beside it", "[unit]") {
  const Workplace at;
  write_folder({at / "a.run"}, files);
  CHECK(at.names() == std::set<std::string>{"a.run"});
  CHECK(read_text(at / "a.run/result.json") == "{}\n");
  CHECK(read_text(at / "a.run/summary.txt") == "one\n");
}

TEST_CASE("an existing folder is replaced when asked to, as a whole", "[unit]") {
  const Workplace at;
  write_folder({at / "a.run"}, files);
  CHECK_THROWS_AS(write_folder({at / "a.run"}, files), InputError);
  CHECK_THROWS_AS(require_writable({at / "a.run"}), InputError);
  write_folder({at / "a.run/", true}, {{"result.json", "new"}});
  CHECK(read_text(at / "a.run/result.json") == "new");
  CHECK_FALSE(fs::exists(at / "a.run/summary.txt"));
  CHECK(at.names() == std::set<std::string>{"a.run"});
}

TEST_CASE("a folder that is not ours is never overwritten", "[unit]") {
  const Workplace at;
  fs::create_directory(at / "thesis");
  std::ofstream(at / "thesis/chapter.tex") << "years of work";
  CHECK_THROWS_AS(write_folder({at / "thesis", true}, files), InputError);
  CHECK(read_text(at / "thesis/chapter.tex") == "years of work");
  std::ofstream(at / "file") << "x";
  CHECK_THROWS_AS(write_folder({at / "file", true}, files), InputError);
  CHECK_THROWS_AS(write_folder({at / "none/a.run"}, files), InputError);
  for (const char* bad : {"", ".", "..", "/"}) CHECK_THROWS_AS(require_writable({bad, true}), InputError);
}

TEST_CASE("what cannot be written leaves nothing new behind, and what was there", "[unit]") {
  const Workplace at;
  write_folder({at / "a.run"}, files);
  CHECK_THROWS_AS(write_folder({at / "a.run", true}, {{"result.json", "new"}, {"no/such.txt", "x"}}), InputError);
  CHECK(read_text(at / "a.run/result.json") == "{}\n");
  CHECK_THROWS_AS(write_folder({at / "b.run"}, {{"no/such.txt", "x"}}), InputError);
  CHECK(at.names() == std::set<std::string>{"a.run"});
}

TEST_CASE("names of run folders, texts of files", "[unit]") {
  CHECK(default_run_folder("some/where/xor.v2.toml") == "xor.v2.run");
  const Workplace at;
  std::ofstream(at / "empty") << "";
  CHECK(read_text(at / "empty").empty());
  CHECK_THROWS_AS(read_text(at / "missing"), InputError);
  CHECK_THROWS_AS(read_text(at.path.string()), InputError);
}
