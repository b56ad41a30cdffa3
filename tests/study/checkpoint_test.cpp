#include "polyscape/study/checkpoint.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/text.hpp"

using namespace polyscape;
using namespace polyscape::study;
using polyscape::support::has;
namespace fs = std::filesystem;

namespace {

struct Place : support::Folder {
  std::string file = *this / "a.run.checkpoint";
  std::string bytes() const {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  void put(const std::string& bytes) const { std::ofstream(file, std::ios::binary) << bytes; }
};

const CheckpointedJob job{{"analyze", "a.toml", "--out", "a.run"}, "/somewhere", "sha1:1"};

std::string key(int k) { return std::string("key\0", 4) + std::to_string(k); }
std::string value(int k) { return std::string(static_cast<std::size_t>(k % 50), '\0') + std::to_string(k * k); }

bool wait_for_file(const Checkpoint& checkpoint) {
  for (int k = 0; k < 1000 && !checkpoint.written() && checkpoint.refused().empty(); ++k)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return checkpoint.written();
}

/// With 100 values.
void write_one(const std::string& file) {
  Checkpoint checkpoint(file, job);
  for (int k = 0; k < 100; ++k) checkpoint.keep(key(k), value(k));
  REQUIRE(wait_for_file(checkpoint));
}

std::string complaint(const std::string& file, const CheckpointedJob& of = job) {
  try {
    Checkpoint checkpoint(file, of);
    return "";
  } catch (const InputError& e) {
    return e.what();
  }
}
/// What the child writes on its standard output.
template <class F>
std::string in_child(const F& f) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const std::string text = f();
    [[maybe_unused]] const auto written = write(ends[1], text.data(), text.size());
    _exit(0);
  }
  close(ends[1]);
  std::string result;
  char c;
  while (read(ends[0], &c, 1) == 1) result += c;
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return result;
}

}  // namespace

TEST_CASE("a checkpoint has what was kept in it, and goes when its job is at its end", "[unit]") {
  const Place at;
  write_one(at.file);
  {
    Checkpoint checkpoint(at.file, job);
    CHECK(checkpoint.found() == 100);
    for (int k = 0; k < 100; ++k) CHECK(checkpoint.find(key(k)) == value(k));
    CHECK_FALSE(checkpoint.find(key(100)));
    checkpoint.keep(key(100), value(100));
  }
  {
    Checkpoint checkpoint(at.file, job);
    CHECK(checkpoint.found() == 101);
    CHECK(checkpoint.find(key(100)) == value(100));
    checkpoint.remove();
    checkpoint.keep(key(101), value(101));
    CHECK(checkpoint.refused().empty());
  }
  CHECK(fs::is_empty(at.path()));
}

TEST_CASE("a short job leaves no checkpoint", "[unit]") {
  const Place at;
  {
    Checkpoint checkpoint(at.file, job);
    checkpoint.keep(key(1), value(1));
  }
  CHECK(fs::is_empty(at.path()));
}

TEST_CASE("a checkpoint names its job, and serves no other", "[unit]") {
  const Place at;
  write_one(at.file);
  const CheckpointedJob said = read_checkpoint(at.file);
  CHECK(said.words == job.words);
  CHECK(said.folder == job.folder);
  const std::string before = at.bytes();
  CheckpointedJob other = job;
  other.input = "sha1:2";
  CHECK(has(complaint(at.file, other), "polyscape analyze a.toml --out a.run"));
  other = job;
  other.words[0] = "solve";
  CHECK(has(complaint(at.file, other), "polyscape resume"));
  CHECK(at.bytes() == before);
  // The same work asked for with other words.
  other = job;
  other.words.push_back("--quiet");
  CHECK(complaint(at.file, other).empty());
  CHECK(read_checkpoint(at.file).words == other.words);
}

TEST_CASE("damaged checkpoints are refused or say less, and are left as they are", "[unit]") {
  const Place at;
  write_one(at.file);
  const std::string whole = at.bytes();
  for (const std::string& text : {std::string(), std::string("no database"), std::string(5000, 'x')}) {
    at.put(text);
    INFO(text.substr(0, 20));
    CHECK_FALSE(complaint(at.file).empty());
    CHECK(at.bytes() == text);
  }
  Random random(3);
  int refused = 0, lost = 0;
  for (int k = 0; k < 150; ++k) {
    std::string bytes = whole;
    if (k % 3 == 0)
      bytes.resize(random.below(bytes.size()));
    else
      bytes[random.below(bytes.size())] ^= static_cast<char>(1 << random.below(8));
    at.put(bytes);
    INFO("damage " << k);
    try {
      Checkpoint checkpoint(at.file, job);
      for (int i = 0; i < 100; ++i) {
        const auto found = checkpoint.find(key(i));
        if (found) CHECK(*found == value(i));
        lost += !found;
      }
    } catch (const InputError& e) {
      ++refused;
      CHECK(has(e.what(), at.file));
      CHECK(at.bytes() == bytes);
    }
    fs::remove(at.file + "-wal");
  }
  CHECK(refused > 0);
  CHECK(lost > 0);
}

TEST_CASE("two jobs do not write one checkpoint: the second is told which process does", "[unit]") {
  const Place at;
  write_one(at.file);
  const Checkpoint mine(at.file, job);
  const std::string other = in_child([&] { return complaint(at.file); });
  CHECK(has(other, "process " + std::to_string(getpid()) + " on "));
  CHECK(mine.refused().empty());
}

TEST_CASE("a process that is killed leaves what it had kept", "[unit]") {
  const Place at;
  for (int round = 1; round <= 3; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      Checkpoint checkpoint(at.file, job);
      for (int k = 0; k < 100 * round; ++k) checkpoint.keep(key(k), value(k));
      while (!checkpoint.written()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      std::this_thread::sleep_for(std::chrono::milliseconds(400));  // four times as long as values may wait
      kill(getpid(), SIGKILL);
    }
    waitpid(child, nullptr, 0);
    Checkpoint checkpoint(at.file, job);
    REQUIRE(checkpoint.found() == 100 * static_cast<std::uint64_t>(round));
    for (int k = 0; k < 100 * round; ++k) CHECK(checkpoint.find(key(k)) == value(k));
  }
}

TEST_CASE("a checkpoint is whole from the moment that it is there", "[unit]") {
  const Place at;
  for (int k = 0; k < 30; ++k) {
    const pid_t child = fork();
    if (child == 0) {
      const Checkpoint checkpoint(at.file, job, Checkpoint::Appears::at_once);
      pause();
    }
    while (!fs::exists(at.file)) std::this_thread::yield();
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    CHECK(complaint(at.file).empty());
    for (const char* ending : {"", "-wal"}) fs::remove(at.file + ending);
  }
}

TEST_CASE("a checkpoint that could not be begun is not there", "[unit]") {
  const Place at;
  const std::string said = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{5000, 5000};
    setrlimit(RLIMIT_FSIZE, &small);
    Checkpoint checkpoint(at.file, job);
    checkpoint.keep(key(1), value(1));
    for (int k = 0; k < 1000 && checkpoint.refused().empty(); ++k)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return std::string(checkpoint.written() ? "written" : "none") + ": " + checkpoint.refused();
  });
  INFO(said);
  CHECK(said.starts_with("none: "));
  CHECK(said.size() > std::string("none: ").size());
  CHECK_FALSE(fs::exists(at.file));
  CHECK_FALSE(fs::exists(at.file + "-wal"));
  CHECK_FALSE(fs::exists(at.file + ".partial"));
}

TEST_CASE("a disk that is full ends writing, not the job, and what was there stays", "[unit]") {
  const Place at;
  write_one(at.file);
  const std::string said = in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlim_t most = fs::file_size(at.file) + 20000;
    const rlimit small{most, most};
    setrlimit(RLIMIT_FSIZE, &small);
    Checkpoint checkpoint(at.file, job);
    for (int k = 100; k < 200; ++k) checkpoint.keep(key(k), std::string(10000, 'x'));
    for (int k = 0; k < 1000 && checkpoint.refused().empty(); ++k)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return "refused: " + checkpoint.refused();
  });
  CHECK(said.size() > std::string("refused: ").size());
  Checkpoint checkpoint(at.file, job);
  for (int k = 0; k < 100; ++k) CHECK(checkpoint.find(key(k)) == value(k));
}
