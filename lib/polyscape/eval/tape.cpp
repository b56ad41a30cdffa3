#include "polyscape/eval/tape.hpp"

#include <algorithm>
#include <limits>

namespace polyscape::eval {
namespace {

using algebra::Program;
using Node = Program::Node;
constexpr std::uint32_t unset = std::numeric_limits<std::uint32_t>::max();

class Compiler {
 public:
  explicit Compiler(const algebra::Differentiated& d)
      : program_(d.program), uses_(program_.size(), 0), slot_(program_.size(), unset) {
    code_.variables = program_.variables();
    code_.parameters = program_.parameters();
    code_.entries = d.entries;
    count_uses();
    assign_inputs();
    // Two passes in node order: first what the values need, then the rest of the Jacobian.
    emit(std::span(program_.outputs).first(d.values));
    code_.value_instructions = code_.instructions.size();
    emit(std::span(program_.outputs).subspan(d.values));
    for (std::size_t i = 0; i < program_.outputs.size(); ++i)
      (i < d.values ? code_.value_slots : code_.entry_slots).push_back(slot_[program_.outputs[i]]);
  }
  TapeCode take() { return std::move(code_); }

 private:
  void count_uses() {
    const std::vector<bool> needed = program_.used();
    for (Node i = 0; i < program_.size(); ++i) {
      const Program::Operation o = program_.operation(i);
      if (!needed[i] || o.kind < Program::Kind::sum) continue;
      ++uses_[o.left];
      ++uses_[o.right];
    }
    for (const Node output : program_.outputs) uses_[output] += 2;  // outputs always get a slot
  }

  bool is_real_constant(Node i) const { return program_.is_constant(i) && program_.constant_value(i).is_real(); }
  /// A product by a real constant, which an instruction can hold without a complex multiplication.
  bool is_scaled(Node i) const {
    const Program::Operation o = program_.operation(i);
    return o.kind == Program::Kind::product && is_real_constant(o.left);
  }

  void assign_inputs() {
    const std::vector<bool> needed = program_.used();
    for (Node i = 0; i < program_.size(); ++i)
      if (needed[i] && program_.is_constant(i)) {
        slot_[i] = static_cast<std::uint32_t>(code_.constants.size());
        code_.constants.push_back(program_.constant_value(i));
      }
    for (Node i = 0; i < program_.size(); ++i) {
      const Program::Operation o = program_.operation(i);
      if (o.kind == Program::Kind::variable) slot_[i] = static_cast<std::uint32_t>(code_.first_variable() + o.left);
      if (o.kind == Program::Kind::parameter) slot_[i] = static_cast<std::uint32_t>(code_.first_parameter() + o.left);
    }
    code_.slots = code_.first_parameter() + code_.parameters;
  }

  /// Adds node i, times `factor`, to the instruction under construction.
  void collect(Node i, const algebra::Rational& factor, bool top) {
    const Program::Operation o = program_.operation(i);
    const bool open = top || (slot_[i] == unset && uses_[i] == 1);
    if (open && o.kind == Program::Kind::sum) {
      collect(o.left, factor, false);
      collect(o.right, factor, false);
    } else if (open && is_scaled(i)) {
      collect(o.right, factor * program_.constant_value(o.left).re, false);
    } else if (open && o.kind == Program::Kind::product && factor.is_one()) {
      code_.products.push_back({slot(o.left), slot(o.right)});
    } else if (factor.is_one()) {
      code_.plain.push_back(slot(i));
    } else {
      code_.scaled.push_back({static_cast<std::uint32_t>(code_.real_factors.size()), slot(i)});
      code_.real_factors.push_back(factor);
    }
  }

  std::uint32_t slot(Node i) const { return slot_[i]; }

  /// Makes sure that every operand which collect(i) will refer to by slot has one.
  void prepare(Node i, bool top, bool unit) {
    const Program::Operation o = program_.operation(i);
    const bool open = top || (slot_[i] == unset && uses_[i] == 1);
    if (open && o.kind == Program::Kind::sum) {
      prepare(o.left, false, unit);
      prepare(o.right, false, unit);
    } else if (open && is_scaled(i)) {
      prepare(o.right, false, unit && program_.constant_value(o.left).is_one());
    } else if (open && o.kind == Program::Kind::product && unit) {
      materialise(o.left);
      materialise(o.right);
    } else {
      materialise(i);
    }
  }

  void materialise(Node i) {
    if (slot_[i] != unset) return;
    prepare(i, true, true);
    collect(i, 1, true);
    slot_[i] = static_cast<std::uint32_t>(code_.slots++);
    code_.instructions.push_back({slot_[i], static_cast<std::uint32_t>(code_.products.size()),
                                  static_cast<std::uint32_t>(code_.scaled.size()),
                                  static_cast<std::uint32_t>(code_.plain.size())});
  }

  void emit(std::span<const Node> outputs) {
    for (const Node output : outputs) materialise(output);
  }

  const Program& program_;
  TapeCode code_;
  std::vector<std::uint32_t> uses_, slot_;
};

}  // namespace

bool TapeCode::real() const {
  return std::ranges::all_of(constants, [](const algebra::GaussianRational& c) { return c.is_real(); });
}

TapeCode compile(const algebra::Differentiated& differentiated) { return Compiler(differentiated).take(); }

}  // namespace polyscape::eval
