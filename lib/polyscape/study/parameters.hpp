#pragma once
/// A system with parameters, solved for many values of them.
#include <string>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/sink.hpp"

namespace polyscape::study {

/// Values of parameters: exact numbers of Q(i), one row a member of the family.
struct ParameterTable {
  std::vector<std::string> names;                            ///< the parameters
  std::vector<std::vector<algebra::GaussianRational>> rows;  ///< one value a parameter
};

/// A CSV text whose header names parameters, each of them among the system's names; values are rationals, decimals or
/// complex numbers ("1/2 - 3*i"). Throws InputError with file, line and column: what is no such table, an unknown name,
/// no row, no unknown left, values whose powers are beyond algebra/limits.hpp.
ParameterTable read_parameters(const std::string& text, const std::string& file, const algebra::System& system);

/// The system at one row: the equations in the names that are no parameters, in their order.
algebra::System at_parameters(const algebra::System& system, const ParameterTable& table, std::size_t row);

/// The members of a family.
struct FamilySolutions {
  report::Result member;             ///< at random complex parameters
  std::vector<report::Result> rows;  ///< in the table's order
  bool carried = false;  ///< the rows' paths start at the member's solutions; else every row was solved on its own
  double seconds = 0;
};

/// As rows.json holds it: the member, and values of the parameters with the result of each row.
std::string to_json(const FamilySolutions& family, const ParameterTable& table);

/// All isolated solutions of the system at every row. A member at random complex parameters is solved once, its
/// solutions are carried to the rows along lines in the space of parameters (Morgan, Sommese 1989): every isolated
/// solution of a row is the end of a path, and what its parameters make special is in its ledger. A row of which paths
/// fail is solved on its own as well, and what failed less is kept. Systems with more equations than unknowns are
/// squared up, all members by the same random combinations. Where the member has singular isolated solutions, or paths
/// to it failed, every row is solved on its own instead. A row's count is proved where its own certified points are as
/// many as a bound allows, never because of the member's. Throws InputError when there are fewer equations than
/// unknowns, or as study::solve_system does for the member. Rows go to the sink, too, as they are finished.
FamilySolutions solve_family(const algebra::System& system, const ParameterTable& table, const std::string& title,
                             const Options& options, const Observer& observer = {}, Sink* sink = nullptr);

}  // namespace polyscape::study
