#include "polyscape/report/schema.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <typeindex>

#include "polyscape/report/result.hpp"

namespace polyscape::report {
namespace {

/// Walks records that hold nothing, each type once.
class Tables {
 public:
  bool real = true;

  template <class R>
  void table(const std::string& key) {
    if (std::ranges::find(seen_, std::type_index(typeid(R))) != seen_.end()) return;
    seen_.emplace_back(typeid(R));
    const std::size_t outer = std::exchange(current_, tables_.size());
    const std::string group = std::exchange(group_, "");
    tables_.push_back({key, {}});
    const R record{};
    describe(*this, record);
    current_ = outer;
    group_ = group;
  }

  template <class T>
  void operator()(const std::string& key, const T&, const char* meaning, Presence = {}) {
    computed(key, nullptr, meaning);
    inner<T>(key);
  }
  void group(const std::string& key, const auto& show) {
    group_ = key + ".";
    show();
    group_.clear();
  }
  template <class R>
  void inlined(const std::string&, const std::optional<R>&) {
    const R record{};
    describe(*this, record);
  }
  void computed(const std::string& key, const auto&, const char* meaning) {
    if (*meaning != '\0') tables_[current_].fields.emplace_back(group_ + key, meaning);
  }

  std::vector<RecordTable> tables() && {
    std::erase_if(tables_, [](const RecordTable& t) { return t.fields.empty(); });  // each field is named like a claim
    return std::move(tables_);
  }

 private:
  template <class T>
  void inner(const std::string& key) {
    if constexpr (requires(const T& list) { list.front(); } && !std::is_same_v<T, std::string>)
      inner<typename T::value_type>(key);
    else if constexpr (requires(const T& part) { *part; })
      inner<typename T::value_type>(key);
    else if constexpr (requires(const T& record) { describe(*this, record); })
      table<T>(key);
  }

  std::vector<RecordTable> tables_;
  std::vector<std::type_index> seen_;
  std::size_t current_ = 0;
  std::string group_;
};

}  // namespace

std::vector<RecordTable> result_schema() {
  Tables walker;
  walker.table<Result>("result");
  return std::move(walker).tables();
}

std::string markdown(const RecordTable& table) {
  std::string text = "| key | |\n|:--|:--|\n";
  for (const auto& [key, meaning] : table.fields) text += "| `" + key + "` | " + meaning + " |\n";
  return text;
}

}  // namespace polyscape::report
