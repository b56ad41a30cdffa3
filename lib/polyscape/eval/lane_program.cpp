#include "polyscape/eval/lane_program.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <span>
#include <tuple>

namespace polyscape::eval {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();  ///< in place of a cell: zero

/// As a double-double.
void append(std::vector<double>& parts, const algebra::Rational& x) {
  const double high = x.to_double();
  parts.push_back(high);
  parts.push_back(std::isfinite(high) ? (x - algebra::Rational::from_double(high)).to_double() : 0);
}

/// Calls visit(instruction, products, scaled, plain) for a range of instructions from the first on.
template <class Visit>
void for_each_instruction(const TapeCode& code, std::size_t count, Visit visit) {
  std::uint32_t product = 0, scaled = 0, plain = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const TapeCode::Instruction& in = code.instructions[i];
    visit(in.target, std::span(code.products).subspan(product, in.products_end - product),
          std::span(code.scaled).subspan(scaled, in.scaled_end - scaled),
          std::span(code.plain).subspan(plain, in.plain_end - plain));
    product = in.products_end, scaled = in.scaled_end, plain = in.plain_end;
  }
}

}  // namespace

std::uint32_t LaneProgram::new_cells(std::size_t count) {
  const std::size_t first = cells_;
  cells_ += count;
  return static_cast<std::uint32_t>(first);
}

/// Orders instructions by depth, then by shape.
LaneProgram::Stage LaneProgram::stage(std::vector<Sum> sums) {
  std::map<std::uint32_t, std::size_t> depth;  // of the cells that the stage sets
  using Key = std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>;
  std::vector<std::pair<Key, const Sum*>> order;
  for (const Sum& sum : sums) {
    std::size_t deepest = 0;
    const auto include = [&](std::uint32_t cell) {
      if (const auto found = depth.find(cell); found != depth.end()) deepest = std::max(deepest, found->second + 1);
    };
    for (const auto& [left, right] : sum.products) include(left), include(right);
    for (const LaneScaled& s : sum.scaled) include(s.cell);
    for (const std::uint32_t cell : sum.plain) include(cell);
    depth[sum.target] = deepest;
    order.push_back({{deepest, sum.products.size(), sum.scaled.size(), sum.plain.size()}, &sum});
  }
  std::ranges::stable_sort(order, {}, &std::pair<Key, const Sum*>::first);
  Stage result;
  const Key* last = nullptr;
  for (const auto& [key, sum] : order) {
    const auto [level, products, scaled, plain] = key;
    if (last == nullptr || *last != key)
      result.groups.push_back({0, static_cast<std::uint32_t>(products), static_cast<std::uint32_t>(scaled),
                               static_cast<std::uint32_t>(plain)});
    last = &key;
    ++result.groups.back().instructions;
    result.operands.push_back(sum->target);
    for (const auto& [left, right] : sum->products) result.operands.insert(result.operands.end(), {left, right});
    for (const auto& [factor, cell] : sum->scaled) result.operands.insert(result.operands.end(), {factor, cell});
    result.operands.insert(result.operands.end(), sum->plain.begin(), sum->plain.end());
    result.flops += 8 * products + 4 * scaled + 2 * plain;
  }
  return result;
}

/// Entries of the Jacobian that nothing but the matrix needs are computed in their places, others copied there.
std::vector<LaneProgram::Sum> LaneProgram::values_and_matrix(const TapeCode& code) {
  std::vector<std::uint32_t> place(code.slots);
  for (std::size_t i = 0; i < code.slots; ++i) place[i] = static_cast<std::uint32_t>(i);
  std::vector<bool> movable(code.slots);
  for (std::size_t i = code.value_instructions; i < code.instructions.size(); ++i)
    movable[code.instructions[i].target] = true;
  std::vector<Sum> copies;
  std::vector<bool> nonzero(code.value_slots.size() * variables_);
  for (std::size_t k = 0; k < code.entries.size(); ++k) {
    const std::size_t at = code.entries[k].row * variables_ + code.entries[k].column;
    const auto cell = static_cast<std::uint32_t>(matrix_ + at);
    const std::uint32_t slot = code.entry_slots[k];
    nonzero[at] = true;
    if (movable[slot] && place[slot] == slot)
      place[slot] = cell;
    else
      copies.push_back({cell, {}, {}, {slot}});
  }
  for (Sum& copy : copies) copy.plain[0] = place[copy.plain[0]];
  for (std::size_t at = 0; at < nonzero.size(); ++at)
    if (!nonzero[at])
      copies.push_back({static_cast<std::uint32_t>(matrix_ + at), {}, {}, {static_cast<std::uint32_t>(zero_)}});
  std::vector<Sum> sums;
  for_each_instruction(code, code.instructions.size(),
                       [&](std::uint32_t target, auto products, auto scaled, auto plain) {
                         Sum sum{place[target], {}, {}, {}};
                         for (const auto& [left, right] : products) sum.products.push_back({place[left], place[right]});
                         for (const auto& [factor, slot] : scaled) sum.scaled.push_back({factor, place[slot]});
                         for (const std::uint32_t slot : plain) sum.plain.push_back(place[slot]);
                         sums.push_back(std::move(sum));
                       });
  sums.insert(sums.end(), copies.begin(), copies.end());
  return sums;
}

/// Where the coefficients of each slot are kept, or that they are zero, and the instructions that compute them.
struct LaneProgram::Sweeps {
  LaneProgram& program;
  const TapeCode& code;
  std::vector<std::uint32_t>
      full[lane_order];             ///< complete coefficients of order k at k; of order 0 the slots themselves
  std::vector<std::uint32_t> part;  ///< of the present order: first part, or what the second adds
  std::vector<bool> full_needed, linear_needed;

  Sweeps(LaneProgram& p, const TapeCode& c) : program(p), code(c), full_needed(c.slots), linear_needed(c.slots) {
    for (auto& cells : full) cells.assign(code.slots, none);
    for (std::size_t i = 0; i < code.slots; ++i) full[0][i] = static_cast<std::uint32_t>(i);
    const auto dependent = depends();
    for_each_instruction(code, code.value_instructions, [&](std::uint32_t, auto products, auto, auto) {
      for (const auto& [left, right] : products)
        if (dependent[left] && dependent[right]) full_needed[left] = full_needed[right] = true;
    });
    std::vector<std::vector<std::uint32_t>> operands(code.slots);
    for_each_instruction(code, code.value_instructions,
                         [&](std::uint32_t target, auto products, auto scaled, auto plain) {
                           for (const auto& [left, right] : products)
                             operands[target].push_back(left), operands[target].push_back(right);
                           for (const TapeCode::Scaled& s : scaled) operands[target].push_back(s.slot);
                           operands[target].insert(operands[target].end(), plain.begin(), plain.end());
                         });
    for (std::size_t i = code.value_instructions; i-- > 0;) {
      const std::uint32_t target = code.instructions[i].target;
      if (!full_needed[target] && !linear_needed[target]) continue;
      for (const std::uint32_t slot : operands[target]) linear_needed[slot] = true;
    }
  }

  /// On variables or parameters: whether any coefficient but the first can differ from zero.
  std::vector<bool> depends() const {
    std::vector<bool> result(code.slots);
    for (std::size_t i = 0; i < code.variables + code.parameters; ++i) result[code.first_variable() + i] = true;
    for_each_instruction(code, code.value_instructions,
                         [&](std::uint32_t target, auto products, auto scaled, auto plain) {
                           bool any = false;
                           for (const auto& [left, right] : products) any = any || result[left] || result[right];
                           for (const TapeCode::Scaled& s : scaled) any = any || result[s.slot];
                           for (const std::uint32_t slot : plain) any = any || result[slot];
                           result[target] = any;
                         });
    return result;
  }

  static void add_product(Sum& sum, std::uint32_t left, std::uint32_t right) {
    if (left != none && right != none) sum.products.push_back({left, right});
  }
  /// Terms that are linear in the operands' parts.
  void add_linear(Sum& sum, auto products, auto scaled, auto plain) const {
    for (const auto& [left, right] : products) {
      add_product(sum, full[0][left], part[right]);
      add_product(sum, part[left], full[0][right]);
    }
    for (const auto& [factor, slot] : scaled)
      if (part[slot] != none) sum.scaled.push_back({factor, part[slot]});
    for (const std::uint32_t slot : plain)
      if (part[slot] != none) sum.plain.push_back(part[slot]);
  }
  /// The cell of a sum: none if it is empty, no new one for a single plain term.
  std::uint32_t cell_of(Sum&& sum, std::vector<Sum>& sums) const {
    if (sum.empty()) return none;
    if (sum.products.empty() && sum.scaled.empty() && sum.plain.size() == 1) return sum.plain[0];
    sum.target = program.new_cells(1);
    sums.push_back(std::move(sum));
    return sums.back().target;
  }

  std::vector<Sum> first(int k) {
    std::vector<Sum> sums;
    part.assign(code.slots, none);
    for (std::size_t i = 0; i < code.parameters; ++i)
      part[code.first_parameter() + i] = static_cast<std::uint32_t>(
          program.parameter_coefficients_ + static_cast<std::size_t>(k - 1) * code.parameters + i);
    for_each_instruction(code, code.value_instructions,
                         [&](std::uint32_t target, auto products, auto scaled, auto plain) {
                           Sum sum;
                           add_linear(sum, products, scaled, plain);
                           for (const auto& [left, right] : products)
                             for (int j = 1; j < k; ++j) add_product(sum, full[j][left], full[k - j][right]);
                           part[target] = cell_of(std::move(sum), sums);
                         });
    return sums;
  }

  /// After first(k).
  std::vector<Sum> second(int k) {
    std::vector<Sum> sums;
    const std::vector<std::uint32_t> before = std::move(part);
    part.assign(code.slots, none);
    full[k] = before;
    for (std::size_t i = 0; i < code.variables; ++i)
      full[k][code.first_variable() + i] = part[code.first_variable() + i] = static_cast<std::uint32_t>(
          program.variable_coefficients_ + static_cast<std::size_t>(k - 1) * code.variables + i);
    for_each_instruction(code, code.value_instructions,
                         [&](std::uint32_t target, auto products, auto scaled, auto plain) {
                           if (!full_needed[target] && !linear_needed[target]) return;
                           Sum sum;
                           add_linear(sum, products, scaled, plain);
                           if (linear_needed[target]) {
                             part[target] = cell_of(std::move(sum), sums);
                             sum = Sum{};
                             if (part[target] != none) sum.plain.push_back(part[target]);
                           }
                           if (before[target] != none) sum.plain.push_back(before[target]);
                           if (full_needed[target]) full[k][target] = cell_of(std::move(sum), sums);
                         });
    return sums;
  }
};

LaneProgram::LaneProgram(const TapeCode& code)
    : constants_(code.constants.size()),
      variables_(code.variables),
      parameters_(code.parameters),
      cells_(code.slots),
      zero_(new_cells(1)),
      variable_coefficients_(new_cells((lane_order - 1) * variables_)),
      parameter_coefficients_(new_cells(lane_order * parameters_)),
      matrix_(new_cells(code.value_slots.size() * variables_)),
      value_cell_(code.value_slots) {
  for (const auto& c : code.constants) append(constant_parts_, c.re), append(constant_parts_, c.im);
  for (const auto& f : code.real_factors) append(real_factors_, f);
  jacobian_ = stage(values_and_matrix(code));
  Sweeps sweeps(*this, code);
  for (int k = 1; k <= lane_order; ++k) {
    first_[k - 1] = stage(sweeps.first(k));
    for (const std::uint32_t slot : code.value_slots)
      coefficient_cell_[k - 1].push_back(sweeps.part[slot] != none ? sweeps.part[slot]
                                                                   : static_cast<std::uint32_t>(zero_));
    if (k < lane_order) second_[k - 1] = stage(sweeps.second(k));
  }
}

LaneView LaneProgram::view() const {
  LaneView result{constants_,
                  variables_,
                  parameters_,
                  value_cell_.size(),
                  cells_,
                  constant_parts_.data(),
                  real_factors_.data(),
                  jacobian_.view(),
                  {},
                  {},
                  value_cell_.data(),
                  {},
                  variable_coefficients_,
                  parameter_coefficients_,
                  matrix_};
  for (int k = 0; k < lane_order; ++k) {
    result.first[k] = first_[k].view();
    result.coefficient_cell[k] = coefficient_cell_[k].data();
    if (k + 1 < lane_order) result.second[k] = second_[k].view();
  }
  return result;
}

std::size_t LaneProgram::taylor_flops() const {
  std::size_t flops = 0;
  for (const Stage& s : first_) flops += s.flops;
  for (const Stage& s : second_) flops += s.flops;
  return flops;
}

}  // namespace polyscape::eval
