#pragma once
/// Who computes what of one loop: how the first member of a team hands out its items.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace polyscape {

/// Items from `begin` up to, but not, `end`.
struct IndexRange {
  std::size_t begin, end;
};

/// The items of a loop, of which each is free, held by a member, or known. Time is whatever clock the caller has.
class Board {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// grain >= 1: the fewest items that are worth a message.
  Board(std::size_t count, std::size_t grain);

  /// Items for the member to compute, which holds them from now on. Ranges shrink towards the loop's end, as `members`
  /// share in it. Where nothing is free, those that another member holds and has not come on with since `impatient`
  /// are handed out again: it may hang, or compute for very long. nullopt: nothing to do.
  std::optional<IndexRange> hand_out(std::size_t member, std::size_t members, Time now, Time impatient);

  /// The value of an item is there, from this member. Whether it is the first.
  bool know(std::size_t item, std::size_t from, Time now);
  bool known(std::size_t item) const { return known_[item] != 0; }
  /// Whether all are.
  bool complete() const { return open_ == 0; }
  std::size_t size() const { return known_.size(); }

  /// What the member holds becomes free.
  void lose(std::size_t member);
  /// An item that neither is known nor held by the member, which holds it from now on whoever has it; nullopt: none.
  std::optional<std::size_t> seize(std::size_t member);

 private:
  std::optional<IndexRange> take_free(std::size_t member, std::size_t most);
  Time& last_of(std::size_t member);

  std::size_t grain_, open_;
  std::size_t next_ = 0;    ///< nobody has had the items from here on
  std::size_t seized_ = 0;  ///< where to look for items to seize
  std::deque<IndexRange> returned_;
  std::vector<char> known_;
  std::vector<std::uint32_t> holder_;
  std::vector<Time> last_;  ///< when members last took something or came on
};

}  // namespace polyscape
