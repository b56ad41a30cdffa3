/// Teams whose members are threads: what members come to that die, hang, answer twice or come late.
#include "polyscape/base/team.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "polyscape/base/board.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/cancel_reason.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using std::chrono::milliseconds;

namespace {

/// Where the members of a team leave letters for each other.
struct Office {
  explicit Office(std::size_t members) : boxes(members), dies_after(members, -1), repeats(members, 0) {}
  std::mutex mutex;
  std::vector<std::deque<Mail::Letter>> boxes;
  std::vector<int> dies_after;  ///< letters that the member can still send; -1: any number
  std::vector<char> repeats;    ///< whether each of its letters comes twice
  std::atomic<std::size_t> lost = 0;
};

class OfficeMail : public Mail {
 public:
  OfficeMail(Office& office, std::size_t self) : office_(office), self_(self) {}
  std::size_t self() const override { return self_; }
  std::size_t size() const override { return office_.boxes.size(); }
  void send(std::size_t to, std::shared_ptr<const std::string> message) override {
    const std::lock_guard lock(office_.mutex);
    int& left = office_.dies_after[self_];
    if (left == 0) return;
    if (left > 0) --left;
    for (int k = 0; k <= office_.repeats[self_]; ++k) office_.boxes[to].push_back({self_, *message});
  }
  std::optional<Letter> receive() override {
    const std::lock_guard lock(office_.mutex);
    auto& box = office_.boxes[self_];
    if (box.empty() || office_.dies_after[self_] == 0) return std::nullopt;
    Letter letter = std::move(box.front());
    box.pop_front();
    return letter;
  }
  bool ended(std::size_t) const override { return false; }
  void abandon(std::size_t) override {}
  std::string name(std::size_t member) const override { return "member " + std::to_string(member); }
  void close(Close) override {}

 private:
  Office& office_;
  std::size_t self_;
};

constexpr std::size_t items = 300;

struct Job {
  std::size_t threads = 1;
  std::function<void(std::size_t loop, std::size_t item)> before = [](std::size_t, std::size_t) {};
};

/// Loops each of which depends on all values of the one before.
std::string run(const Job& job) {
  std::string state = "start";
  for (std::size_t loop = 0; loop < 4; ++loop) {
    std::vector<std::string> values(items);
    shared_for(
        current_team(), {items, 3, job.threads}, [&] { return digest_bytes(state); },
        [&](std::size_t i) {
          job.before(loop, i);
          return digest_bytes(state + std::to_string(i));
        },
        [](const std::string& value) { return std::optional(value); }, [](const std::string& bytes) { return bytes; },
        [&](std::size_t i, std::string value) { values[i] = std::move(value); });
    for (const std::string& value : values) state += value;
    state = digest(state);
  }
  return state;
}

/// What every member comes to; "over" where the job was over before, "left" where it threw.
std::vector<std::string> run_team(Office& office, const std::vector<Job>& jobs, TeamOptions options) {
  std::vector<std::string> results(jobs.size());
  std::vector<std::thread> members;
  for (std::size_t m = 0; m < jobs.size(); ++m)
    members.emplace_back([&, m] {
      const JobScope own{CancelToken()};
      TeamOptions mine = options;
      mine.told = [&](const std::string&) { ++office.lost; };
      Team team([&] { return std::make_unique<OfficeMail>(office, m); }, mine);
      const TeamScope scope(team);
      try {
        results[m] = run(jobs[m]);
        team.end();
      } catch (const Cancelled&) {
        results[m] = "over";
      } catch (const Error& e) {
        team.leave(e.what());
        results[m] = "left";
      }
    });
  for (std::thread& member : members) member.join();
  return results;
}

const std::string alone_result = run({});

/// Whether a member came to the same, or the first one ended the job before.
bool came_along(const std::string& result) { return result == alone_result || result == "over"; }

}  // namespace

TEST_CASE("a board hands out every item once, in shrinking ranges") {
  Board board(1000, 5);
  const auto now = std::chrono::steady_clock::now();
  std::vector<int> times(1000);
  std::size_t last = 1000;
  for (std::size_t member = 0; const auto range = board.hand_out(member, 3, now, now); member = (member + 1) % 3) {
    CHECK(range->end - range->begin <= last);
    last = range->end - range->begin;
    for (std::size_t i = range->begin; i < range->end; ++i) {
      ++times[i];
      CHECK(board.know(i, member, now));
    }
  }
  CHECK(times == std::vector<int>(1000, 1));
  CHECK(board.complete());
}

TEST_CASE("a board hands out again what a lost member held, and what one held for too long") {
  Board board(100, 10);
  const auto now = std::chrono::steady_clock::now();
  const auto second = [&](int s) { return now + std::chrono::seconds(s); };
  const auto first = board.hand_out(1, 2, now, now);
  REQUIRE(first);
  REQUIRE(first->begin == 0);
  CHECK(board.know(1, 1, now));
  CHECK_FALSE(board.know(1, 2, now));
  board.lose(1);
  CHECK(board.hand_out(0, 2, now, now)->begin == 0);  // and 1 is known
  CHECK(board.hand_out(0, 2, now, now)->begin == 2);
  while (board.hand_out(2, 2, now, now)) continue;
  CHECK_FALSE(board.hand_out(0, 2, second(1), now));
  CHECK(board.hand_out(0, 2, second(3), second(1)));  // what member 2 came on with at second 0
  CHECK_FALSE(board.hand_out(2, 2, second(3), second(1)));
}

TEST_CASE("members of a team come to what one process comes to") {
  const std::size_t members = GENERATE(1, 2, 5);
  Office office(members);
  std::vector<Job> jobs(members);
  for (Job& job : jobs) job.threads = 2;
  const auto results = run_team(office, jobs, {});
  CHECK(results[0] == alone_result);
  CHECK(std::ranges::all_of(results, came_along));
  CHECK(office.lost == 0);
}

TEST_CASE("loops are shared") {
  Office office(3);
  std::atomic<std::size_t> computed = 0;
  std::vector<std::atomic<std::size_t>> by(3);
  std::vector<Job> jobs(3);
  for (std::size_t m = 0; m < 3; ++m)
    jobs[m].before = [&, m](std::size_t, std::size_t) {
      ++computed, ++by[m];
      std::this_thread::sleep_for(milliseconds(1));
    };
  run_team(office, jobs, {});
  CHECK(computed == 4 * items);
  for (const auto& count : by) CHECK(count > 0);
}

TEST_CASE("a member that dies loses nothing but what it held") {
  Random random(7);
  for (int round = 0; round < 20; ++round) {
    Office office(4);
    office.dies_after[1 + random.below(3)] = static_cast<int>(random.below(40));
    const auto results = run_team(office, std::vector<Job>(4), {.silence = milliseconds(400)});
    CHECK(results[0] == alone_result);
    for (const std::string& result : results) CHECK(came_along(result));
  }
}

TEST_CASE("the first member goes on when all others are lost, and these end without it") {
  Office office(3);
  office.dies_after[1] = office.dies_after[2] = 5;
  std::vector<Job> jobs(3);
  jobs[0].before = [&](std::size_t, std::size_t) {
    while (office.lost < 2) std::this_thread::sleep_for(milliseconds(1));
  };
  CHECK(run_team(office, jobs, {.silence = milliseconds(400)})[0] == alone_result);
  Office without_first(3);
  without_first.dies_after[0] = 7;
  const auto results = run_team(without_first, std::vector<Job>(3), {.silence = milliseconds(400)});
  for (std::size_t m = 1; m < 3; ++m) CHECK(came_along(results[m]));
}

TEST_CASE("what a member hangs in is computed by others") {
  Office office(3);
  std::vector<Job> jobs(3);
  std::atomic<bool> hung = false, free = false;
  jobs[1].before = [&](std::size_t, std::size_t) {
    hung = true;
    while (!free) std::this_thread::sleep_for(milliseconds(5));
  };
  for (const std::size_t m : {0U, 2U})
    jobs[m].before = [&](std::size_t loop, std::size_t) {
      if (loop == 0)
        while (!hung) std::this_thread::sleep_for(milliseconds(1));
      if (loop == 3) free = true;  // it comes after all that hung are done
    };
  const auto results = run_team(office, jobs, {.patience = milliseconds(100)});
  CHECK(results[0] == alone_result);
  CHECK(std::ranges::all_of(results, came_along));
  CHECK(office.lost == 0);
}

TEST_CASE("a member that leaves gives back what it held") {
  Office office(3);
  std::vector<Job> jobs(3);
  std::atomic<bool> left = false;
  jobs[1].before = [&](std::size_t loop, std::size_t) {
    if (loop != 1 || left) return;
    left = true;
    throw Error("cannot go on");
  };
  for (const std::size_t m : {0U, 2U})
    jobs[m].before = [&](std::size_t loop, std::size_t) {
      while (loop == 1 && !left) std::this_thread::sleep_for(milliseconds(1));
    };
  const auto results = run_team(office, jobs, {});
  CHECK(results[0] == alone_result);
  CHECK(results[1] == "left");
  CHECK(came_along(results[2]));
  CHECK(office.lost == 1);
}

TEST_CASE("values that come twice count once") {
  Office office(3);
  office.repeats = {0, 1, 1};
  const auto results = run_team(office, std::vector<Job>(3), {});
  CHECK(results[0] == alone_result);
  CHECK(std::ranges::all_of(results, came_along));
}

TEST_CASE("a member that comes late to a loop has its values from others") {
  Office office(2);
  std::vector<Job> jobs(2);
  std::atomic<std::size_t> computed = 0;
  jobs[0].before = [&](std::size_t, std::size_t) { ++computed; };
  jobs[1].before = [&](std::size_t, std::size_t) {
    while (computed < items) std::this_thread::sleep_for(milliseconds(1));
  };
  const auto results = run_team(office, jobs, {.patience = milliseconds(100)});
  CHECK(results[0] == alone_result);
  CHECK(came_along(results[1]));
}

TEST_CASE("a member alone shares no loop") {
  Office office(1);
  Team team([&] { return std::make_unique<OfficeMail>(office, 0); });
  const TeamScope scope(team);
  CHECK(current_team() == &team);
  const Alone alone;
  CHECK(current_team() == nullptr);
}

TEST_CASE("values that the first member alone needs come to it alone") {
  Office office(3);
  std::vector<std::vector<std::string>> values(3, std::vector<std::string>(items));
  std::vector<std::thread> members;
  for (std::size_t m = 0; m < 3; ++m)
    members.emplace_back([&, m] {
      Team team([&] { return std::make_unique<OfficeMail>(office, m); });
      try {
        shared_for(
            &team, {items, 1, 1, SharedLoop::Audience::first}, [] { return std::string("rows"); },
            [&](std::size_t i) { return std::to_string(i) + " by " + std::to_string(m); },
            [](const std::string& value) { return std::optional(value); },
            [](const std::string& bytes) { return bytes; },
            [&](std::size_t i, std::string value) { values[m][i] = std::move(value); });
      } catch (const Cancelled&) {
      }
      team.end();
    });
  for (std::thread& member : members) member.join();
  for (std::size_t i = 0; i < items; ++i) {
    CHECK(values[0][i].starts_with(std::to_string(i) + " by "));
    for (const std::size_t m : {1U, 2U}) CHECK((values[m][i].empty() || values[m][i] == values[0][i]));
  }
}

TEST_CASE("what the first member alone can know is told to all") {
  Office office(3);
  std::vector<std::string> told(3);
  std::atomic<int> made = 0, heard = 0;
  std::vector<std::thread> members;
  for (std::size_t m = 0; m < 3; ++m)
    members.emplace_back([&, m] {
      Team team([&] { return std::make_unique<OfficeMail>(office, m); });
      const auto make = [&] { return "file " + std::to_string(++made); };
      told[m] = common(team, "a", make);
      told[m] += ", " + common(team, "b", make);
      ++heard;
      while (heard < 3) std::this_thread::sleep_for(milliseconds(1));  // the end of the job would come first for some
      team.end();
    });
  for (std::thread& member : members) member.join();
  CHECK(told == std::vector<std::string>(3, "file 1, file 2"));
}

TEST_CASE("a cancelled job does not wait for others") {
  Office office(2);
  std::vector<std::thread> members;
  std::atomic<bool> cancelled = false;
  std::vector<char> found(items);
  for (std::size_t m = 0; m < 2; ++m)
    members.emplace_back([&, m] {
      const JobScope own{CancelToken()};
      Team team([&] { return std::make_unique<OfficeMail>(office, m); });
      const auto compute = [&](std::size_t i) {
        if (m == 1)  // never comes to an end of its own
          while (!cancelled) std::this_thread::sleep_for(milliseconds(1));
        if (m == 0 && i > items / 2) cancel_job("enough"), cancelled = true;
        return m == 0 && !cancellation_requested();
      };
      try {
        shared_for(
            &team, {items, 1, 1}, [] { return std::string("loop"); }, compute,
            [](bool whole) { return whole ? std::optional(std::string("yes")) : std::nullopt; },
            [](const std::string&) { return true; },
            [&](std::size_t i, bool whole) {
              if (m == 0) found[i] = static_cast<char>(1 + whole);
            });
      } catch (const Cancelled&) {
      }
      team.end();
    });
  for (std::thread& member : members) member.join();
  CHECK(std::ranges::count(found, 0) == 0);
  CHECK(std::ranges::count(found, 1) > 0);
}

TEST_CASE("mail that does not open is said where the team is made") {
  CHECK_THROWS_AS(Team([]() -> std::unique_ptr<Mail> { throw Error("no mail"); }), Error);
}
