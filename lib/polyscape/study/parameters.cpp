#include "polyscape/study/parameters.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/heading.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/rows_identity.hpp"
#include "polyscape/study/stopwatch.hpp"

namespace polyscape::study {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;
using algebra::Rational;
using algebra::System;

namespace {

constexpr double parameter_bits = 0x1p12;  // of the member's parameters: its coefficients stay short
constexpr const char* remedy = "name parameters in the header, and give one value for each in every row";

/// Which of a system's variables are parameters: `value[i]` is the place in a row, or none.
struct Roles {
  std::vector<std::size_t> unknowns;              ///< variables of the system
  std::vector<std::optional<std::size_t>> value;  ///< one a variable of the system
  Roles(const System& system, const std::vector<std::string>& parameters) {
    for (std::size_t i = 0; i < system.names.size(); ++i) {
      const auto found = std::ranges::find(parameters, system.names[i]);
      if (found == parameters.end())
        unknowns.push_back(i), value.emplace_back();
      else
        value.emplace_back(static_cast<std::size_t>(found - parameters.begin()));
    }
  }
};

/// The polynomial at these parameters, in the unknowns. Throws LimitError for coefficients beyond what is computed.
Polynomial at(const Polynomial& p, const Roles& roles, const std::vector<GaussianRational>& values) {
  std::vector<algebra::Term> terms;
  for (const algebra::Term& term : p.terms()) {
    algebra::Term& t = terms.emplace_back(algebra::Term{term.coefficient, {}});
    for (std::size_t i = 0; i < term.exponents.size(); ++i) {
      if (!roles.value[i]) {
        t.exponents.push_back(term.exponents[i]);
      } else if (term.exponents[i] > 0) {
        const GaussianRational& value = values[*roles.value[i]];
        algebra::require_coefficient(static_cast<double>(algebra::bits(t.coefficient)) +
                                     static_cast<double>(algebra::bits(value)) * term.exponents[i]);
        t.coefficient = t.coefficient * algebra::power(value, term.exponents[i]);
      }
    }
  }
  return Polynomial::from_terms(roles.unknowns.size(), terms);
}

System at(const System& system, const Roles& roles, const std::vector<GaussianRational>& values) {
  System result;
  for (const std::size_t i : roles.unknowns) result.names.push_back(system.names[i]);
  for (const Polynomial& p : system.equations) result.equations.push_back(at(p, roles, values));
  return result;
}

/// As many equations as unknowns: the ones of largest degree, with random multiples of the others, the same for every
/// member.
System squared_up(const System& system, const Roles& roles, Random random) {
  const std::size_t n = roles.unknowns.size();
  System result = system;
  if (result.equations.size() == n) return result;
  std::ranges::stable_sort(result.equations, std::greater<>{},
                           [&](const Polynomial& p) { return p.degree(roles.unknowns); });
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = n; k < result.equations.size(); ++k)
      result.equations[i] +=
          result.equations[k] *
          GaussianRational(Rational::from_double((1 + std::floor(random.uniform() * 0x1p16)) / 0x1p16));
  result.equations.resize(n);
  return result;
}

GaussianRational short_number(std::complex<double> z) {
  return GaussianRational::from_complex(
      {std::round(z.real() * parameter_bits) / parameter_bits, std::round(z.imag() * parameter_bits) / parameter_bits});
}

/// Random complex values, as large as those in the middle of the table's columns.
std::vector<GaussianRational> random_parameters(const ParameterTable& table, Random random) {
  std::vector<GaussianRational> result;
  for (std::size_t k = 0; k < table.names.size(); ++k) {
    std::vector<int> exponents;
    for (const auto& row : table.rows)
      if (const double size = std::abs(row[k].to_complex()); std::isfinite(size) && size > 0)
        exponents.push_back(std::ilogb(size));
    std::ranges::sort(exponents);
    const int exponent = exponents.empty() ? 0 : exponents[exponents.size() / 2];
    result.push_back(short_number(random.annulus_complex()) * GaussianRational(algebra::power(Rational(2), exponent)));
  }
  return result;
}

/// The square system on the line of parameters from `end` (t = 0) to `start` (t = 1).
Program line(const System& square, const Roles& roles, const std::vector<GaussianRational>& start,
             const std::vector<GaussianRational>& end) {
  Program program(roles.unknowns.size(), 1);
  const Program::Node t = program.parameter(0);
  std::vector<Program::Node> nodes;
  std::size_t unknown = 0;
  for (const auto& value : roles.value)
    nodes.push_back(value ? program.add(program.constant(end[*value]), program.scale(start[*value] - end[*value], t))
                          : program.variable(unknown++));
  program.outputs = program.append(algebra::program_of(square), nodes);
  return program;
}

std::vector<std::vector<std::vector<int>>> supports(const System& system) {
  std::vector<std::vector<std::vector<int>>> result;
  for (const Polynomial& p : system.equations) {
    auto& support = result.emplace_back();
    for (const algebra::Term& term : p.terms()) support.push_back(term.exponents);
  }
  return result;
}

/// The family with its member solved.
struct Generic {
  System square;
  Roles roles;
  std::vector<GaussianRational> parameters;
  System system;          ///< the member, from the square system
  EquationBounds bounds;  ///< of it
  std::vector<std::vector<GaussianRational>> solutions;
  bool carries = false;  ///< every isolated solution of a row is the end of a path from these
};

std::string row_title(const std::string& title, const ParameterTable& table, std::size_t row) {
  std::string text = title;
  for (std::size_t k = 0; k < table.names.size(); ++k)
    text += ", " + table.names[k] + " = " + table.rows[row][k].to_string();
  return text;
}

EquationBounds bounds_of(const System& system) {
  BoundLimits limits;
  limits.partitions.work_a_path = solve::work_a_path;
  return bound_equations(system, {}, limits);
}

report::Result blank_row(const System& system, const std::string& title, const Options& options) {
  report::Result result = heading(system, report::Origin::given, options);
  result.title = title;
  return result;
}

report::Result solve_row(const System& family, const ParameterTable& table, std::size_t row, const Generic& generic,
                         const std::string& title, const Options& options) {
  Stopwatch clock;
  const System whole = at(family, generic.roles, table.rows[row]),
               given = algebra::with_real_equations(without_zeros(whole));
  report::Result blank = blank_row(given, row_title(title, table, row), options);
  note_zeros(whole, given, blank);
  const bool square = given.equations.size() == given.names.size();
  EquationBounds bounds = square && supports(given) == supports(generic.system) ? generic.bounds : bounds_of(given);
  blank.bounds = std::move(bounds.bounds);
  blank.notes.insert(blank.notes.end(), bounds.notes.begin(), bounds.notes.end());
  blank.seconds.bounds = clock.lap();
  solve::Problem problem;
  problem.system = given;
  problem.hints.mixed_volume = blank.bounds.mixed_volume_affine;
  problem.hints.best_partition = bounds.best;
  const auto solved = [&] {
    report::Result result = blank;
    if (given.equations.size() < given.names.size())
      solve_nothing("fewer equations than unknowns are left at these parameters: no solution is isolated", options,
                    result);
    else
      solve_problem(problem, options, {}, clock, result);
    result.seconds.total = clock.total();
    return result;
  };
  const bool constant = std::ranges::any_of(given.equations, [](const Polynomial& p) { return p.degree() == 0; });
  if (!generic.carries || constant || given.equations.size() < whole.equations.size()) return solved();
  problem.known.member =
      solve::Member{line(generic.square, generic.roles, generic.parameters, table.rows[row]), generic.solutions};
  problem.hints.best_partition = generic.bounds.best;
  report::Result result = solved();
  if (result.paths->failed == 0 || result.paths->cancelled) return result;
  problem.known.member.reset();
  problem.hints.best_partition = bounds.best;
  report::Result alone = solved();
  if (alone.paths->failed >= result.paths->failed) return result;
  alone.notes.push_back("solved on its own: " + std::to_string(result.paths->failed) + " paths from the member failed");
  return alone;
}

/// What rows.json holds.
struct RowRecord {
  report::TextPairs parameters;
  const report::Result* result;
};
void describe(auto& fields, report::Of<RowRecord> auto& r) {
  fields("parameters", r.parameters, "values");
  fields("result", *r.result, "of the row");
}
struct FamilyRecord {
  std::vector<std::string> parameters;
  const FamilySolutions* family;
  std::vector<RowRecord> rows;
};
void describe(auto& fields, report::Of<FamilyRecord> auto& f) {
  fields.computed("schema", report::schema_version, "2");
  fields("parameters", f.parameters, "names");
  fields("carried", f.family->carried, "the rows' paths start at the member's solutions");
  fields("member", f.family->member, "at random complex parameters");
  fields("rows", f.rows, "in the table's order");
  fields("seconds", f.family->seconds, "all of it");
}

}  // namespace

std::string to_json(const FamilySolutions& family, const ParameterTable& table) {
  std::vector<RowRecord> rows;
  for (std::size_t i = 0; i < family.rows.size(); ++i) {
    rows.push_back({{}, &family.rows[i]});
    for (std::size_t k = 0; k < table.names.size(); ++k)
      rows.back().parameters.emplace_back(table.names[k], table.rows[i][k].to_string());
  }
  return report::JsonWriter().record(FamilyRecord{table.names, &family, std::move(rows)}).dump(1) + "\n";
}

ParameterTable read_parameters(const std::string& text, const std::string& file, const System& system) {
  const spec::CsvTable csv = spec::parse_csv(text, file);
  ParameterTable result{csv.columns, {}};
  const std::size_t header =
      1 +
      static_cast<std::size_t>(std::count(
          text.begin(),
          text.begin() + static_cast<std::ptrdiff_t>(std::min(text.find_first_not_of(" \t\r\n"), text.size())), '\n'));
  for (const std::string& name : result.names)
    if (std::ranges::find(system.names, name) == system.names.end()) {
      std::string names;
      for (const std::string& known : system.names) names += (names.empty() ? "" : ", ") + known;
      throw InputError(file + ":" + std::to_string(header) + " " + name,
                       "a column for a parameter, by its name in the system", "\"" + name + "\"",
                       "write some of " + names.substr(0, 200));
    }
  if (result.names.size() == system.names.size())
    throw InputError(file + ":" + std::to_string(header),
                     "fewer columns than the system has names: the others are the unknowns", "every name", remedy);
  if (csv.rows.empty())
    throw InputError(file + ":" + std::to_string(header), "at least one row of values", "none", remedy);
  const Roles roles(system, result.names);
  for (std::size_t i = 0; i < csv.rows.size(); ++i) {
    auto& row = result.rows.emplace_back();
    for (std::size_t k = 0; k < result.names.size(); ++k) {
      auto value = GaussianRational::parse(csv.rows[i][k]);
      if (!value)
        throw InputError(file + ":" + std::to_string(csv.lines[i]) + " " + result.names[k], "a number",
                         "\"" + csv.rows[i][k] + "\"",
                         "write a rational, a decimal or a complex number: 1/2, 0.25, 1 - 2*i");
      row.push_back(std::move(*value));
    }
    try {
      at(system, roles, row);
    } catch (const LimitError& error) {
      throw error.at(file + ":" + std::to_string(csv.lines[i]));
    }
  }
  return result;
}

System at_parameters(const System& system, const ParameterTable& table, std::size_t row) {
  return at(system, Roles(system, table.names), table.rows.at(row));
}

namespace {

Generic generic_of(const System& system, const ParameterTable& table, Random random) {
  Roles roles(system, table.names);
  const std::size_t n = roles.unknowns.size();
  if (system.equations.size() < n)
    throw InputError("system", "at least as many equations as unknowns",
                     std::to_string(system.equations.size()) + " equations in " + std::to_string(n) + " unknowns",
                     "no solution is isolated then; add equations, or columns that make more names parameters");
  System square = squared_up(system, roles, random.stream(1));
  std::vector<GaussianRational> parameters = random_parameters(table, random.stream(2));
  System member = at(square, roles, parameters);
  return {std::move(square), std::move(roles), std::move(parameters), std::move(member), {}, {}, false};
}

/// Gives the family its member's bounds and solutions.
report::Result solve_member(Generic& generic, const std::string& title, const Options& options,
                            const Observer& observer, Stopwatch& clock) {
  report::Result result = blank_row(generic.system, title + ", random complex parameters", options);
  announce(observer, "generic member");
  generic.bounds = bounds_of(generic.system);
  result.bounds = generic.bounds.bounds;
  result.notes = generic.bounds.notes;
  result.seconds.bounds = clock.lap();
  if (std::ranges::all_of(generic.system.equations, [](const Polynomial& p) { return p.degree() > 0; })) {
    solve::Problem problem;
    problem.system = generic.system;
    problem.hints.best_partition = generic.bounds.best;
    problem.hints.mixed_volume = result.bounds.mixed_volume_affine;
    solve::Outcome outcome;
    solve_problem(problem, options, observer, clock, result, &outcome);
    generic.carries = outcome.ledger.failed == 0 && !outcome.cancelled;
    for (const solve::Solution& s : outcome.solutions) {
      generic.carries = generic.carries && s.nonsingular;
      generic.solutions.push_back(s.coordinates);
    }
  } else {
    solve_nothing("an equation of the family is constant in the unknowns", options, result);
  }
  result.seconds.total = clock.total();
  return result;
}

report::Result unsolved_row(const System& system, const ParameterTable& table, std::size_t k, const Generic& generic,
                            const std::string& title, const Options& options) {
  report::Result row = blank_row(at(system, generic.roles, table.rows[k]), row_title(title, table, k), options);
  solve_nothing("not solved: the job was cancelled before", options, row);
  row.cancelled = true;
  return row;
}

}  // namespace

FamilySolutions solve_family(const System& system, const ParameterTable& table, const std::string& title,
                             const Options& options, const Observer& observer, Sink* sink) {
  require_no_gauge(options);
  if (options.known_count)
    throw InputError("--known-count", "one system, to which the count belongs", "many, of a table of parameters",
                     "leave it out");
  Stopwatch clock;
  Generic generic = generic_of(system, table, Random(options.seed).stream("parameters"));
  FamilySolutions result;
  result.member = solve_member(generic, title, options, observer, clock);
  result.carried = generic.carries;

  Options one_thread = options;
  one_thread.threads = 1;
  result.rows.resize(table.rows.size());
  Counter counter(observer, "rows", table.rows.size());
  SharedSink shared(sink);
  shared.begin(&result.member, table.rows.size());
  const auto identity = [&] {
    std::string input = input_digest(system);
    for (const auto& row : table.rows)
      for (const GaussianRational& z : row) input += " " + z.to_string();
    return rows_identity("family", digest(input), options);
  };
  using Row = std::pair<report::Result, bool>;  // whether it was solved
  shared_for(
      current_team(), {table.rows.size(), 1, static_cast<std::size_t>(options.threads)}, identity,
      [&](std::size_t k) -> Row {
        try {
          stop_if_cancelled();
          return {solve_row(system, table, k, generic, title, one_thread), true};
        } catch (const Cancelled&) {
          return {unsolved_row(system, table, k, generic, title, one_thread), false};
        }
      },
      [](const Row& row) {
        return row.second && !row.first.cancelled ? std::optional(report::to_json(row.first)) : std::nullopt;
      },
      [](const std::string& json) { return Row(report::result_from_json(json, "a row of another process"), true); },
      [&](std::size_t k, Row&& row) {
        result.rows[k] = std::move(row.first);
        if (!row.second) return;
        shared.row(k, result.rows[k]);
        counter.count();
      });
  shared.end();
  result.seconds = clock.total();
  return result;
}

}  // namespace polyscape::study
