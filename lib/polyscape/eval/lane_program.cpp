#include "polyscape/eval/lane_program.hpp"

#include <bit>

namespace polyscape::eval {
namespace {

/// How the content of a slot depends on variables and parameters.
struct Dependence {
  bool on_variables = false, on_parameters = false;
  bool linear = true;  ///< at most linear in the variables, and free of parameters
  bool constant() const { return !on_variables && !on_parameters; }
};

std::uint32_t product_flags(const Dependence& a, const Dependence& b) {
  std::uint32_t flags = 0;
  if (!b.linear) flags |= LaneProduct::first_right;
  if (!a.linear) flags |= LaneProduct::first_left;
  if (!a.constant() && !b.constant()) flags |= LaneProduct::middle;
  if (b.on_variables) flags |= LaneProduct::second_right;
  if (a.on_variables) flags |= LaneProduct::second_left;
  return flags;
}

std::size_t bits(std::uint32_t flags, std::uint32_t mask) { return static_cast<std::size_t>(std::popcount(flags & mask)); }

}  // namespace

LaneProgram::LaneProgram(const TapeCode& code)
    : constants_(code.constants.size()), variables_(code.variables), parameters_(code.parameters), slots_(code.slots),
      value_slots_(code.first_parameter() + code.parameters + code.value_instructions),
      value_instructions_(code.value_instructions), plain_(code.plain), value_slot_(code.value_slots),
      entry_slot_(code.entry_slots) {
  for (const auto& c : code.constants) {
    const std::complex<double> z = c.to_complex();
    constant_parts_.push_back(z.real());
    constant_parts_.push_back(z.imag());
  }
  for (const auto& f : code.real_factors) real_factors_.push_back(f.to_double());
  for (const auto& [factor, slot] : code.scaled) scaled_.push_back({factor, slot});
  for (const auto& e : code.entries)
    entry_place_.push_back(static_cast<std::uint32_t>(e.row * variables_ + e.column));

  std::vector<Dependence> depends(slots_);
  for (std::size_t i = 0; i < variables_; ++i) depends[code.first_variable() + i].on_variables = true;
  for (std::size_t i = 0; i < parameters_; ++i) depends[code.first_parameter() + i] = {false, true, false};
  std::uint32_t product = 0, scaled = 0, plain = 0;
  for (const TapeCode::Instruction& in : code.instructions) {
    Dependence d;
    const auto include = [&](const Dependence& a) {
      d.on_variables |= a.on_variables;
      d.on_parameters |= a.on_parameters;
      d.linear &= a.linear;
    };
    for (; product < in.products_end; ++product) {
      const auto [left, right] = code.products[product];
      const Dependence &a = depends[left], &b = depends[right];
      include(a);
      include(b);
      d.linear &= a.constant() || b.constant();
      products_.push_back({left, right, product_flags(a, b)});
    }
    for (; scaled < in.scaled_end; ++scaled) include(depends[code.scaled[scaled].slot]);
    for (; plain < in.plain_end; ++plain) include(depends[code.plain[plain]]);
    depends[in.target] = d;
    std::uint32_t flags = 0;
    if (d.linear) flags |= LaneInstruction::first_zero;
    if (!d.on_parameters) flags |= LaneInstruction::first_zero_once;
    instructions_.push_back({in.target, in.products_end, in.scaled_end, in.plain_end, flags});
  }

  // A full coefficient is needed where a later order multiplies it, and where such a one is summed from it.
  std::vector<bool> needed(slots_);
  for (std::size_t i = value_instructions_; i-- > 0;) {
    LaneInstruction& in = instructions_[i];
    if (needed[in.target]) in.flags |= LaneInstruction::second_needed;
    const LaneInstruction before = i > 0 ? instructions_[i - 1] : LaneInstruction{};
    for (std::uint32_t p = before.products_end; p < in.products_end; ++p)
      if ((products_[p].flags & LaneProduct::middle) != 0 || needed[in.target])
        needed[products_[p].left] = needed[products_[p].right] = true;
    if (!needed[in.target]) continue;
    for (std::uint32_t s = before.scaled_end; s < in.scaled_end; ++s) needed[scaled_[s].slot] = true;
    for (std::uint32_t s = before.plain_end; s < in.plain_end; ++s) needed[plain_[s]] = true;
  }
}

LaneView LaneProgram::view() const {
  return {constants_,           variables_,
          parameters_,          slots_,
          value_slots_,         constant_parts_.data(),
          real_factors_.data(), instructions_.data(),
          value_instructions_,  instructions_.size(),
          products_.data(),     scaled_.data(),
          plain_.data(),        value_slot_.data(),
          value_slot_.size(),   entry_slot_.data(),
          entry_place_.data(),  entry_slot_.size()};
}

std::size_t LaneProgram::jacobian_flops() const { return 8 * products_.size() + 4 * scaled_.size() + 2 * plain_.size(); }

std::size_t LaneProgram::taylor_flops(int order) const {
  std::size_t flops = 0;
  for (int k = 1; k <= order; ++k) {
    std::uint32_t product = 0;
    for (std::size_t i = 0; i < value_instructions_; ++i) {
      const LaneInstruction& in = instructions_[i];
      const bool first = (in.flags & LaneInstruction::first_zero) == 0 &&
                         (k > 1 || (in.flags & LaneInstruction::first_zero_once) == 0);
      const bool second = k < order && (in.flags & LaneInstruction::second_needed) != 0;
      for (; product < in.products_end; ++product) {
        const std::uint32_t flags = products_[product].flags;
        if (first) {
          flops += 8 * bits(flags, LaneProduct::first_left | LaneProduct::first_right);
          if ((flags & LaneProduct::middle) != 0) flops += 8 * static_cast<std::size_t>(k - 1);
        }
        if (second) flops += 8 * bits(flags, LaneProduct::second_left | LaneProduct::second_right);
      }
    }
  }
  return flops;
}

}  // namespace polyscape::eval
