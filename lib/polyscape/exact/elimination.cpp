#include "polyscape/exact/elimination.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

#include "polyscape/base/limit.hpp"
#include "polyscape/exact/residue_kernel.hpp"

namespace polyscape::exact {

namespace {
constexpr std::uint32_t none = ~std::uint32_t{0};
}

struct Elimination::Impl {
  Impl(std::uint64_t prime, std::size_t columns) : modulus(prime), pivot_of(columns, none), scratch(columns) {}

  /// Adds factor * row, but for its leading entry, to the scratch row.
  void add(std::uint64_t factor, const SparseRow& row) {
    const std::size_t n = row.columns.size();
    const std::uint32_t* column = row.columns.data();
    const std::uint64_t* coefficient = row.coefficients.data();
    Wide* const sum = scratch.data();
    for (std::size_t j = 1; j < n; ++j) sum[column[j]] += static_cast<Wide>(factor) * coefficient[j];
    operations += n - 1;
  }

  void load(const SparseRow& row) {
    for (std::size_t j = 0; j < row.columns.size(); ++j) scratch[row.columns[j]] = row.coefficients[j];
  }

  /// Reduces the scratch row from the column on by all pivots but the one of column `keep`; numbers of those used are
  /// appended. What is left in it are residues.
  void sweep(std::size_t column, std::uint32_t keep, std::vector<std::uint32_t>& used) {
    int room = Modulus::products;
    for (; column < scratch.size(); ++column) {
      if (scratch[column] == 0) continue;
      const std::uint64_t value = modulus.reduce(scratch[column]);
      scratch[column] = value;
      if (value == 0 || pivot_of[column] == none || column == keep) continue;
      if (room-- == 0) {
        for (std::size_t k = column + 1; k < scratch.size(); ++k) scratch[k] = modulus.fold(scratch[k]);
        room = Modulus::products - 1;
      }
      add(modulus.negate(value), pivots[pivot_of[column]]);
      scratch[column] = 0;
      used.push_back(pivot_of[column]);
    }
  }

  /// Takes the scratch row's entries, which are residues, out of it.
  Remainder take(std::size_t column) {
    Remainder row;
    for (; column < scratch.size(); ++column) {
      if (scratch[column] == 0) continue;
      row.columns.push_back(static_cast<std::uint32_t>(column));
      row.coefficients.push_back(static_cast<std::uint64_t>(std::exchange(scratch[column], 0)));
    }
    return row;
  }
  Remainder take_monic(std::size_t column) {
    Remainder row = take(column);
    if (row.columns.empty()) return row;
    const std::uint64_t inverse = modulus.inverse(row.coefficients.front());
    for (std::uint64_t& c : row.coefficients) c = modulus.multiply(inverse, c);
    return row;
  }

  // Values at every column of some random linear forms that vanish on all pivots, side by side.
  static constexpr std::size_t width = 8;
  using Values = std::array<std::uint64_t, width>;
  std::vector<Values> forms(Random& random);
  Values values(const SparseRow& row, std::size_t from, const std::vector<Values>& form) const;

  Modulus modulus;
  std::vector<std::uint32_t> pivot_of;  // of a column: its pivot's number
  std::vector<Wide> scratch;            // 0 between calls
  std::vector<SparseRow> pivots;
  std::vector<std::unique_ptr<Reduced>> rows;  // left by reduce()
  std::uint64_t operations = 0;
  std::size_t left = 0;  // entries of `rows`
};

Elimination::Impl::Values Elimination::Impl::values(const SparseRow& row, std::size_t from,
                                                    const std::vector<Values>& form) const {
  std::array<Wide, width> sum{};
  int room = Modulus::products;
  for (std::size_t j = from; j < row.columns.size(); ++j) {
    const Values& at = form[row.columns[j]];
    if (room-- == 0) {
      for (Wide& s : sum) s = modulus.fold(s);
      room = Modulus::products - 1;
    }
    for (std::size_t k = 0; k < width; ++k) sum[k] += static_cast<Wide>(row.coefficients[j]) * at[k];
  }
  Values result;
  for (std::size_t k = 0; k < width; ++k) result[k] = modulus.reduce(sum[k]);
  return result;
}

std::vector<Elimination::Impl::Values> Elimination::Impl::forms(Random& random) {
  std::vector<Values> form(pivot_of.size());
  for (std::size_t c = form.size(); c-- > 0;) {
    if (pivot_of[c] == none) {
      for (std::uint64_t& value : form[c]) value = random.below(modulus.prime());
      continue;
    }
    const SparseRow& pivot = pivots[pivot_of[c]];
    form[c] = values(pivot, 1, form);
    for (std::uint64_t& value : form[c]) value = modulus.negate(value);
    operations += width * (pivot.columns.size() - 1);
  }
  return form;
}

Elimination::Elimination(std::uint64_t prime, std::size_t columns) : impl_(std::make_unique<Impl>(prime, columns)) {}
Elimination::~Elimination() = default;
Elimination::Elimination(Elimination&&) noexcept = default;

void Elimination::add_pivot(SparseRow row) {
  impl_->pivot_of[row.columns.front()] = static_cast<std::uint32_t>(impl_->pivots.size());
  impl_->pivots.push_back(row);
}

namespace {

// Which rows are independent of those before them, by a few columns at a time. A row is what it was minus multiples of
// independent rows before it, so that the columns seen so far are zero unless it is independent itself.
class GrowingRank {
 public:
  using Values = Elimination::Impl::Values;

  GrowingRank(const Modulus& modulus, std::size_t rows) : modulus_(modulus), rows_(rows), independent_(rows) {}

  // Takes the next columns of all rows; returns how many rows turned out to be independent by them.
  std::size_t add(const std::vector<Values>& columns) {
    std::vector<Values> reduced(columns.size());
    std::vector<std::pair<std::uint32_t, std::size_t>> found;  // with the column that shows it
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
      Values& row = reduced[i] = without(columns[i], rows_[i], reduced);
      if (independent_[i]) continue;
      for (const auto& [j, column] : found) {
        if (row[column] == 0) continue;
        const std::uint64_t factor =
            modulus_.negate(modulus_.multiply(row[column], modulus_.inverse(reduced[j][column])));
        rows_[i].push_back({j, factor});
        for (std::size_t k = 0; k < row.size(); ++k)
          row[k] = modulus_.reduce(static_cast<Wide>(factor) * reduced[j][k] + row[k]);
      }
      const auto shown = std::ranges::find_if(row, [](std::uint64_t value) { return value != 0; });
      if (shown == row.end()) continue;
      independent_[i] = true;
      found.emplace_back(i, shown - row.begin());
    }
    return found.size();
  }

  const std::vector<bool>& independent() const { return independent_; }

 private:
  struct Multiple {
    std::uint32_t row;
    std::uint64_t factor;
  };

  Values without(const Values& row, const std::vector<Multiple>& multiples, const std::vector<Values>& reduced) const {
    std::array<Wide, Elimination::Impl::width> sum;
    std::ranges::copy(row, sum.begin());
    int room = Modulus::products;
    for (const Multiple& m : multiples) {
      if (room-- == 0) {
        for (Wide& s : sum) s = modulus_.fold(s);
        room = Modulus::products - 1;
      }
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += static_cast<Wide>(m.factor) * reduced[m.row][k];
    }
    Values result;
    std::ranges::transform(sum, result.begin(), [&](Wide s) { return modulus_.reduce(s); });
    return result;
  }

  const Modulus& modulus_;
  std::vector<std::vector<Multiple>> rows_;
  std::vector<bool> independent_;
};

}  // namespace

std::vector<std::uint32_t> Elimination::independent(std::span<const SparseRow> rows, Random random) {
  GrowingRank rank(impl_->modulus, rows.size());
  std::vector<Impl::Values> columns(rows.size());
  // A form beyond the rank finds nothing new, so that one in vain ends it.
  do {
    stop_if_cancelled();
    const auto form = impl_->forms(random);
    std::ranges::transform(rows, columns.begin(), [&](const SparseRow& row) { return impl_->values(row, 0, form); });
  } while (rank.add(columns) == Impl::width);
  std::vector<std::uint32_t> result;
  for (std::uint32_t i = 0; i < rows.size(); ++i)
    if (rank.independent()[i]) result.push_back(i);
  return result;
}

Elimination::Remainder Elimination::remainder(SparseRow row) {
  if (row.columns.empty()) return {};
  std::vector<std::uint32_t> used;
  const std::uint32_t first = std::ranges::min(row.columns);
  impl_->load(row);
  impl_->sweep(first, none, used);
  return impl_->take(first);
}

Elimination::Outcome Elimination::reduce(SparseRow row) {
  Outcome outcome;
  impl_->load(row);
  impl_->sweep(row.columns.front(), none, outcome.used);
  auto left = std::make_unique<Reduced>(Reduced{impl_->take_monic(row.columns.front()), 0, {}});
  if (left->columns.empty()) return outcome;
  outcome.leading = left->columns.front();
  impl_->left += left->columns.size();
  left->used = outcome.used;
  left->number = static_cast<std::uint32_t>(impl_->pivots.size());
  add_pivot({left->columns, left->coefficients});
  impl_->rows.push_back(std::move(left));
  return outcome;
}

std::vector<Elimination::Reduced> Elimination::finish() {
  Impl& e = *impl_;
  std::ranges::sort(e.rows, std::greater{}, [](const auto& row) { return row->columns.front(); });
  for (auto& row : e.rows) {
    const std::uint32_t leading = row->columns.front();
    e.load({row->columns, row->coefficients});
    e.sweep(leading, leading, row->used);
    static_cast<Remainder&>(*row) = e.take_monic(leading);
    e.pivots[row->number] = {row->columns, row->coefficients};
  }
  std::vector<Reduced> result;
  for (auto& row : e.rows) result.push_back(std::move(*row));
  e.rows.clear();
  return result;
}

std::uint64_t Elimination::operations() const { return impl_->operations; }

std::size_t Elimination::bytes() const {
  return impl_->scratch.size() * (sizeof(Wide) + sizeof(std::uint32_t)) +
         impl_->left * (sizeof(std::uint32_t) + sizeof(std::uint64_t));
}

}  // namespace polyscape::exact
