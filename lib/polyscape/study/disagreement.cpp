#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "polyscape/study/verification.hpp"

namespace polyscape::study {
namespace {

using nlohmann::json;

constexpr std::size_t most_sentences = 12;
constexpr double same_number = 1e-6;  // of doubles that are computed anew, relative to the largest beside them or 1

// What is the run's word, or belongs to the check and not to the equations; or has no one value (residuals,
// conditions), or is a claim that is checked as such (certificates and rational coordinates). Keys, wherever they
// stand.
const std::set<std::string> not_compared{"schema",         "version",
                                         "title",          "seconds",
                                         "seed",           "paths",
                                         "monodromy",      "notes",
                                         "options",        "seeds",
                                         "versions",       "timings",
                                         "recheck",        "run_says",
                                         "standing",       "contradictions",
                                         "confirmation",   "input_digest",
                                         "residual",       "digits",
                                         "condition",      "certificate",
                                         "exact",          "certified",
                                         "completeness",   "completeness_by",
                                         "existence",      "known_count",
                                         "minima",         "certified_distinct",
                                         "certified_real", "generic_root_count",
                                         "reasons",        "observations",
                                         "non_isolated"};

bool close(double a, double b, double scale) {
  return std::abs(a - b) <= same_number * std::max(1.0, scale) || (std::isinf(a) && std::isinf(b));
}

double largest(const json& value) {
  if (value.is_number()) return std::abs(value.get<double>());
  double result = 0;
  if (value.is_array())
    for (const json& item : value) result = std::max(result, largest(item));
  return result;
}

class Comparison {
 public:
  std::vector<std::string> sentences;

  void object(const json& run, const json& found, const std::string& path) {
    for (auto item = run.begin(); item != run.end(); ++item) {
      if (not_compared.contains(item.key())) continue;
      const std::string place = path.empty() ? item.key() : path + "." + item.key();
      const auto other = found.find(item.key());
      if (other == found.end())
        say(place, item.value(), "nothing of it");
      else
        value(item.value(), *other, place, std::max(largest(item.value()), largest(*other)));
    }
  }

 private:
  void value(const json& run, const json& found, const std::string& path, double scale) {
    if (run.is_object() && found.is_object()) return object(run, found, path);
    if (run.is_array() && found.is_array() && run.size() == found.size()) {
      for (std::size_t i = 0; i < run.size(); ++i) value(run[i], found[i], path + "[" + std::to_string(i) + "]", scale);
      return;
    }
    if (run.is_array() && found.is_array())
      return say(path, std::to_string(run.size()) + " entries", std::to_string(found.size()));
    const bool equal =
        run.is_number_float() || found.is_number_float()
            ? run.is_number() && found.is_number() && close(run.get<double>(), found.get<double>(), scale)
            : run == found;
    if (!equal) say(path, run, found.dump());
  }
  void say(const std::string& path, const json& run, const std::string& found) {
    const std::string said = run.is_string() && run.get<std::string>().ends_with(" entries") ? run.get<std::string>()
                             : run.is_structured()                                           ? "something"
                                                                                             : run.dump();
    sentences.push_back("the run says " + said + " of " + path + ", found again is " + found);
  }
};

}  // namespace

std::vector<std::string> disagreements(const report::Result& run, const report::Result& found) {
  Comparison comparison;
  comparison.object(json::parse(report::to_json(run)), json::parse(report::to_json(found)), "");
  const report::Solutions &said = *run.solutions, &now = *found.solutions;
  const auto more = [&](const char* what, const std::optional<std::uint64_t>& a,
                        const std::optional<std::uint64_t>& b) {
    if (a.value_or(0) > b.value_or(0))
      comparison.sentences.push_back("the run says " + std::to_string(*a) + " of " + what + ", found again is " +
                                     std::to_string(b.value_or(0)));
  };
  more("solutions.certified_distinct", said.certified_distinct, now.certified_distinct);
  more("solutions.certified_real", said.certified_real, now.certified_real);
  more("solutions.existence.certified", said.existence.certified, now.existence.certified);
  const auto minima = [](const report::Solutions& s) {
    std::uint64_t points = 0;
    for (const report::LossLevel& level : s.minima) points += level.points;
    return points;
  };
  more("points in solutions.minima", minima(said), minima(now));
  if (said.completeness >= Completeness::modular && now.completeness < said.completeness)
    comparison.sentences.push_back("the run says that its count is " + std::string(name(said.completeness)) +
                                   ", which is not found again: it is " + std::string(name(now.completeness)));
  std::vector<std::string>& all = comparison.sentences;
  if (all.size() > most_sentences) {
    const std::size_t rest = all.size() - most_sentences;
    all.resize(most_sentences);
    all.push_back("and " + std::to_string(rest) + " more differences between the run and what is found again");
  }
  return std::move(all);
}

}  // namespace polyscape::study
