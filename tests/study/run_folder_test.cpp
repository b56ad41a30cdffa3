#include "polyscape/study/run_folder.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace polyscape;
using namespace polyscape::study;
namespace fs = std::filesystem;

namespace {

struct Workplace : support::Folder {
  std::set<std::string> names() const {
    std::set<std::string> result;
    for (const auto& entry : fs::directory_iterator(path())) result.insert(entry.path().filename().string());
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

TEST_CASE("a file that is given in pieces is written whole, with its digest", "[unit]") {
  const Workplace at;
  const OutputFile file{"result.json", "", [](const TextSink& sink) {
                          for (const char* piece : {"{", "", "}\n"}) sink(piece);
                        }};
  write_folder({at / "a.run"}, {file});
  CHECK(read_text(at / "a.run/result.json") == "{}\n");
  CHECK(read_text(at / ("a.run/" + std::string(manifest_file))).find(digest("{}\n")) != std::string::npos);
  write_file(at / "alone", file, "");
  CHECK(read_text(at / "alone") == "{}\n");
  // Its digest is known again: it may be replaced.
  write_folder({at / "a.run", Existing::replace}, files);
  CHECK(read_text(at / "a.run/summary.txt") == "one\n");
}

TEST_CASE("an existing folder is replaced when asked to, as a whole", "[unit]") {
  const Workplace at;
  write_folder({at / "a.run"}, files);
  CHECK_THROWS_AS(write_folder({at / "a.run"}, files), InputError);
  CHECK_THROWS_AS(require_writable({at / "a.run"}, {}), InputError);
  write_folder({at / "a.run/", Existing::replace}, {{"result.json", "new"}});
  CHECK(read_text(at / "a.run/result.json") == "new");
  CHECK_FALSE(fs::exists(at / "a.run/summary.txt"));
  CHECK(at.names() == std::set<std::string>{"a.run"});
}

TEST_CASE("what polyscape did not write, or someone changed since, is never lost", "[unit]") {
  const Workplace at;
  fs::create_directory(at / "thesis");
  std::ofstream(at / "thesis/summary.txt") << "years of work";
  CHECK_THROWS_AS(write_folder({at / "thesis", Existing::replace}, files), InputError);
  CHECK_THROWS_AS(require_writable({at / "thesis", Existing::replace}, {"summary.txt"}), InputError);
  CHECK_NOTHROW(require_writable({at / "thesis", Existing::replace}, {"other.txt"}));
  CHECK(read_text(at / "thesis/summary.txt") == "years of work");
  std::ofstream(at / "file") << "x";
  CHECK_THROWS_AS(write_folder({at / "file", Existing::replace}, files), InputError);
  CHECK_THROWS_AS(write_folder({at / "none/a.run"}, files), InputError);
  for (const char* bad : {"", ".", "..", "/"})
    CHECK_THROWS_AS(require_writable({bad, Existing::replace}, {}), InputError);

  // Beside our files: notes, folders, links stay, as they are.
  write_folder({at / "a.run"}, files);
  std::ofstream(at / "a.run/notes.txt") << "mine";
  fs::create_directories(at / "a.run/plots/empty");
  std::ofstream(at / "a.run/plots/a.svg") << "<svg/>";
  fs::create_symlink("../thesis", at / "a.run/link");
  write_folder({at / "a.run", Existing::replace}, {{"result.json", "new"}});
  CHECK(read_text(at / "a.run/result.json") == "new");
  CHECK_FALSE(fs::exists(at / "a.run/summary.txt"));
  CHECK(read_text(at / "a.run/notes.txt") == "mine");
  CHECK(read_text(at / "a.run/plots/a.svg") == "<svg/>");
  CHECK(fs::is_directory(at / "a.run/plots/empty"));
  CHECK(fs::is_symlink(at / "a.run/link"));
  CHECK(read_text(at / "thesis/summary.txt") == "years of work");

  // One of ours, edited.
  std::ofstream(at / "a.run/result.json", std::ios::app) << " edited";
  CHECK_THROWS_AS(write_folder({at / "a.run", Existing::replace}, files), InputError);
  CHECK(read_text(at / "a.run/result.json") == "new edited");
  for (int k = 0; k < 2; ++k) {
    write_folder({at / "a.run", Existing::keep}, files);
    std::ofstream(at / "a.run/result.json") << "again";
  }
  CHECK(read_text(at / "a.run/result.json.before") == "new edited");
  CHECK(read_text(at / "a.run/result.json.before2") == "again");
  CHECK(read_text(at / "a.run/notes.txt") == "mine");
  CHECK(at.names() == std::set<std::string>{"a.run", "file", "thesis"});
}

TEST_CASE("files in folders below, and a folder where a file goes", "[unit]") {
  const Workplace at;
  const std::vector<OutputFile> deep{{"result.json", "{}\n"}, {"data/set/x.csv", "x\n1\n"}};
  write_folder({at / "a.run"}, deep);
  CHECK(read_text(at / "a.run/data/set/x.csv") == "x\n1\n");
  write_folder({at / "a.run", Existing::replace}, files);
  CHECK_FALSE(fs::exists(at / "a.run/data"));
  std::ofstream(at / "a.run/data") << "a file of that name";
  CHECK_THROWS_AS(write_folder({at / "a.run", Existing::replace}, deep), InputError);
  CHECK(read_text(at / "a.run/data") == "a file of that name");
}

TEST_CASE("a symbolic link to a folder stays one", "[unit]") {
  const Workplace at;
  write_folder({at / "real.run"}, files);
  fs::create_symlink("real.run", at / "link");
  CHECK_THROWS_AS(write_folder({at / "link"}, files), InputError);
  write_folder({at / "link", Existing::replace}, {{"result.json", "new"}});
  CHECK(fs::is_symlink(at / "link"));
  CHECK(read_text(at / "real.run/result.json") == "new");
  fs::create_symlink("nowhere", at / "dangling");
  CHECK_THROWS_AS(write_folder({at / "dangling", Existing::replace}, files), InputError);
  CHECK(fs::is_symlink(at / "dangling"));
  CHECK(at.names() == std::set<std::string>{"dangling", "link", "real.run"});
}

TEST_CASE("the manifest lists every file with its digest", "[unit]") {
  const Workplace at;
  write_folder({at / "a.run"}, files);
  const std::string manifest = read_text(at / "a.run/manifest.json");
  for (const OutputFile& file : files) {
    CHECK(manifest.find("\"" + file.name + "\": \"" + digest(file.text)) != std::string::npos);
  }
  std::ofstream(at / "a.run/manifest.json") << "no manifest";
  CHECK_THROWS_AS(write_folder({at / "a.run", Existing::replace}, files), InputError);
}

TEST_CASE("what cannot be written leaves nothing new behind, and what was there", "[unit]") {
  const Workplace at;
  write_folder({at / "a.run"}, files);
  CHECK_THROWS_AS(write_folder({at / "a.run", Existing::replace},
                               {{"result.json", "new"}, {std::string(300, 'x'), "too long a name"}}),
                  InputError);
  CHECK(read_text(at / "a.run/result.json") == "{}\n");
  CHECK_THROWS_AS(write_folder({at / "b.run"}, {{std::string(300, 'x'), "too long a name"}}), InputError);
  CHECK(at.names() == std::set<std::string>{"a.run"});
}

TEST_CASE("names of run folders, texts of files", "[unit]") {
  CHECK(default_run_folder("some/where/xor.v2.toml") == "xor.v2.run");
  const Workplace at;
  std::ofstream(at / "empty") << "";
  CHECK(read_text(at / "empty").empty());
  CHECK_THROWS_AS(read_text(at / "missing"), InputError);
  CHECK_THROWS_AS(read_text(at.path().string()), InputError);
}
