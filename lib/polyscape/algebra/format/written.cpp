#include "polyscape/algebra/format/written.hpp"

#include <algorithm>
#include <functional>

#include "polyscape/algebra/format/dialects.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

using Node = Program::Node;

constexpr std::size_t most_sums = 256;   // that are told apart; later ones are multiplied out
constexpr std::size_t most_groups = 24;  // the search for a lift leaves one after the other out
constexpr double most_exponents = 2e7;   // of all terms, which are not more than characters
constexpr std::size_t longest_label = 40;

/// How often each of the reading's sums occurs; as a factor counts twice.
std::vector<std::size_t> uses(const Reading& reading) {
  const std::size_t n = reading.names.size();
  std::vector<std::size_t> result(reading.inner.sums.size(), 0);
  const auto count = [&](const Polynomial& p) {
    for (const Term& term : p.terms()) {
      int degree = 0;
      for (const int e : term.exponents) degree += e;
      for (std::size_t j = 0; j < result.size(); ++j)
        if (term.exponents[n + j] > 0) result[j] += degree > 1 ? 2 : 1;
    }
  };
  for (const Polynomial& equation : reading.equations) count(equation);
  for (const InnerSum& sum : reading.inner.sums) count(sum.monic);
  return result;
}

/// Names of all unknowns: sums by their names, or their terms in parentheses.
std::vector<std::string> spelled(const Reading& reading, std::size_t unknowns) {
  std::vector<std::string> names = reading.names;
  names.resize(unknowns);
  std::size_t next = reading.names.size();
  for (const InnerSum& sum : reading.inner.sums) {
    std::string text = to_string(sum.value(), names);
    if (text.size() > longest_label) text = text.substr(0, longest_label - 3) + "...";
    names[next++] = sum.name.empty() ? "(" + text + ")" : sum.name;
  }
  return names;
}

Liftable form_of(const Reading& reading, std::size_t inner) {
  const std::size_t n = reading.names.size();
  Liftable form{Program(n), {}};
  const std::vector<std::string> names = spelled(reading, n + inner);
  std::vector<Node> nodes = variables_of(form.program, n);
  nodes.resize(n + inner, form.program.constant(0));
  const auto node_of = [&](const Polynomial& p) {
    return form.program.append(program_of({names, {p}}), nodes).front();
  };
  const auto& sums = reading.inner.sums;
  for (std::size_t j = 0; j < sums.size(); ++j) nodes[n + j] = node_of(sums[j].value());
  for (const Polynomial& equation : reading.equations) form.program.outputs.push_back(node_of(equation));
  std::vector<std::pair<std::size_t, std::size_t>> used;
  for (const std::size_t count : uses(reading)) used.emplace_back(count, used.size());
  std::erase_if(used, [](const auto& sum) { return sum.first < 2; });
  std::ranges::stable_sort(used, std::greater<>{}, &std::pair<std::size_t, std::size_t>::first);
  for (const auto& [count, j] : used)
    if (form.groups.size() < most_groups) form.groups.push_back({names[n + j], {nodes[n + j]}});
  return form;
}

/// What reads as a constant only when it is multiplied out cannot divide or be an exponent here.
std::optional<Reading> read_again(const std::string& text, const std::string& file, std::size_t inner) {
  try {
    return read_text(text, file, inner);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace

WrittenSystem read_written_system(const std::string& text, const std::string& file) {
  Reading plain = read_text(text, file, 0);
  const std::size_t inner = std::min(plain.inner.occurrences, most_sums);
  const auto exponents = static_cast<double>(text.size()) * static_cast<double>(plain.names.size() + inner);
  WrittenSystem result(System{std::move(plain.names), std::move(plain.equations)});
  if (inner == 0 || exponents > most_exponents) return result;
  if (const auto reading = read_again(text, file, inner))
    if (Liftable form = form_of(*reading, inner); !form.groups.empty()) result.form = std::move(form);
  return result;
}

}  // namespace polyscape::algebra
