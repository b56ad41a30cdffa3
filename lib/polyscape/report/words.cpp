#include "polyscape/report/words.hpp"

namespace polyscape::report {

const std::vector<Word>& words() {
  static const std::vector<Word> table{
      {"[theorem]", "the statement is proved",
       "a theorem whose hypotheses were checked in interval arithmetic, rounding included (interval Newton, inertia on "
       "a polydisc, minors bounded away from zero) or over Q (deep linear networks)",
       "quote it; the certificates are in the run, `polyscape certify RUN` checks them again"},
      {"[exact]", "the statement was computed without rounding",
       "arithmetic over Q: a rational point put into the equations, a linear combination or a Nullstellensatz identity "
       "that reads 0 = 1, a resolution of singularities",
       "quote it"},
      {"[probability]", "the statement holds unless random numbers fell into an exceptional set",
       "a bound on that probability, printed as a power of two",
       "quote it with its probability; another `--seed` draws other random numbers"},
      {"[numerical]", "floating-point computation says so, at one or more precisions",
       "the precision; nothing that excludes an error",
       "say so where you quote it; `--confirm`, or another `--seed`, looks again"},
      {"certified", "existence: so many of the listed points exist, each one zero and no other's",
       "interval Newton on disjoint polydiscs, or a rational point put into the equations",
       "where it is not all: `--certify always`, a larger `--max-precision`"},
      {"proved", "completeness: no isolated solution is missing",
       "certified points are as many as a proven upper bound allows", "quote the count"},
      {"modular", "completeness: no isolated solution is missing",
       "certified points, with multiplicities, are as many as Groebner bases modulo random primes allow, but for a "
       "probability that is printed",
       "quote the count with the probability"},
      {"trace-tested", "completeness: no isolated solution should be missing",
       "the trace test of the generic member's points, numerical, and every path from them arrived at a point of its "
       "own",
       "say so where you quote it; `--exact always` may raise it to modular, if it is small enough"},
      {"given", "completeness: as many certified points as the user says there are",
       "known_count, which is not checked", "say where known_count is from"},
      {"unknown", "completeness: solutions may be missing", "nothing; the certified ones are a lower bound",
       "quote a lower bound; `--exact always`, `--start lifted` or `--start monodromy` may do better"},
      {"as the run says", "quoted from a run folder, not recomputed", "the file",
       "`polyscape analyze` computes it anew"},
      {"INCOMPLETE", "something was not finished or failed; exit status 1",
       "the path ledger, the trace tests, the certificates checked again",
       "read the notes: they say what failed, and Next what to try"},
      {"CONTRADICTION", "two statements of this result exclude each other: one is false; exit status 1",
       "the statements, which are printed", "use neither number; solve with another `--seed`, and report it"}};
  return table;
}

std::string tag(std::optional<Evidence> evidence) { return evidence ? " [" + std::string(name(*evidence)) + "]" : ""; }

}  // namespace polyscape::report
