#include "polyscape/track/recall.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/journal.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "track/example.hpp"

using namespace polyscape;
using namespace polyscape::track;

namespace {

struct Memory : Journal {
  std::map<std::string, std::string> values;
  std::size_t hits = 0, kept = 0;
  std::mutex mutex;

  std::optional<std::string> find(const std::string& key) override {
    const std::lock_guard lock(mutex);
    const auto found = values.find(key);
    if (found == values.end()) return std::nullopt;
    ++hits;
    return found->second;
  }
  void keep(const std::string& key, std::string value) override {
    const std::lock_guard lock(mutex);
    ++kept;
    values[key] = std::move(value);
  }
};

/// All that the tracker says of its paths, as bytes.
std::vector<std::string> followed(const support::Example& e, const PathOptions& options = {}, std::size_t threads = 1) {
  const Tracker tracker(e.homotopy);
  std::vector<std::string> result;
  std::vector<Cycle> known;
  for (const Arrival& arrival : tracker.advance(e.count, e.start, options, threads)) {
    result.push_back(bytes_of(arrival));
    Finish finish = tracker.finish(arrival, options, known);
    result.push_back(bytes_of(finish));
    if (finish.found) known.push_back(*finish.found);
  }
  return result;
}

/// Regular ends, cycles of two and three paths, a multiple zero at a large point, ends at infinity.
support::Example many_ends(std::uint64_t seed = 1) {
  return support::example(algebra::read_system("2\n(x - 1/3)^2*(x + 2)*(x*y - 1000);\n(y - x)^3*(y + 5)*x;\n", "test"),
                          seed);
}

}  // namespace

TEST_CASE("what a journal has of a tracker's work is what the tracker comes to") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    INFO("seed " << seed);
    const support::Example e = many_ends(seed);
    const auto alone = followed(e);
    Memory memory;
    const JournalScope scope(memory);
    CHECK(followed(e) == alone);
    const std::size_t all = memory.kept;
    CHECK(all > e.count);  // every path, and the ends that take loops
    CHECK(followed(e, {}, 2) == alone);
    CHECK(memory.kept == all);
    CHECK(memory.hits == all);
    // Any part of it may be gone, or damaged.
    Random random(seed);
    std::size_t lost = 0;
    for (auto& [key, value] : memory.values)
      if (const auto fate = random.below(4); fate == 0)
        value.resize(random.below(value.size())), ++lost;
      else if (fate == 1)
        value += "x", ++lost;
    REQUIRE(lost > 0);
    CHECK(followed(e) == alone);
    CHECK(memory.kept == all + lost);
  }
}

TEST_CASE("bytes that are none are no value, and lengths without bytes ask for no memory") {
  Arrival arrival;
  arrival.x = {{1, 2}, {3, 4}};
  const std::string bytes = bytes_of(arrival);
  REQUIRE(from_bytes<Arrival>(bytes));
  constexpr std::size_t length_at = sizeof(Arrival::State);
  for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{1} << 36, std::uint64_t{1} << 60, UINT64_MAX}) {
    std::string damaged = bytes;
    std::memcpy(damaged.data() + length_at, &length, sizeof length);
    CHECK_FALSE(from_bytes<Arrival>(damaged));
  }
  std::string no_state = bytes;
  no_state[0] = 99;
  CHECK_FALSE(from_bytes<Arrival>(no_state));
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(from_bytes<Arrival>(bytes.substr(0, size)));
}

TEST_CASE("paths that are carried on ways of their own are remembered with these") {
  const support::Example e = support::example(support::katsura(3), 1);
  const Tracker plain(e.homotopy);
  PathOptions options;
  options.stop_log_t = -1;
  const auto carried = [&](const Tracker& tracker, double turn) {
    std::vector<ParameterPath> way = e.homotopy.parameters;
    for (ParameterPath& p : way) p.factor *= std::polar(1.0, turn), p.offset *= std::polar(1.0, turn);
    std::vector<std::string> result;
    for (const Carried& c : tracker.carry(
             e.count, e.start, [&](std::size_t) -> const std::vector<ParameterPath>& { return way; }, options, 1))
      result.push_back(bytes_of(c));
    return result;
  };
  const auto alone = carried(plain, 0), turned = carried(plain, 0.1);
  Memory memory;
  const JournalScope scope(memory);
  const Tracker tracker(e.homotopy);
  CHECK(carried(tracker, 0) == alone);
  CHECK(memory.kept == e.count);
  CHECK(carried(tracker, 0.1) == turned);
  CHECK(memory.hits == (e.homotopy.parameters.empty() ? e.count : 0));
  CHECK(carried(tracker, 0) == alone);
  CHECK(memory.hits >= e.count);
}

TEST_CASE("nothing is taken for the work of another homotopy, start, setting or path") {
  const support::Example e = many_ends();
  const std::string tracker = digest_of(e.homotopy);
  // One constant, one patch, one parameter away from it.
  const auto changed = [&](const auto& change) {
    Homotopy other = e.homotopy;
    change(other);
    return digest_of(other) != tracker;
  };
  CHECK(changed([](Homotopy& h) { h.patch[0] += std::complex<double>(0, 1e-16); }));
  CHECK(changed([](Homotopy& h) { std::swap(h.program.outputs[0], h.program.outputs[1]); }));
  CHECK(changed(
      [](Homotopy& h) { h.program.outputs[0] = h.program.scale(algebra::Rational(1, 3), h.program.outputs[0]); }));
  if (!e.homotopy.parameters.empty()) CHECK(changed([](Homotopy& h) { h.parameters[0].exponent *= 2; }));
  CHECK(digest_of(many_ends(2).homotopy) != tracker);

  const std::vector<std::complex<double>> start = e.start(0);
  auto near = start;
  near[0] = {std::nextafter(near[0].real(), 2), near[0].imag()};
  const std::string key = advance_key(tracker, {}, 0, start);
  CHECK(advance_key(tracker, {}, 0, start) == key);
  CHECK(advance_key(tracker, {}, 0, near) != key);
  CHECK(advance_key(tracker, {}, 1, start) != key);
  CHECK(advance_key(tracker, tightened({}, 1), 0, start) != key);
  PathOptions shorter;
  shorter.max_precision = 1024;
  CHECK(advance_key(tracker, shorter, 0, start) != key);
  CHECK(advance_key(digest_of(many_ends(2).homotopy), {}, 0, start) != key);
  Arrival arrival;
  CHECK(finish_key(tracker, {}, arrival, 0) != finish_key(tracker, {}, arrival, 1));
  Arrival other = arrival;
  other.mark.s = -1e-300;
  CHECK(finish_key(tracker, {}, arrival, 0) != finish_key(tracker, {}, other, 0));
}

TEST_CASE("what a cancelled job leaves behind is not kept") {
  const support::Example e = support::example(support::katsura(6), 1);
  const auto alone = followed(e);
  Memory memory;
  {
    const CancelToken token;
    const JobScope job(token);
    const JournalScope scope(memory);
    const Tracker tracker(e.homotopy);
    std::atomic<int> left = 0;
    tracker.advance(e.count, e.start, {}, 1, [&] {
      if (++left == 10) token.request();
    });
    CHECK(memory.kept < e.count);
    CHECK(memory.kept > 0);
  }
  const JournalScope scope(memory);
  CHECK(followed(e) == alone);
  CHECK(memory.hits > 0);
}
