#include "polyscape/dynamics/tape.hpp"

#include <algorithm>
#include <limits>

#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/tape_kernel.hpp"

namespace polyscape::dynamics {
namespace {

using Node = spec::Formula::Node;
using Kind = spec::Formula::Kind;
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

struct Scalar;
using OneLane = RealLanes<Scalar, 1>;

/// Orders the operations, joins products with the sum that takes them, and gives each result a slot.
class TapeMaker {
 public:
  TapeMaker(const spec::Formula& formula, std::span<const Node> outputs)
      : formula_(formula), outputs_(outputs), uses_(formula.size()), joined_(formula.size()) {}

  Tape make() {
    count_uses();
    join_products();
    tape_.variables = formula_.variables();
    tape_.outputs = outputs_.size();
    tape_.slots = tape_.variables + tape_.outputs;
    slot_.assign(formula_.size(), nowhere);
    left_ = uses_;
    const std::vector<bool> used = formula_.used(outputs_);
    for (Node i = 0; i < formula_.size(); ++i)
      if (used[i]) place(i);
    for (std::size_t k = 0; k < outputs_.size(); ++k) put_output(k);
    return std::move(tape_);
  }

 private:
  bool constant(Node i) const { return formula_.is_constant(i); }
  double value(Node i) const { return formula_.constant_value(i).to_double(); }

  void count_uses() {
    const std::vector<bool> used = formula_.used(outputs_);
    for (Node i = 0; i < formula_.size(); ++i) {
      const auto& o = formula_.operation(i);
      if (!used[i] || o.kind == Kind::constant || o.kind == Kind::variable) continue;
      ++uses_[o.left];
      if (o.kind != Kind::exponential) ++uses_[o.right];
    }
    for (const Node i : outputs_) ++uses_[i];
  }

  /// A product that one sum alone takes becomes part of it.
  void join_products() {
    for (Node i = 0; i < formula_.size(); ++i) {
      const auto& o = formula_.operation(i);
      if (o.kind != Kind::sum || uses_[i] == 0) continue;
      for (const Node part : {o.right, o.left})
        if (formula_.operation(part).kind == Kind::product && uses_[part] == 1 &&
            !(constant(o.left) || constant(o.right))) {
          joined_[part] = true;
          break;
        }
    }
  }

  std::uint32_t fresh() {
    if (free_.empty()) return static_cast<std::uint32_t>(tape_.slots++);
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  /// The slot of an operand, which is used once more; constants get one where no operation takes them as they are.
  std::uint32_t operand(Node i) {
    if (formula_.operation(i).kind == Kind::variable) return formula_.operation(i).left;
    if (constant(i) && slot_[i] == nowhere) {
      slot_[i] = static_cast<std::uint32_t>(tape_.slots++);
      tape_.steps.push_back({TapeStep::load, slot_[i], 0, 0, 0, value(i)});
    }
    return slot_[i];
  }
  void release(Node i) {
    const auto kind = formula_.operation(i).kind;
    if (kind == Kind::variable || kind == Kind::constant) return;
    if (--left_[i] == 0) free_.push_back(slot_[i]);
  }

  void finish(Node i, TapeStep step, std::initializer_list<Node> operands) {
    for (const Node o : operands) release(o);
    slot_[i] = step.target = fresh();
    tape_.steps.push_back(step);
  }

  void place(Node i) {
    const auto& o = formula_.operation(i);
    if (o.kind == Kind::constant || o.kind == Kind::variable || joined_[i]) return;
    if (o.kind == Kind::exponential)
      finish(i, {TapeStep::exponential, 0, operand(o.left)}, {o.left});
    else if (o.kind == Kind::quotient)
      finish(i, {TapeStep::divide, 0, operand(o.left), operand(o.right)}, {o.left, o.right});
    else if (constant(o.left) || constant(o.right))
      with_constant(i, o.kind, constant(o.left) ? o.left : o.right, constant(o.left) ? o.right : o.left);
    else if (o.kind == Kind::product)
      finish(i, {TapeStep::multiply, 0, operand(o.left), operand(o.right)}, {o.left, o.right});
    else
      sum(i, o.left, o.right);
  }

  void with_constant(Node i, Kind kind, Node k, Node other) {
    finish(i, {kind == Kind::sum ? TapeStep::shift : TapeStep::scale, 0, operand(other), 0, 0, value(k)}, {other});
  }

  void sum(Node i, Node left, Node right) {
    const Node part = joined_[right] ? right : left, rest = joined_[right] ? left : right;
    if (!joined_[part]) return finish(i, {TapeStep::add, 0, operand(left), operand(right)}, {left, right});
    const auto& p = formula_.operation(part);
    if (!constant(p.left) && !constant(p.right))
      return finish(i, {TapeStep::multiply_add, 0, operand(p.left), operand(p.right), operand(rest)},
                    {p.left, p.right, rest});
    const double k = value(constant(p.left) ? p.left : p.right);
    const Node factor = constant(p.left) ? p.right : p.left;
    if (k == -1) return finish(i, {TapeStep::subtract, 0, operand(rest), operand(factor)}, {rest, factor});
    finish(i, {TapeStep::scale_add, 0, operand(factor), operand(rest), 0, k}, {factor, rest});
  }

  void put_output(std::size_t k) {
    const auto target = static_cast<std::uint32_t>(tape_.variables + k);
    if (constant(outputs_[k]))
      tape_.steps.push_back({TapeStep::load, target, 0, 0, 0, value(outputs_[k])});
    else
      tape_.steps.push_back({TapeStep::copy, target, operand(outputs_[k])});
  }

  const spec::Formula& formula_;
  std::span<const Node> outputs_;
  std::vector<std::uint32_t> uses_, left_, slot_, free_;
  std::vector<bool> joined_;
  Tape tape_;
};

}  // namespace

Tape make_tape(const spec::Formula& formula, std::span<const Node> outputs) {
  return TapeMaker(formula, outputs).make();
}

std::vector<double> evaluate(const Tape& tape, std::span<const double> point) {
  if (point.size() != tape.variables) throw ArgumentError("evaluate: as many coordinates as variables");
  std::vector<double> slots(tape.slots);
  std::ranges::copy(point, slots.begin());
  TapeOf<OneLane>::run<1>(tape.steps.data(), tape.steps.size(), slots.data());
  const auto first = slots.begin() + static_cast<std::ptrdiff_t>(tape.variables);
  return {first, first + static_cast<std::ptrdiff_t>(tape.outputs)};
}

}  // namespace polyscape::dynamics
