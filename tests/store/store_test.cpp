/// Stores that are written, read again, damaged in every way, locked and full.
#include "polyscape/store/store.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/store/lock.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace polyscape;
using namespace polyscape::store;

namespace {

namespace fs = std::filesystem;

/// Whose name has what means something in a URI.
struct Folder : support::Folder {
  Folder() : support::Folder("?%#") {}
};

std::string bytes(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}
void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

const Sweep sweep{"width = [1, 2]\n", "s.toml", "/somewhere", "sha1:0", {{"seed", "7"}, {"start", "auto"}}, "0.1.0"};

std::vector<report::TextPairs> values(std::size_t rows) {
  std::vector<report::TextPairs> result;
  for (std::size_t k = 0; k < rows; ++k) result.push_back({{"width", std::to_string(k)}, {"activation", "z^2 \"ä\""}});
  return result;
}

report::Result result(const std::string& title) {
  report::Result r;
  r.title = title;
  r.version = "0.1.0";
  return r;
}

/// Four rows: one done, one failed, one incomplete, one that waits.
void make(const std::string& path) {
  Store store = Store::create(path, sweep, values(4));
  report::Result cut = result("second");
  cut.cancelled = true;
  store.finish(0, result("first"));
  store.fail(1, "no reason\nat all");
  store.finish(2, cut);
  store.keep_member(0, "a member");
}

std::string refusal(const std::string& path, bool to_write) {
  try {
    to_write ? static_cast<void>(Store::open(path)) : static_cast<void>(read(path));
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a store gives back what it was given") {
  const Folder at;
  const std::string path = at / "s.db";
  make(path);
  CHECK(looks_like_store(path));
  const Contents c = read(path);
  CHECK(std::distance(fs::directory_iterator(at.path()), {}) == 1);
  CHECK(c.sweep.text == sweep.text);
  CHECK(c.sweep.directory == sweep.directory);
  CHECK(c.sweep.options == sweep.options);
  REQUIRE(c.rows.size() == 4);
  for (std::size_t k = 0; k < 4; ++k) CHECK(c.rows[k].values == values(4)[k]);
  CHECK(c.rows[0].state == State::done);
  CHECK(report::to_json(c.rows[0].result.value()) == report::to_json(result("first")));
  CHECK(c.rows[1].state == State::failed);
  CHECK(c.rows[1].reason == "no reason\nat all");
  CHECK_FALSE(c.rows[1].result);
  CHECK(c.rows[2].state == State::incomplete);
  CHECK(c.rows[3].state == State::waiting);

  Store store = Store::open(path);
  CHECK(store.size() == 4);
  CHECK(store.count(State::waiting) == 1);
  CHECK(store.reason(1) == "no reason\nat all");
  CHECK(store.member(0) == "a member");
  CHECK_FALSE(store.member(1));
  report::Result torn = result("fourth");
  torn.contradictions = {"it is and it is not"};
  store.finish(3, torn);
  CHECK_THROWS_AS(store.finish(3, torn), ArgumentError);
  CHECK(store.state(3) == State::contradiction);
  CHECK(read(path).rows[3].state == State::contradiction);  // while it is being written to
}

TEST_CASE("a store that is there is not made again, and one that cannot be made leaves nothing") {
  const Folder at;
  const std::string path = at / "s.db";
  write(path, "mine");
  CHECK_THROWS_AS(Store::create(path, sweep, values(1)), InputError);
  CHECK(bytes(path) == "mine");
  CHECK_THROWS_AS(Store::create(at / "no/s.db", sweep, values(1)), InputError);
  CHECK(std::distance(fs::directory_iterator(at.path()), {}) == 1);
}

TEST_CASE("what is no store is refused and stays as it is") {
  const Folder at;
  const std::string path = at / "s.db";
  const auto refused = [&](const std::string& what) {
    const std::string before = fs::is_directory(path) || !fs::exists(path) ? "" : bytes(path);
    for (const bool to_write : {false, true}) {
      const std::string said = refusal(path, to_write);
      INFO(said);
      CHECK(said.find(path) == 0);
      CHECK(said.find(what) != std::string::npos);
    }
    if (!before.empty()) CHECK(bytes(path) == before);
    CHECK_FALSE(fs::exists(path + ".lock"));
  };
  refused("found nothing");
  fs::create_directory(path);
  refused("a folder");
  fs::remove(path);
  write(path, "");
  refused("an empty file");
  write(path, "title = \"a sweep\"");
  refused("another file");
  fs::remove(path);

  make(path);
  const std::string whole = bytes(path);
  std::string other = whole;
  other[68] ^= 1;  // application id
  write(path, other);
  refused("another program");
  other = whole;
  other[63] = 9;  // user version
  write(path, other);
  refused("found version 9");
}

TEST_CASE("a damaged store is refused, whatever is damaged, and stays as it is") {
  const Folder at;
  const std::string path = at / "s.db";
  make(path);
  const std::string whole = bytes(path);
  Random random(1);
  const Contents before = read(path);
  int refusals = 0;
  for (int k = 0; k < 300; ++k) {
    std::string damaged = whole;
    const bool cut = k % 3 == 0;
    const std::size_t place = random.below(damaged.size());
    if (cut)
      damaged.resize(place);
    else
      damaged[place] = static_cast<char>(damaged[place] ^ (1 << random.below(8)));
    write(path, damaged);
    INFO((cut ? "cut at byte " : "bit flipped in byte ") << place);
    const std::string said = refusal(path, false);
    if (!said.empty()) {
      ++refusals;
      CHECK(bytes(path) == damaged);
      CHECK_FALSE(refusal(path, true).empty());
      CHECK(bytes(path) == damaged);
    } else {  // a byte that means nothing: then everything is as it was
      CHECK_FALSE(cut);
      const Contents now = read(path);
      CHECK(now.sweep.text == before.sweep.text);
      CHECK(now.sweep.options == before.sweep.options);
      REQUIRE(now.rows.size() == before.rows.size());
      for (std::size_t row = 0; row < now.rows.size(); ++row) {
        CHECK(now.rows[row].values == before.rows[row].values);
        CHECK(now.rows[row].state == before.rows[row].state);
        CHECK(now.rows[row].reason == before.rows[row].reason);
        CHECK(now.rows[row].result.has_value() == before.rows[row].result.has_value());
        if (now.rows[row].result)
          CHECK(report::to_json(*now.rows[row].result) == report::to_json(*before.rows[row].result));
      }
    }
  }
  CHECK(refusals >= 100);
}

TEST_CASE("a changed byte of any text is noticed") {
  const Folder at;
  const std::string path = at / "s.db";
  make(path);
  const std::string whole = bytes(path);
  for (const std::string text : {"width = [1, 2]", "/somewhere", "no reason", "\"first\"", "incomplete", "z^2"}) {
    std::string changed = whole;
    const std::size_t place = changed.find(text);
    REQUIRE(place != std::string::npos);
    changed[place + 1] ^= 1;
    write(path, changed);
    INFO(text);
    CHECK(refusal(path, false).find("changed") != std::string::npos);
  }
  std::string member = whole;
  member[member.find("a member")] ^= 1;
  write(path, member);
  const Store store = Store::open(path);
  CHECK_THROWS_AS(store.member(0), InputError);
}

TEST_CASE("two do not write to one store, and the message names who does") {
  const Folder at;
  const std::string path = at / "s.db";
  make(path);
  int wake[2], done[2];
  REQUIRE(pipe(wake) == 0);
  REQUIRE(pipe(done) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const Store store = Store::open(path);
    char byte = 0;
    if (write(done[1], &byte, 1) == 1 && read(wake[0], &byte, 1) == 1) _exit(0);  // no destructor: as when killed
    _exit(1);
  }
  char byte = 0;
  REQUIRE(::read(done[0], &byte, 1) == 1);
  const std::string said = refusal(path, true);
  INFO(said);
  CHECK(said.find("process " + std::to_string(child)) != std::string::npos);
  CHECK(read(path).rows.size() == 4);
  CHECK_THROWS_AS(Store::create(path, sweep, values(1)), InputError);
  REQUIRE(::write(wake[1], &byte, 1) == 1);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(fs::exists(path + ".lock"));  // left behind, and without meaning
  CHECK(refusal(path, true).empty());
  CHECK_FALSE(fs::exists(path + ".lock"));
  const Store one = Store::open(path);
  fs::create_symlink(path, at / "link");
  CHECK(refusal(at / "link", true).find("process ") != std::string::npos);
  CHECK(refusal(path, true).find("process " + std::to_string(getpid())) != std::string::npos);
}

TEST_CASE("a lock has one owner, however many want it") {
  const Folder at;
  const std::string path = at / "x";
  std::atomic<int> inside = 0, most = 0, taken = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int k = 0; k < 500; ++k) {
        try {
          const Lock lock(path);
          const int now = ++inside;
          int before = most;
          while (before < now && !most.compare_exchange_weak(before, now)) {
          }
          ++taken;
          --inside;
        } catch (const InputError&) {
        }
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(most == 1);
  CHECK(taken > 0);
}

TEST_CASE("what a killed process had finished is there, also beside an unfinished step") {
  const Folder at;
  const std::string path = at / "s.db";
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Store store = Store::create(path, sweep, values(50));
    for (std::size_t k = 0; k < 30; ++k) store.finish(k, result(std::to_string(k)));
    _exit(0);  // as when killed: the log of the database is left
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(fs::exists(path + "-wal"));
  const auto done = [&] { return std::ranges::count(read(path).rows, State::done, &Row::state); };
  CHECK(done() == 30);
  // A log that ends in the middle of a step: that step is not made.
  const std::string log = bytes(path + "-wal");
  fs::remove(path + "-shm");
  write(path + "-wal", log.substr(0, log.size() - 100));
  CHECK(done() == 29);
  CHECK(Store::open(path).count(State::done) == 29);
}

TEST_CASE("a store is read where nothing can be written") {
  const Folder at;
  const std::string path = at / "s.db";
  make(path);
  fs::permissions(path, fs::perms::owner_read);
  fs::permissions(at.path(), fs::perms::owner_read | fs::perms::owner_exec);
  CHECK(read(path).rows.size() == 4);
}
