#include "polyscape/base/board.hpp"

#include <algorithm>
#include <limits>

namespace polyscape {
namespace {

constexpr std::uint32_t nobody = std::numeric_limits<std::uint32_t>::max();
/// A member takes that part of its share of what is left.
constexpr std::size_t parts = 4;

}  // namespace

Board::Board(std::size_t count, std::size_t grain)
    : grain_(std::max<std::size_t>(grain, 1)), open_(count), known_(count, 0), holder_(count, nobody) {}

Board::Time& Board::last_of(std::size_t member) {
  if (last_.size() <= member) last_.resize(member + 1, Time::min());
  return last_[member];
}

std::optional<IndexRange> Board::take_free(std::size_t member, std::size_t most) {
  const auto take = [&](std::size_t begin, std::size_t end) {
    while (begin < end && known(begin)) ++begin;
    IndexRange range{begin, begin};
    while (range.end < end && range.end - begin < most && !known(range.end))
      holder_[range.end++] = static_cast<std::uint32_t>(member);
    return range;
  };
  while (!returned_.empty()) {
    const IndexRange range = take(returned_.front().begin, returned_.front().end);
    returned_.front().begin = range.end;
    if (range.end == returned_.front().end) returned_.pop_front();
    if (range.begin < range.end) return range;
  }
  const IndexRange range = take(next_, size());
  next_ = range.end;
  return range.begin < range.end ? std::optional(range) : std::nullopt;
}

std::optional<IndexRange> Board::hand_out(std::size_t member, std::size_t members, Time now, Time impatient) {
  std::size_t free = size() - next_;
  for (const IndexRange& range : returned_) free += range.end - range.begin;
  const std::size_t most = std::max(grain_, free / (parts * std::max<std::size_t>(members, 1)));
  std::optional<IndexRange> range = take_free(member, most);
  for (std::size_t item = 0; !range && item < size(); ++item) {
    const std::uint32_t holder = holder_[item];
    if (known(item) || holder == nobody || holder == member || !(last_of(holder) < impatient)) continue;
    range = IndexRange{item, item + 1};
    holder_[item] = static_cast<std::uint32_t>(member);
  }
  if (range) last_of(member) = now;
  return range;
}

bool Board::know(std::size_t item, std::size_t from, Time now) {
  last_of(from) = now;
  if (known(item)) return false;
  known_[item] = 1;
  --open_;
  return true;
}

void Board::lose(std::size_t member) {
  for (std::size_t item = 0; item < size(); ++item) {
    if (known(item) || holder_[item] != member) continue;
    holder_[item] = nobody;
    if (!returned_.empty() && returned_.back().end == item)
      ++returned_.back().end;
    else
      returned_.push_back({item, item + 1});
  }
}

std::optional<std::size_t> Board::seize(std::size_t member) {
  for (; seized_ < size(); ++seized_) {
    if (known(seized_) || holder_[seized_] == member) continue;
    holder_[seized_] = static_cast<std::uint32_t>(member);
    return seized_++;
  }
  return std::nullopt;
}

}  // namespace polyscape
