#include "polyscape/report/words.hpp"

namespace polyscape::report {

const std::vector<Word>& words() {
  static const std::vector<Word> table{
      {"[theorem]", "the statement is proved",
       "a theorem whose hypotheses were checked in interval arithmetic, rounding included (interval Newton, inertia on "
       "a polydisc, minors bounded away from zero) or over Q (deep linear networks)"},
      {"[exact]", "the statement was computed without rounding",
       "arithmetic over Q: a rational point put into the equations, a linear combination or a Nullstellensatz identity "
       "that reads 0 = 1, a resolution of singularities"},
      {"[probability]", "the statement holds unless random numbers fell into an exceptional set",
       "a bound on that probability, printed as a power of two"},
      {"[numerical]", "floating-point computation says so, at one or more precisions",
       "the precision; nothing that excludes an error"},
      {"certified", "existence: so many of the listed points exist, each one zero and no other's",
       "interval Newton on disjoint polydiscs, or a rational point put into the equations"},
      {"proved", "completeness: no isolated solution is missing",
       "certified points are as many as a proven upper bound allows"},
      {"modular", "completeness: no isolated solution is missing",
       "certified points, with multiplicities, are as many as Groebner bases modulo random primes allow, but for a "
       "probability that is printed"},
      {"trace-tested", "completeness: no isolated solution should be missing",
       "the trace test of the generic member's points, numerical, and every path from them arrived at a point of its "
       "own"},
      {"given", "completeness: as many certified points as the user says there are",
       "known_count, which is not checked"},
      {"unknown", "completeness: solutions may be missing", "nothing; the certified ones are a lower bound"},
      {"as the run says", "quoted from a run folder, not recomputed", "the file"},
      {"INCOMPLETE", "something was not finished or failed; exit status 1",
       "the path ledger, the trace tests, the certificates checked again"},
      {"CONTRADICTION", "two statements of this result exclude each other: one is false; exit status 1",
       "the statements, which are printed"}};
  return table;
}

std::string tag(std::optional<Evidence> evidence) { return evidence ? " [" + std::string(name(*evidence)) + "]" : ""; }

}  // namespace polyscape::report
