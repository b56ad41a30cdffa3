#include "polyscape/solve/confirmation.hpp"

#include <algorithm>

#include "polyscape/base/random.hpp"
#include "polyscape/solve/endpoint.hpp"

namespace polyscape::solve {
namespace {

// Monodromy's work grows with the number of solutions alone, whatever the first start took; a mixed volume is never
// above the other counts.
Start other_start(const std::string& start) {
  const auto first = named<Start>(start);
  if (first == Start::total_degree || first == Start::multihomogeneous) return Start::polyhedral;
  return first == Start::polyhedral || first == Start::lifted ? Start::monodromy : Start::automatic;
}

/// Indices of those solutions of `all` that none of `known` is.
std::vector<std::size_t> missing(const std::vector<Solution>& all, const std::vector<Solution>& known, Random random) {
  std::vector<std::size_t> result;
  for (const bool nonsingular : {true, false}) {
    std::vector<Endpoint> ends;  // as of one solve
    std::vector<std::size_t> number;
    const auto collect = [&](const std::vector<Solution>& solutions) {
      for (std::size_t i = 0; i < solutions.size(); ++i)
        if (solutions[i].nonsingular == nonsingular) {
          Endpoint& end = ends.emplace_back();
          end.point = solutions[i].coordinates;
          end.bits = solutions[i].bits;
          number.push_back(i);
        }
    };
    collect(known);
    const std::size_t first = ends.size();
    collect(all);
    std::vector<const Endpoint*> both;
    for (const Endpoint& end : ends) both.push_back(&end);
    for (const auto& group : coinciding(both, random))
      if (group.front() >= first) result.push_back(number[group.front()]);
  }
  return result;
}

std::string some(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " isolated solution" : " isolated solutions");
}

}  // namespace

void confirm(const Problem& problem, const Options& options,
             const std::function<Outcome(const Problem&, const Options&)>& once, Outcome& first) {
  Problem again = problem;
  again.known.member.reset();
  again.hints.generic_member = {};
  Options other = options;
  other.confirm = false;
  other.seed = Random(options.seed).stream("confirming seed").next() >> 32;
  other.start = other_start(first.start);
  const Outcome second = once(again, other);
  const Random random = Random(options.seed).stream("confirmation");
  const auto lost_here = missing(second.solutions, first.solutions, random),
             lost_there = missing(first.solutions, second.solutions, random);
  first.confirmation = {second.start,     other.seed,        second.solutions.size(), second.ledger.failed,
                        lost_here.size(), lost_there.size(), second.cancelled};
  first.cancelled = first.cancelled || second.cancelled;
  const bool untraced = second.monodromy && !second.monodromy->traced;
  const std::string by = "the second solve (" + second.start + ", seed " + std::to_string(other.seed) +
                         (untraced ? ", whose trace test did not pass)" : ")");
  if (second.cancelled) {
    first.notes.push_back("confirmation: " + by + " was cancelled");
  } else if (lost_here.empty() && lost_there.empty()) {
    first.notes.push_back("confirmation: " + by + " found the same isolated solutions");
  } else {
    if (!lost_here.empty())
      first.notes.emplace_back(Severity::question,
                               by + " found " + some(lost_here.size()) + " that the first had lost; added");
    if (!lost_there.empty())
      first.notes.emplace_back(Severity::question, by + " did not find " + some(lost_there.size()) + " of the first");
  }
  for (const std::size_t i : lost_here) first.solutions.push_back(second.solutions[i]);
  if (lost_here.empty()) return;
  sort_by_coordinates(first.solutions);
  // Which of the paths, is not known; those to infinity are the likeliest.
  Ledger& ledger = first.ledger;
  std::uint64_t open = lost_here.size();
  for (std::uint64_t* from : {&ledger.at_infinity, &ledger.positive_dimensional}) {
    const std::uint64_t moved = std::min(*from, open);
    if (moved == 0) continue;
    *from -= moved, open -= moved;
    ledger.failed += moved;
    ledger.failures["another start found a solution where this one found none"] += moved;
  }
}

}  // namespace polyscape::solve
