#pragma once
/// The words of the summary: its headings, the labels at the left, heads of columns, and what stands in capitals.
/// docs/reading.md is made of this table. A word that it lacks does not compile where the summary would print it.
#include <array>
#include <string_view>

#include "polyscape/base/names.hpp"

namespace polyscape::report {

/// Where a word stands.
enum class WordGroup {
  headings,
  network,
  bounds,
  monodromy,
  paths,
  starts,
  points,
  sets,
  volume,
  dynamics,
  notes,
  failures
};
constexpr auto names_of(WordGroup) {
  return std::to_array<std::string_view>({"headings", "network", "bounds", "monodromy", "paths", "starts", "points",
                                          "sets", "volume", "dynamics", "notes", "failures"});
}

/// A word, what it says, how that is known, and what to do when it appears; empty: nothing.
struct SummaryWord {
  WordGroup group;
  std::string_view word, meaning, known, advice;
};

inline constexpr auto summary_words = [] {
  using enum WordGroup;
  return std::to_array<SummaryWord>({
      {headings, "Network", "the specification, as it was understood", "", "compare it with what you meant"},
      {headings, "Gradient system", "the equations: the gradient of the loss", "", ""},
      {headings, "Interpolation system", "the equations f(x_i; w) = y_i", "", ""},
      {headings, "System", "the equations of the file", "", ""},
      {headings, "Bounds on the number of isolated critical points", "upper bounds, none of which needs a path", "",
       ""},
      {headings, "Bounds on the number of isolated solutions", "the same of a system", "", ""},
      {headings, "Monodromy", "how the generic member was solved", "", ""},
      {headings, "Monodromy, as a file says", "the same, taken from the file of `--generic`", "as the file says",
       "leave `--generic` out to have it computed"},
      {headings, "Paths", "the ledger: every path in one class", "", ""},
      {headings, "Paths, as the run says", "the same, quoted by `certify`", "as the run says", ""},
      {headings, "Isolated critical points", "what was found, and what is known of it", "", ""},
      {headings, "Isolated solutions", "the same of a system", "", ""},
      {headings, "Solutions, real ones first", "the points themselves", "", "`--show all` prints every one"},
      {headings, "Solutions", "the points of a system whose equations are not real", "", ""},
      {headings, "Minima, by loss", "the minima themselves, with the loss at the left", "", ""},
      {headings, "Components of the critical set, over C", "irreducible sets of critical weights, one a line", "", ""},
      {headings, "Components of the solution set, over C", "the same of a system", "", ""},
      {headings, "Zero-loss set f(x_i; w) = y_i, whatever the regularisation", "all weights that fit the data exactly",
       "", ""},
      {headings, "Volume of low loss near all real zeros",
       "how it goes to zero: vol{L < t} ~ t^lambda (log 1/t)^(m - 1)", "", ""},
      {headings, "Volume of low loss near", "the same near one point, or the origin", "", ""},
      {headings, "Dynamics", "the box, its walls, the law exp(-L/T)", "", ""},
      {headings, "Methods", "what each method was run with", "", ""},
      {headings, "Where walkers end, in per cent with standard errors", "by place and method", "[numerical]", ""},
      {headings, "Long run, in per cent with standard errors", "the stationary laws, beside each other", "[numerical]",
       ""},
      {headings, "Mean times to another minimum", "exit times, measured and by Kramers' law", "[numerical]", ""},
      {headings, "Noise of minibatches of", "the covariance of the gradient at the minima", "[numerical]", ""},
      {headings, "Beside the argument that noise prefers degenerate minima",
       "what the figures say for it and against it", "[numerical]", ""},
      {headings, "Notes", "what a reader of the counts has to know", "", "read them before you quote a number"},
      {headings, "Next", "what to ask next, where this answer is half of one", "", ""},

      {network, "architecture", "widths from the inputs to the outputs; below it the layers", "", ""},
      {network, "weights", "M, that can vary: frozen ones not, tied ones once", "counted", ""},
      {network, "data", "N samples, d_y outputs", "", ""},
      {network, "loss", "its formula", "", ""},
      {network, "regularization", "the lambdas", "", "`generic` gives isolated points; none gives whole sets"},
      {network, "approximation", "a polynomial in the place of another function: degree, interval, largest error",
       "the error on a fine grid; convexity and boundedness [exact] where they are decided",
       "trust no critical point *outside* the interval"},
      {network, "size", "equations and variables; of the zero-loss set also the dimension that these let expect",
       "counted", ""},
      {network, "degrees", "of the equations, and how many have each", "exact", ""},

      {bounds, "Bezout", "the product of the degrees", "a theorem, computed exactly", ""},
      {bounds, "multihomogeneous", "the same by groups of variables, here layers or the like",
       "a theorem, computed exactly", ""},
      {bounds, "best partition", "the same by the best groups that were found; the line says whether all were compared",
       "a theorem, computed exactly", ""},
      {bounds, "linear product", "by products of linear forms in sets of variables", "a theorem, computed exactly", ""},
      {bounds, "mixed volume",
       "solutions for generic coefficients on the same monomials: with the origin a bound on all isolated ones, of the "
       "torus on those without a zero coordinate",
       "a theorem, computed exactly", ""},
      {bounds, "lifted", "the mixed volume with inner quantities as unknowns: a bound on all isolated ones",
       "a theorem, computed exactly", ""},
      {bounds, "published bound", "of the paper that is named", "its theorem", ""},
      {bounds, "closed form", "a known count of the family for generic data; the brackets say what it rests on",
       "as the brackets say; proves nothing here",
       "where it differs, the data are not generic, or a conjecture is wrong"},
      {bounds, "modular",
       "solutions with multiplicity that Groebner bases modulo random primes leave; of sets their dimension and degree",
       "an upper bound but for the probability that is printed", ""},
      {bounds, "not finite", "the modular count found whole sets of solutions",
       "an upper bound on the dimension but for the probability that is printed", "`polyscape components`"},
      {bounds, "none", "1 is a combination of the equations: there is no solution", "[exact]", ""},
      {bounds, "generic count", "critical points for generic targets and lambda",
       "by monodromy: its trace test, numerical; for random ones: modulo random primes", ""},

      {monodromy, "translate", "solutions of F(w) = p for a generic p", "numerical; see trace test", ""},
      {monodromy, "trace test", "whether points of the generic member are missing; the error is 0 but for rounding",
       "numerical, at two precisions", ""},
      {monodromy, "NOT PASSED", "points of the generic member are missing, or were not followed well", "numerical",
       "another `--seed`, a larger `--max-precision`, or another `--start`"},
      {monodromy, "paths on the way", "followed by loops and tests", "counted", ""},
      {monodromy, "generic strata", "points of the generic member by which coordinates are zero", "numerical", ""},

      {paths, "start system", "where paths start, and why there", "", "`--start` takes another one"},
      {paths, "nonsingular", "ended at an isolated point with invertible Jacobian", "two precisions that agree", ""},
      {paths, "singular", "ended at an isolated point with singular Jacobian", "numerical", ""},
      {paths, "at infinity", "left every bounded region", "numerical: docs/methods.md",
       "`--confirm`, where a far solution may have been taken for one"},
      {paths, "on larger sets", "ended on a solution set of positive dimension, which is not counted", "numerical",
       "`polyscape components`"},
      {paths, "excluded", "solve only the squared-up system", "numerical", ""},
      {paths, "failed", "could not be followed to an end; the reasons are in the notes", "counted",
       "`--confirm`, a larger `--max-precision`; none matters where completeness is proved or modular"},
      {paths, "tracked", "all paths", "counted", ""},
      {paths, "IS NOT the sum of the classes", "a path was lost", "counted", "a defect of the program: report it"},

      {starts, "total-degree", "as many paths as the Bezout number", "", ""},
      {starts, "multihomogeneous", "products of linear forms, on the best partition", "", ""},
      {starts, "polyhedral", "mixed cells: as many paths as the mixed volume with the origin", "", ""},
      {starts, "lifted", "the polyhedral one of the equations with inner quantities as unknowns", "", ""},
      {starts, "monodromy", "a generic member, solved by loops", "", ""},
      {starts, "parameter", "the points of a generic member, of a sweep or a table of parameters", "", ""},
      {starts, "fixed points", "the points of smaller systems, whose unknowns the symmetries keep", "", ""},
      {starts, "none", "nothing to follow", "", ""},

      {points, "complex", "distinct isolated solutions over C, however many are singular", "existence and completeness",
       ""},
      {points, "orbits", "solutions up to the symmetries of the loss", "the symmetries are exact", ""},
      {points, "real", "solutions with real coordinates; of a loss by kind, of a list of points that this one is",
       "two precisions; [theorem] where the lines below say so", ""},
      {points, "not decided", "the equations are not real: which solutions are is not asked", "", ""},
      {points, "not real", "of a listed point: it is complex", "as *real*", ""},
      {points, "by Hessian index", "real points by their number of negative eigenvalues: 0 are minima",
       "two precisions; [theorem] where the lines below say so", ""},
      {points, "minimum", "no negative eigenvalue of the Hessian, none zero: strict, local", "as the index", ""},
      {points, "saddle", "negative and positive eigenvalues, none zero", "as the index", ""},
      {points, "maximum", "negative eigenvalues alone, none zero", "as the index", ""},
      {points, "degenerate", "the Hessian is singular; of the zero-loss set: zero loss is reached on a whole manifold",
       "two precisions, or the brackets behind it", ""},
      {points, "undecided", "precisions do not agree on the inertia", "", "a larger `--max-precision`"},
      {points, "outside", "real points where an approximated function leaves the interval it is fitted on",
       "double precision", "widen the interval, or do not interpret these points"},
      {points, "existence", "how many of the listed points are proved to exist, each one zero and no other's",
       "[theorem]; found by tracking [numerical] where no proof was tried",
       "`--certify always`, `polyscape certify RUN`"},
      {points, "checked again", "certificates of the run that hold in rational arithmetic, by code of its own",
       "exact arithmetic", "one that does not hold is taken back: see the notes"},
      {points, "NOT DISJOINT", "two certificates may be of one zero", "exact arithmetic",
       "the run is damaged or wrong: analyse again"},
      {points, "completeness", "whether solutions may be missing, in one of the words above, with its reason",
       "that word", ""},
      {points, "the run says", "completeness as the run had it, where `certify` cannot repeat it", "as the run says",
       "`polyscape analyze` again, to have it computed"},

      {sets, "components", "that there is none of these dimensions", "numerical", ""},
      {sets, "dimension", "of a component, or of the zero-loss set, over C; the brackets say how it is known",
       "its brackets", ""},
      {sets, "SEVERAL", "components that the trace test did not tell apart stand in one line", "numerical",
       "another `--seed`"},
      {sets, "pure", "critical because the function is, among all functions of the network", "its brackets", ""},
      {sets, "spurious", "critical because of the parametrisation: the function could be improved", "its brackets", ""},
      {sets, "isolated points", "besides the components", "numerical", ""},
      {sets, "modular, dim.",
       "the degree of what is not multiple in that dimension, by Groebner bases modulo random primes",
       "an upper bound but for the probability that is printed", ""},
      {sets, "FOUND", "the decomposition has another degree than the modular count", "as both say",
       "fewer: another `--seed` may find the rest; more: a contradiction, report it"},
      {sets, "paths", "followed by the decomposition", "counted", ""},
      {sets, "NOT COMPLETE", "paths failed, or components were not told apart", "counted", "another `--seed`"},
      {sets, "real points", "whether real weights fit the data", "its brackets",
       "*none found, which says nothing*: they may exist all the same"},
      {sets, "function space", "dimension of the set of functions that the network can be", "its brackets", ""},
      {sets, "degree", "points in which a generic affine space of complementary dimension meets the set",
       "its brackets", ""},
      {sets, "Jacobian rank", "of the residuals at the points found", "its brackets", ""},
      {sets, "Morse-Bott", "real points where the Hessian is positive across the set",
       "`proof` of a point in `result.json`; else "
       "numerical",
       ""},

      {volume, "lambda", "the learning coefficient, and its multiplicity m; or an interval that holds it",
       "its brackets", "an interval ends in exit status 1: docs/volume.md says what is not resolved"},
      {volume, "by", "the method that gave it", "", ""},
      {volume, "formula", "lambda and m in closed form, for deep linear networks", "[theorem]", ""},
      {volume, "strata", "lambda on parts of the zero set, the smallest first", "as lambda", ""},
      {volume, "mean of L/T", "tends to lambda as T falls", "quadrature, numerical", ""},
      {volume, "sampled", "lambda by chains at falling temperatures", "[numerical], with a standard error",
       "compare it with lambda: nothing else does"},
      {volume, "resolution", "germs that were resolved, and those that were bounded only", "counted", ""},

      {dynamics, "potential", "the function that is given in the place of a network", "", ""},
      {dynamics, "starts", "the box over which all walkers start", "", "`--low`, `--high`"},
      {dynamics, "walls", "what holds walkers in the box", "", "`--walls`"},
      {dynamics, "exp(-L/T)", "whether the law has a finite integral; how it was sampled; its share of a place",
       "the brackets; shares by chains, with standard errors", ""},
      {dynamics, "NO finite integral", "of exp(-L/T): there is no stationary law, and nothing is sampled",
       "its brackets", "regularise, or set walls"},
      {dynamics, "place", "a critical point or set, by its number in `result.json` or a point of it",
       "its certificate, or "
       "numerical",
       ""},
      {dynamics, "largest", "eigenvalue of the Hessian there", "double precision", ""},
      {dynamics, "null", "zero eigenvalues there", "numerical", ""},
      {dynamics, "zero-loss set", "a place: a point where all residuals vanish", "numerical", ""},
      {dynamics, "valley", "a place: the set of minima that the potential names", "numerical", ""},
      {dynamics, "critical set", "a place: singular critical points that are not in the list", "numerical", ""},
      {dynamics, "bulk", "all of the box that is no place's neighbourhood", "docs/dynamics.md", ""},
      {dynamics, "plateau", "of a potential: exp(-L/T) at its level, everywhere", "", ""},
      {dynamics, "well", "of a potential with a plateau: what a minimum holds above it", "", ""},
      {dynamics, "saddles", "how many are known, and how many walkers ended there", "counted", ""},
      {dynamics, "unmatched", "walkers that ended at no known place, and why", "counted",
       "a point that the list lacks is a QUESTION in the notes: solve with `--confirm`"},
      {dynamics, "flow", "gradient flow", "", ""},
      {dynamics, "gd", "gradient descent", "", ""},
      {dynamics, "momentum", "gradient descent with momentum", "", ""},
      {dynamics, "adam", "Kingma and Ba's method", "", ""},
      {dynamics, "sgd", "minibatches; in the long run their effective temperature and share", "", ""},
      {dynamics, "sgdl", "minibatches and Langevin noise", "", ""},
      {dynamics, "langevin", "Euler-Maruyama steps of the Langevin equation, not adjusted", "", ""},
      {dynamics, "temperature", "T, or the effective temperature of minibatch noise", "", ""},
      {dynamics, "refused", "a figure that its chains do not carry, with the reason: R-hat, effective sample size",
       "Vehtari and others 2021", "more `--draws` and `--chains`, or a higher temperature"},
      {dynamics, "neighbourhood", "a place's surroundings, or the bulk: all the rest", "docs/dynamics.md", ""},
      {dynamics, "predicted", "by Laplace's or Morse-Bott's constant", "a theorem for T to 0; the integral numerical",
       "right up to a factor 1 + O(T)"},
      {dynamics, "on a grid", "the law before it without sampling, in one or two dimensions", "numerical", ""},
      {dynamics, "its langevin", "the Langevin equation at the mean temperature of sgd", "chains, with standard errors",
       "where it differs from sgd, minibatch noise is no temperature"},
      {dynamics, "langevin, long", "a long run of langevin steps", "chains, with standard errors", ""},
      {dynamics, "sgd, long", "a long run of sgd", "chains, with standard errors", ""},
      {dynamics, "langevin at sgd's T", "its langevin, in a table of several rows", "chains, with standard errors", ""},
      {dynamics, "from", "the minimum that walkers leave", "", ""},
      {dynamics, "barrier/T", "height of the lowest saddle above it, over T", "numerical", ""},
      {dynamics, "by Kramers", "Eyring and Kramers' mean time", "a theorem for T to 0", ""},
      {dynamics, "quadrature", "the mean time in one dimension", "numerical integration", ""},
      {dynamics, "measured", "mean time of walkers", "with the interval beside it", ""},
      {dynamics, "95 % interval", "of the mean time, as of exponential times", "statistics", ""},
      {dynamics, "trace", "of the covariance of one sample's gradient, times N", "double precision", ""},
      {dynamics, "rank", "of that covariance", "double precision", ""},
      {dynamics, "Hessian", "cosine between the covariance and the Hessian", "double precision", ""},
      {dynamics, "isotropic", "cosine between the covariance and the identity", "double precision", ""},
      {dynamics, "mean square", "factor of a step on the mean square distance: below 1 the place is stable",
       "linearised", ""},
      {dynamics, "walkers of sgd after", "the same along the way", "means over walkers", ""},
      {dynamics, "AGAINST", "a finding that does not fit the argument", "three standard errors", ""},

      {notes, "QUESTION", "something does not fit, or may be missing", "", "look at it before you quote the count"},
      {notes, "CANCELLED", "the job was ended before all of it was done; exit status 1", "",
       "`polyscape resume DIR` goes on, where a folder was asked for"},
      {notes, "INCOMPLETE", "something failed, or solutions are missing; exit status 1", "the ledger or a count",
       "`--confirm`, another `--seed`, a larger `--max-precision`"},
      {notes, "CONTRADICTION", "two statements exclude each other: one is false; exit status 1", "both are printed",
       "use neither number; solve with another `--seed`, and report it"},

      {failures, "cancelled", "the job was ended before this path was", "", "`polyscape resume DIR`"},
      {failures, "its start solution was not found", "polyhedral: no solution of the binomial system", "",
       "another `--start`"},
      {failures, "the start solution could not be corrected", "Newton's method does not converge at the start", "",
       "another `--seed`"},
      {failures, "the precision limit was reached", "more bits are needed than `--max-precision` allows", "",
       "a larger one"},
      {failures, "too many steps", "the path did not come near t = 0", "", "another `--seed`"},
      {failures, "the endgame came to no decision", "neither a limit nor infinity could be shown", "",
       "a larger `--max-precision`, `--confirm`"},
      {failures, "neither an end at infinity nor one far away could be shown", "an end of great size", "",
       "a larger `--max-precision`; scale the unknowns"},
      {failures, "taken for infinite, but the system has no solutions at infinity", "so the path was followed badly",
       "", "`--confirm`"},
      {failures, "two paths end at one nonsingular solution", "one of them jumped", "", "`--confirm`"},
      {failures, "zeros of a cluster that the precision does not tell apart",
       "several near each other, or one multiple one", "", "a larger `--max-precision`"},
      {failures, "the endpoint could not be refined", "two precisions do not agree on it", "",
       "a larger `--max-precision`"},
      {failures, "the endpoint of a Cauchy loop is no zero", "the loop did not close where it seemed to", "",
       "a larger `--max-precision`, `--confirm`"},
  });
}();

/// Whether the table has the word; "" counts as one.
constexpr bool is_summary_word(std::string_view word) {
  if (word.empty()) return true;
  for (const SummaryWord& w : summary_words)
    if (w.word == word) return true;
  return false;
}

/// A word of the summary that is known to stand in the table when the program is compiled.
class Label {
 public:
  consteval Label(const char* word) : word_(word) {
    if (!is_summary_word(word_)) throw "a word that summary_words does not explain";
  }
  constexpr std::string_view text() const { return word_; }

 private:
  std::string_view word_;
};

/// The same, where text is expected.
consteval std::string_view word(const char* text) { return Label(text).text(); }

}  // namespace polyscape::report
