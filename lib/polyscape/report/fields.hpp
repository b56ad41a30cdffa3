#pragma once
/// How a record of the result is described: once, for all that write, read, document or otherwise walk it. Beside each
/// record stands a function that shows its fields, in their order, to any walker:
///
///   struct Stratum { std::vector<std::string> zero; std::uint64_t isolated = 0; };
///   void describe(auto& fields, Of<Stratum> auto& s) {
///     fields("zero", s.zero, "names of the coordinates that are zero");
///     fields("isolated", s.isolated, "such points");
///   }
///
/// A walker is called with the key in JSON, the member, and its meaning in docs/results.md. An optional member is left
/// out while it has no value; a fourth argument says when others are. Beside this a walker has
///   group(key, show): an object whose members belong to this record: show() walks them;
///   inlined(key, part): the fields of an optional record stand in this object, if `key` does;
///   computed(key, value, meaning): what follows from the others, written and not read;
///   real: the equations of the result that is walked are; of others nothing is said about which points are.
#include <concepts>
#include <type_traits>

namespace polyscape::report {

/// R, or const R.
template <class T, class R>
concept Of = std::same_as<std::remove_const_t<T>, R>;

/// Whether a field is written now, and whether it must be there when it is read; if not, the member keeps its default.
struct Presence {
  bool written = true, required = true;
};
constexpr Presence where(bool written) { return {written, false}; }
/// Left out while it is empty, or has its type's default value.
template <class T>
Presence filled(const T& value) {
  if constexpr (requires { value.empty(); })
    return where(!value.empty());
  else
    return where(value != T());
}
/// Written always; older files lack it.
inline constexpr Presence lately{true, false};

/// An integer that is written as a number where a double holds it. As such it is a string.
template <class T>
struct Counted {
  T& value;
};
Counted(auto& value) -> Counted<std::remove_reference_t<decltype(value)>>;

}  // namespace polyscape::report
