#include "polyscape/spec/sweep.hpp"

#include <algorithm>
#include <filesystem>

#include "polyscape/base/error.hpp"
#include "polyscape/base/file_text.hpp"
#include "polyscape/spec/sections.hpp"

namespace polyscape::spec {
namespace {

/// The last `parts` keys of a path.
std::string ending(const std::string& path, int parts) {
  std::size_t begin = path.size();
  while (parts-- > 0 && begin != std::string::npos && begin > 0) begin = path.rfind('.', begin - 1);
  return begin == std::string::npos ? path : path.substr(begin + 1);
}

std::vector<std::string> short_names(const std::vector<Choice>& choices) {
  std::vector<std::string> names;
  for (const Choice& choice : choices) {
    int parts = 1;
    const auto same_ending = [&](const Choice& other) {
      return ending(other.path, parts) == ending(choice.path, parts);
    };
    while (std::ranges::count_if(choices, same_ending) > 1) ++parts;
    names.push_back(ending(choice.path, parts));
  }
  return names;
}

}  // namespace

Sweep::Sweep(std::string text, std::string file, std::string directory)
    : text_(std::move(text)),
      file_(std::move(file)),
      directory_(std::move(directory)),
      document_(parse_document(text_, file_)),
      choices_(choices_of(document_, text_)),
      names_(short_names(choices_)),
      period_(choices_.size()) {
  for (std::size_t key = choices_.size(); key-- > 0;) {
    period_[key] = size_;
    const std::size_t values = choices_[key].values.size();
    if (size_ > most_sweep_rows / values)
      throw InputError(file_, "a sweep of at most " + std::to_string(most_sweep_rows) + " rows", "more",
                       "shorten a list, or write several sweeps");
    size_ *= values;
  }
}

std::vector<std::pair<std::string, std::string>> Sweep::values(std::size_t row) const {
  std::vector<std::pair<std::string, std::string>> result;
  for (std::size_t key = 0; key < choices_.size(); ++key) {
    const std::size_t k = chosen(row, key);
    const Value& value = choices_[key].values[k];
    const bool bare = value.is(Value::Type::array) || value.is(Value::Type::table);
    result.emplace_back(names_[key], bare ? choices_[key].texts[k] : value.text);
  }
  return result;
}

std::size_t Sweep::first_of_network(std::size_t row) const {
  std::size_t first = row;
  for (std::size_t key = 0; key < choices_.size(); ++key) {
    const std::string& path = choices_[key].path;
    if (path.starts_with("data.") || path.starts_with("regularization.")) first -= chosen(row, key) * period_[key];
  }
  return first;
}

Specification Sweep::specification(std::size_t row) const {
  Value document = document_;
  std::string text = text_;
  for (std::size_t key = choices_.size(); key-- > 0;) {
    const Choice& choice = choices_[key];
    const std::size_t k = chosen(row, key);
    choose(document, choice, k);
    text.replace(choice.list.begin, choice.list.end - choice.list.begin, choice.texts[k]);
  }
  if (!same(parse_document(text, file_), document)) throw ArgumentError("sweep: the text of a row says something else");
  const std::string chosen_values = values_text(values(row));
  try {
    Specification result = specification_of(document, text, file_, directory_);
    if (!chosen_values.empty()) result.title += ", " + chosen_values;
    return result;
  } catch (const InputError& e) {
    if (chosen_values.empty()) throw;
    constexpr std::size_t longest = 200;  // of what is quoted
    const bool cut = chosen_values.size() > longest;
    throw InputError(std::string(e.what()) + " (where " + chosen_values.substr(0, longest) + (cut ? "..)" : ")"));
  }
}

Sweep read_sweep(const std::string& path) {
  const auto text = file_text(path);
  if (!text) throw InputError(path, "a specification that can be read", "nothing", "correct the name of the file");
  return {*text, path, std::filesystem::path(path).parent_path().string()};
}

std::string values_text(const std::vector<std::pair<std::string, std::string>>& values) {
  std::string text;
  for (const auto& [name, value] : values) text += (text.empty() ? "" : ", ") + name + " = " + value;
  return text;
}

}  // namespace polyscape::spec
