#pragma once
/// What all walkers that write the fields of a record (fields.hpp) do alike. For sources.
#include <optional>

#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// Leaves out what is not written or has no value. Self: the walker, whose put(key, value) is called with the rest.
template <class Self>
class FieldWriter {
 public:
  bool real = true;

  template <class T>
  void operator()(const char* key, const T& value, const char*, Presence presence = {}) {
    if (presence.written) show(key, value);
  }
  void inlined(const char*, const auto& part) {
    if (part) describe(self(), *part);
  }
  void computed(const char* key, const auto& value, const char*) { show(key, value); }

 private:
  Self& self() { return static_cast<Self&>(*this); }
  template <class T>
  void show(const char* key, const std::optional<T>& value) {
    if (value) show(key, *value);
  }
  template <class T>
  void show(const char* key, const T& value) {
    self().put(key, value);
  }
};

}  // namespace polyscape::report
