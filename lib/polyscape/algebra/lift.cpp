#include "polyscape/algebra/lift.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::algebra {

using Node = Program::Node;

std::vector<Node> liftable_nodes(const Program& program, const NodeGroup& group) {
  const std::vector<bool> used = program.used();
  std::set<Node> found;
  for (const Node node : group.nodes) {
    const Program::Kind kind = program.operation(node).kind;
    if (used[node] && (kind == Program::Kind::sum || kind == Program::Kind::product)) found.insert(node);
  }
  return {found.begin(), found.end()};
}

Lift lifted(const Program& program, const std::vector<std::string>& names, const std::vector<NodeGroup>& groups,
            double most_products) {
  if (program.parameters() != 0) throw ArgumentError("lifted: the program has parameters");
  if (program.variables() != names.size()) throw ArgumentError("lifted: one name a variable");
  Lift lift{{names, {}}, names.size(), {}};
  std::map<Node, std::size_t> index;  // the unknown of each chosen node
  for (const NodeGroup& group : groups) {
    const std::vector<Node> nodes = liftable_nodes(program, group);
    if (!nodes.empty()) lift.label += (lift.label.empty() ? "" : ", ") + group.label;
    for (const Node node : nodes) index.emplace(node, 0);
  }
  std::size_t n = names.size();
  for (auto& [node, variable] : index) variable = n++;
  for (std::size_t k = 1; k <= index.size(); ++k) {
    std::string name = "t" + std::to_string(k);
    while (std::ranges::find(names, name) != names.end()) name += "_";
    lift.system.names.push_back(std::move(name));
  }
  std::vector<Polynomial> value(program.size()), definitions;
  const std::vector<bool> used = program.used();
  double products = 0;
  for (Node i = 0; i < program.size(); ++i) {
    if (!used[i]) continue;
    stop_if_cancelled();
    const Program::Operation o = program.operation(i);
    if (o.kind == Program::Kind::product)
      products += static_cast<double>(value[o.left].term_count()) * static_cast<double>(value[o.right].term_count());
    if (products > most_products)
      throw LimitError("equations that can be written out in " + std::to_string(static_cast<long>(most_products)) +
                           " products of terms",
                       "more", "name more inner quantities");
    value[i] = o.kind == Program::Kind::constant   ? Polynomial::constant(n, program.constant_value(i))
               : o.kind == Program::Kind::variable ? Polynomial::variable(n, o.left)
               : o.kind == Program::Kind::sum      ? value[o.left] + value[o.right]
                                                   : value[o.left] * value[o.right];
    if (const auto chosen = index.find(i); chosen != index.end()) {
      const Polynomial t = Polynomial::variable(n, chosen->second);
      definitions.push_back(t - value[i]);
      value[i] = t;
    }
  }
  for (const Node output : program.outputs) lift.system.equations.push_back(value[output]);
  lift.system.equations.insert(lift.system.equations.end(), definitions.begin(), definitions.end());
  return lift;
}

}  // namespace polyscape::algebra
