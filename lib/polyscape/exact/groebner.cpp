#include "polyscape/exact/groebner.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "polyscape/base/limit.hpp"
#include "polyscape/exact/elimination.hpp"
#include "polyscape/exact/pairs.hpp"
#include "polyscape/exact/residue_kernel.hpp"

namespace polyscape::exact {

namespace {

// A product (monomial) * (polynomial): a row of a matrix.
struct Source {
  std::uint32_t polynomial;
  MonomialIndex multiplier;  // in the trace's table
};

struct Round {
  std::vector<Source> pivots, rows;
  std::vector<MonomialIndex> leading;  // of what the rows left, in the trace's table, increasing
};

}  // namespace

struct GroebnerTrace::Impl {
  std::optional<MonomialTable> monomials;
  std::vector<Round> rounds;
};

GroebnerTrace::GroebnerTrace() : impl_(std::make_unique<Impl>()) {}
GroebnerTrace::~GroebnerTrace() = default;
GroebnerTrace::GroebnerTrace(GroebnerTrace&&) noexcept = default;
GroebnerTrace& GroebnerTrace::operator=(GroebnerTrace&&) noexcept = default;

namespace {

struct Element {
  std::vector<std::uint64_t> coefficients;
  std::vector<MonomialIndex> monomials;
  long reach;
};

// A limit was met; never leaves this file.
struct OutOfBudget {};

class F4 {
 public:
  // selection: of random numbers that tell which rows are worth being reduced; without them all are.
  F4(const ModularSystem& system, const MonomialOrder& order, const GroebnerLimits& limits, MonomialTable& multipliers,
     std::optional<Random> selection = {})
      : modulus_(system.prime),
        limits_(limits),
        selection_(selection),
        multipliers_(multipliers),
        monomials_(system.variables, order),
        columns_(system.variables, order) {
    for (const ModularPolynomial& p : system.equations) add_equation(p);
    one_ = multipliers_.insert(std::vector<Exponent>(system.variables, 0));
  }

  // The equations themselves, reduced by each other.
  Round first_round() const {
    Round round;
    for (std::uint32_t i = 0; i < elements_.size(); ++i) round.rows.push_back({i, one_});
    return round;
  }

  bool finished() const { return pairs_.empty() || has_one(); }

  // The rows for the pairs of least degree, and pivots for every monomial that a leading one divides.
  Round next_round() {
    Round round;
    const auto pairs = pairs_.take_least(monomials_);
    for (std::size_t i = 0, end = 0; i < pairs.size(); i = end) {
      std::vector<std::uint32_t> members;
      for (end = i; end < pairs.size() && pairs[end].lcm == pairs[i].lcm; ++end)
        for (const std::uint32_t k : {pairs[end].first, pairs[end].second}) members.push_back(k);
      std::ranges::sort(members);
      members.erase(std::ranges::unique(members).begin(), members.end());
      for (const std::uint32_t k : members)
        (k == members.front() ? round.pivots : round.rows).push_back(source(k, monomials_, pairs[i].lcm));
    }
    build(round);
    for (MonomialIndex m = 0; m < columns_.size(); ++m) {
      if (has_pivot_[m]) continue;
      if (const auto k = divisor(m)) {
        round.pivots.push_back(source(*k, columns_, m));
        add_row(round.pivots.back(), true);
      }
    }
    return round;
  }

  // Builds the matrix of a round that is known.
  void build(const Round& round) {
    start_matrix();
    for (const Source& s : round.pivots) add_row(s, true);
    for (const Source& s : round.rows) add_row(s, false);
  }

  // Reduces the rows of the matrix that was built last and adds what is left to the basis. `round` then has only what
  // that took, and the leading monomials.
  void eliminate(Round& round);

  // Keeps the pairs up to date; elements from a trace need none.
  void update_pairs() {
    for (; paired_ < leading_.size(); ++paired_) pairs_.add_element(monomials_, std::span(leading_).first(paired_ + 1));
  }

  GroebnerBasis basis(bool complete) const;

 private:
  void add_equation(const ModularPolynomial& p) {
    std::vector<std::pair<MonomialIndex, std::uint64_t>> terms;
    long degree = 0;
    for (const ModularTerm& term : p) {
      terms.emplace_back(monomials_.insert(term.exponents), term.coefficient);
      degree = std::max(degree, monomials_.total_degree(terms.back().first));
    }
    if (terms.empty()) return;
    std::ranges::sort(terms, [&](const auto& a, const auto& b) { return monomials_.compare(a.first, b.first) > 0; });
    Element element{{}, {}, degree};
    for (const auto& [monomial, coefficient] : terms) {
      element.monomials.push_back(monomial);
      element.coefficients.push_back(coefficient);
    }
    elements_.push_back(std::move(element));
    ++equations_;
  }

  bool has_one() const {
    return std::ranges::any_of(leading_, [&](MonomialIndex m) { return monomials_.total_degree(m) == 0; });
  }

  Source source(std::uint32_t k, const MonomialTable& table, MonomialIndex multiple) {
    return {equations_ + k, multipliers_.insert_quotient(table, multiple, monomials_, leading_[k])};
  }

  std::optional<std::uint32_t> divisor(MonomialIndex column) const {
    const std::vector<bool>& redundant = pairs_.redundant();
    for (std::uint32_t k = 0; k < leading_.size(); ++k)
      if (!redundant[k] && monomials_.divides(leading_[k], columns_, column)) return k;
    return std::nullopt;
  }

  void start_matrix() {
    columns_.clear();
    has_pivot_.clear();
    entries_.clear();
    starts_.assign(1, 0);
    pivot_rows_.clear();
    other_rows_.clear();
  }

  void add_row(const Source& s, bool pivot) {
    const Element& element = elements_[s.polynomial];
    for (const MonomialIndex m : element.monomials)
      entries_.push_back(columns_.insert_product(multipliers_, s.multiplier, monomials_, m));
    has_pivot_.resize(columns_.size());
    if (pivot) has_pivot_[entries_[starts_.back()]] = true;
    (pivot ? pivot_rows_ : other_rows_).push_back(starts_.size() - 1);
    starts_.push_back(entries_.size());
    if (bytes() > limits_.bytes) throw OutOfBudget();
  }

  SparseRow row(const Source& s, std::size_t k) const {
    return {{entries_.data() + starts_[k], entries_.data() + starts_[k + 1]}, elements_[s.polynomial].coefficients};
  }
  long reach(const Source& s) const { return elements_[s.polynomial].reach + multipliers_.total_degree(s.multiplier); }

  std::vector<MonomialIndex> order_columns();
  void drop_dependent(Elimination& elimination, Round& round);
  void add_element(const Elimination::Reduced& row, std::span<const MonomialIndex> monomial_of, long reach);
  void require_budget(const Elimination& elimination) {
    if (effort_.operations + elimination.operations() <= limits_.operations &&
        bytes() + elimination.bytes() <= limits_.bytes)
      return;
    effort_.operations += elimination.operations();
    throw OutOfBudget();
  }
  std::size_t bytes() const {
    return entries_.capacity() * sizeof(entries_[0]) + columns_.bytes() + monomials_.bytes() + multipliers_.bytes() +
           element_bytes_;
  }

  Modulus modulus_;
  GroebnerLimits limits_;
  std::optional<Random> selection_;
  MonomialTable& multipliers_;
  MonomialTable monomials_;        // of the elements, and least common multiples
  std::vector<Element> elements_;  // first the equations, then the basis
  std::uint32_t equations_ = 0;
  std::vector<MonomialIndex> leading_;  // of the basis
  CriticalPairs pairs_;
  std::size_t paired_ = 0, element_bytes_ = 0;
  MonomialIndex one_;
  GroebnerEffort effort_;
  // The matrix: row k's columns are entries_[starts_[k]], .., first as monomials, then as columns.
  MonomialTable columns_;
  std::vector<bool> has_pivot_;
  std::vector<std::uint32_t> entries_;
  std::vector<std::size_t> starts_, pivot_rows_, other_rows_;
};

// Columns with a pivot come first: rows that are left have none of them.
std::vector<MonomialIndex> F4::order_columns() {
  std::vector<MonomialIndex> monomial_of = columns_.decreasing(has_pivot_);
  std::vector<std::uint32_t> column_of(columns_.size());
  for (std::uint32_t c = 0; c < monomial_of.size(); ++c) column_of[monomial_of[c]] = c;
  for (std::uint32_t& entry : entries_) entry = column_of[entry];
  return monomial_of;
}

// Most rows of a first run reduce to zero, none of a replay.
void F4::drop_dependent(Elimination& elimination, Round& round) {
  std::vector<SparseRow> rows;
  for (std::size_t k = 0; k < round.rows.size(); ++k) rows.push_back(row(round.rows[k], other_rows_[k]));
  std::vector<Source> kept;
  std::vector<std::size_t> kept_rows;
  for (const std::uint32_t k : elimination.independent(rows, selection_->stream(effort_.matrices))) {
    kept.push_back(round.rows[k]);
    kept_rows.push_back(other_rows_[k]);
  }
  effort_.dependent += rows.size() - kept.size();
  round.rows = std::move(kept);
  other_rows_ = std::move(kept_rows);
}

void F4::eliminate(Round& round) {
  const auto monomial_of = order_columns();
  Elimination elimination(modulus_.prime(), monomial_of.size());
  std::vector<long> reaches;  // of pivots
  for (std::size_t k = 0; k < round.pivots.size(); ++k) {
    elimination.add_pivot(row(round.pivots[k], pivot_rows_[k]));
    reaches.push_back(reach(round.pivots[k]));
  }
  effort_.rows += round.rows.size();
  if (selection_) drop_dependent(elimination, round);
  std::vector<bool> used(round.pivots.size());
  std::vector<Source> kept;
  for (std::size_t k = 0; k < round.rows.size(); ++k) {
    stop_if_cancelled();
    const auto outcome = elimination.reduce(row(round.rows[k], other_rows_[k]));
    effort_.dependent += !outcome.leading;
    require_budget(elimination);
    if (!outcome.leading) continue;
    kept.push_back(round.rows[k]);
    long most = reach(round.rows[k]);
    for (const std::uint32_t number : outcome.used) {
      most = std::max(most, reaches[number]);
      if (number < used.size()) used[number] = true;
    }
    reaches.push_back(most);
  }
  for (const auto& reduced : elimination.finish()) {
    for (const std::uint32_t number : reduced.used)
      reaches[reduced.number] = std::max(reaches[reduced.number], reaches[number]);
    add_element(reduced, monomial_of, reaches[reduced.number]);
    round.leading.push_back(multipliers_.insert_copy(monomials_, leading_.back()));
  }
  effort_.operations += elimination.operations();
  ++effort_.matrices;
  effort_.columns = std::max(effort_.columns, monomial_of.size());
  std::vector<Source> pivots;
  for (std::size_t k = 0; k < used.size(); ++k)
    if (used[k]) pivots.push_back(round.pivots[k]);
  round.pivots = std::move(pivots);
  round.rows = std::move(kept);
}

void F4::add_element(const Elimination::Reduced& row, std::span<const MonomialIndex> monomial_of, long reach) {
  Element element{row.coefficients, {}, reach};
  for (const std::uint32_t column : row.columns)
    element.monomials.push_back(monomials_.insert_copy(columns_, monomial_of[column]));
  leading_.push_back(element.monomials.front());
  element_bytes_ += row.columns.size() * (sizeof(std::uint64_t) + sizeof(MonomialIndex));
  elements_.push_back(std::move(element));
}

GroebnerBasis F4::basis(bool complete) const {
  GroebnerBasis result;
  result.complete = complete;
  result.effort = effort_;
  std::vector<std::uint32_t> minimal;
  for (std::uint32_t k = 0; k < leading_.size(); ++k)
    if (std::ranges::none_of(leading_, [&](MonomialIndex m) {
          return m != leading_[k] && monomials_.divides(m, monomials_, leading_[k]);
        }))
      minimal.push_back(k);
  std::ranges::sort(minimal, [&](auto a, auto b) { return monomials_.compare(leading_[a], leading_[b]) < 0; });
  for (const std::uint32_t k : minimal) {
    const Element& element = elements_[equations_ + k];
    result.reach = std::max(result.reach, element.reach);
    ModularPolynomial& p = result.elements.emplace_back();
    for (std::size_t j = 0; j < element.monomials.size(); ++j) {
      const auto e = monomials_.exponents(element.monomials[j]);
      p.push_back({element.coefficients[j], {e.begin(), e.end()}});
    }
  }
  return result;
}

void require_prime(std::uint64_t prime) {
  if (prime >> 60 != 0 || prime < 2) throw ArgumentError("groebner_basis: no prime below 2^60");
}

}  // namespace

std::vector<Monomial> leading_monomials(const GroebnerBasis& basis) {
  std::vector<Monomial> result;
  for (const ModularPolynomial& p : basis.elements) result.push_back(p.front().exponents);
  return result;
}

GroebnerBasis groebner_basis(const ModularSystem& system, const MonomialOrder& order, const GroebnerLimits& limits,
                             GroebnerTrace* trace) {
  require_prime(system.prime);
  MonomialTable multipliers(system.variables, order);
  F4 f4(system, order, limits, multipliers, Random(system.prime).stream("independent rows"));
  std::vector<Round> rounds;
  bool complete = true;
  try {
    Round first = f4.first_round();
    f4.build(first);
    for (Round round = std::move(first);; round = f4.next_round()) {
      f4.eliminate(round);
      f4.update_pairs();
      if (!round.rows.empty()) rounds.push_back(std::move(round));
      if (f4.finished()) break;
    }
  } catch (const OutOfBudget&) {
    complete = false;
  }
  if (trace != nullptr) {
    trace->impl().monomials.emplace(std::move(multipliers));
    trace->impl().rounds = std::move(rounds);
  }
  return f4.basis(complete);
}

std::optional<GroebnerBasis> replay(const GroebnerTrace& trace, const ModularSystem& system, const MonomialOrder& order,
                                    const GroebnerLimits& limits) {
  require_prime(system.prime);
  MonomialTable multipliers = trace.impl().monomials.value();
  F4 f4(system, order, limits, multipliers);
  try {
    for (const Round& recorded : trace.impl().rounds) {
      Round round{recorded.pivots, recorded.rows, {}};
      f4.build(round);
      f4.eliminate(round);
      if (round.leading != recorded.leading) return std::nullopt;
    }
  } catch (const OutOfBudget&) {
    return f4.basis(false);
  }
  return f4.basis(true);
}

}  // namespace polyscape::exact
