#include "record.hpp"

#include <cxxabi.h>
#include <pybind11/complex.h>

#include <algorithm>
#include <complex>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <typeindex>
#include <utility>

#include "polyscape/base/note.hpp"
#include "polyscape/report/json_writer_kernel.hpp"

namespace polyscape::python {
namespace {

using report::Counted;
using report::Presence;

template <class T>
inline constexpr bool is_counted = false;
template <class T>
inline constexpr bool is_counted<Counted<T>> = true;
template <class T>
concept Mapping = requires(const T& t) {
  t.begin()->first;
  t.begin()->second;
};
template <class T>
concept Listing = !Mapping<T> && !std::is_same_v<T, std::string> && !std::is_same_v<T, nlohmann::ordered_json> &&
                  requires(const T& t) {
  t.begin();
  typename T::value_type;
};

template <class R>
const std::string& class_name() {
  static const std::string name = [] {
    char* const full = abi::__cxa_demangle(typeid(R).name(), nullptr, nullptr, nullptr);
    std::string text = full;
    std::free(full);
    return text.substr(text.rfind(':') + 1);
  }();
  return name;
}

/// The class of what a record shows as an object of its own.
std::string group_class(const std::string& record, std::string key) {
  key[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(key[0])));
  return record + key;
}

py::object from_json(const nlohmann::ordered_json& value) {
  return py::module_::import("json").attr("loads")(value.dump());
}

/// Walks a record into a dict, and that into an object.
class Writer : public report::FieldWriter<Writer> {
 public:
  explicit Writer(const py::function& make) : make_(make) {}

  template <class R>
  py::object record(const R& source) {
    py::dict values;
    py::dict* const outer = std::exchange(values_, &values);
    const std::string* const outer_name = std::exchange(name_, &class_name<R>());
    describe(*this, source);
    values_ = outer;
    name_ = outer_name;
    return make_(class_name<R>(), values);
  }

  void group(const char* key, const auto& show) {
    py::dict values;
    py::dict* const outer = std::exchange(values_, &values);
    show();
    values_ = outer;
    (*values_)[key] = make_(group_class(*name_, key), values);
  }

 private:
  friend FieldWriter;

  template <class T>
  void put(const char* key, const T& value) {
    (*values_)[key] = object(value);
  }

  template <class T>
  py::object object(const T& value) {
    if constexpr (Named<T>) {
      return py::str(std::string(name(value)));
    } else if constexpr (is_counted<T>) {
      return object(value.value);
    } else if constexpr (Mapping<T>) {
      py::dict values;
      for (const auto& [key, part] : value) values[object(key)] = object(part);
      return values;
    } else if constexpr (Listing<T>) {
      py::list values;
      for (const auto& part : value) values.append(object(part));
      return values;
    } else if constexpr (requires { describe(*this, value); }) {
      return record(value);
    } else {
      return py::cast(value);
    }
  }
  template <class T>
  py::object object(const std::optional<T>& value) {
    return value ? object(*value) : py::none();
  }
  py::object object(const algebra::Integer& value) {
    // As result.json has it: of longer ones it says the size alone, and nobody else knows more where it is read again.
    constexpr std::uint64_t longest = 10000;
    if (const auto small = value.to_int64()) return py::int_(*small);
    py::dict values;
    if (value.digits() <= longest) return make_("int", py::str(value.to_string()));
    values["digits"] = value.digits();
    values["log10"] = value.log10();
    return make_("Digits", values);
  }
  py::object object(const Note& note) { return py::str(labelled(note)); }
  py::object object(const report::CoordinateTexts& texts) { return object(texts.pairs()); }
  py::object object(const nlohmann::ordered_json& value) { return from_json(value); }

  const py::function& make_;
  py::dict* values_ = nullptr;
  const std::string* name_ = nullptr;
};

/// Walks records that hold nothing, each type once.
class Classes {
 public:
  bool real = true;

  template <class R>
  void add() {
    if (std::ranges::find(seen_, std::type_index(typeid(R))) != seen_.end()) return;
    seen_.emplace_back(typeid(R));
    const std::string outer = std::exchange(name_, class_name<R>());
    py::list fields;
    classes_.append(py::make_tuple(name_, fields));
    const py::list outer_fields = std::exchange(fields_, fields);
    const R record{};
    describe(*this, record);
    fields_ = outer_fields;
    name_ = outer;
  }

  template <class T>
  void operator()(const char* key, const T&, const char* meaning, Presence = {}) {
    fields_.append(py::make_tuple(key, annotation<T>(), meaning));
  }
  void group(const char* key, const auto& show) {
    const std::string name = group_class(name_, key);
    fields_.append(py::make_tuple(key, name, ""));
    py::list fields;
    classes_.append(py::make_tuple(name, fields));
    const py::list outer = std::exchange(fields_, fields);
    show();
    fields_ = outer;
  }
  template <class R>
  void inlined(const char*, const std::optional<R>&) {
    const R record{};
    describe(*this, record);
  }
  template <class T>
  void computed(const char* key, const T&, const char* meaning) {
    fields_.append(py::make_tuple(key, annotation<T>(), meaning));
  }

  py::list classes() const { return classes_; }

 private:
  template <class T>
  std::string annotation() {
    if constexpr (is_counted<T> || std::is_same_v<T, algebra::Integer>)
      return "int";
    else if constexpr (std::is_same_v<T, nlohmann::ordered_json>)
      return "object";
    else if constexpr (std::is_same_v<T, bool>)
      return "bool";
    else if constexpr (std::is_integral_v<T>)
      return "int";
    else if constexpr (std::is_floating_point_v<T>)
      return "float";
    else if constexpr (std::is_same_v<T, std::complex<double>>)
      return "complex";
    else if constexpr (requires(const T& t) { t.has_value(); })
      return annotation<typename T::value_type>() + " | None";
    else if constexpr (Mapping<T>)
      return "dict[" + annotation<std::remove_cvref_t<decltype(std::declval<T>().begin()->first)>>() + ", " +
             annotation<std::remove_cvref_t<decltype(std::declval<T>().begin()->second)>>() + "]";
    else if constexpr (Listing<T>)
      return "list[" + annotation<typename T::value_type>() + "]";
    else if constexpr (!Named<T> && !std::is_same_v<T, Note> && requires(const T& t) { describe(*this, t); }) {
      add<T>();
      return class_name<T>();
    } else {
      return "str";
    }
  }

  py::list classes_, fields_;
  std::string name_;
  std::vector<std::type_index> seen_;
};

}  // namespace

py::object record_of(const report::Result& result, const py::function& make) { return Writer(make).record(result); }

py::list record_classes() {
  Classes walker;
  walker.add<report::Result>();
  return walker.classes();
}

}  // namespace polyscape::python
