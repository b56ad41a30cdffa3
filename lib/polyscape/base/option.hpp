#pragma once
/// Option tables: one row an option, from which help, TOML keys, the documentation and result.json are made.
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "polyscape/base/error.hpp"
#include "polyscape/base/names.hpp"

namespace polyscape {

/// Closed range of a numeric option.
struct OptionRange {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};
constexpr OptionRange between(double low, double high) { return {low, high}; }

/// A member of S of a type of its own, by its text.
template <class S>
struct TextMember {
  std::function<std::string(const S&)> get;
  std::function<bool(S&, const std::string&)> set;  ///< false where the text is none of a value
  std::string expected, remedy;                     ///< for messages
};

/// One option of struct S: its name (underscores; dashes on the command line), where it lives, what it accepts.
template <class S>
struct Option {
  using Member = std::variant<double S::*, int S::*, std::uint64_t S::*, bool S::*, std::string S::*, TextMember<S>>;
  std::string_view name;
  Member member;
  OptionRange range;                      ///< of a number
  std::vector<std::string_view> choices;  ///< of an enum's names; empty: any
  std::string_view help;

  Option(std::string_view n, Member m, OptionRange r, std::string_view h) : name(n), member(m), range(r), help(h) {}
  Option(std::string_view n, Member m, std::string_view h) : name(n), member(std::move(m)), help(h) {}
  /// Of an enum with names.
  template <Named E>
  Option(std::string_view n, E S::*m, std::string_view h) : name(n), help(h) {
    for (const std::string_view choice : names_of(E())) choices.push_back(choice);
    member = TextMember<S>{[m](const S& s) { return std::string(polyscape::name(s.*m)); },
                           [m](S& s, const std::string& text) {
                             const auto value = named<E>(text);
                             if (value) s.*m = *value;
                             return value.has_value();
                           },
                           "one of " + joined(choices), "write \"" + std::string(choices.front()) + "\", for example"};
  }
  /// The same option of a struct that S is a base of.
  template <class Base>
  requires(std::is_base_of_v<Base, S> && !std::is_same_v<Base, S>) explicit Option(const Option<Base>& o)
      : name(o.name), range(o.range), choices(o.choices), help(o.help) {
    std::visit(
        [this](const auto& m) {
          if constexpr (std::is_same_v<std::decay_t<decltype(m)>, TextMember<Base>>)
            member = TextMember<S>{m.get, m.set, m.expected, m.remedy};
          else
            member = static_cast<std::remove_reference_t<decltype(std::declval<Base>().*m)> S::*>(m);
        },
        o.member);
  }

 private:
  static std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) text += (text.empty() ? "" : ", ") + std::string(word);
    return text;
  }
};

/// The number as it would be written by hand: integers in full, no trailing zeros.
std::string option_number(double value);

/// What the option accepts, for error messages: "a number from 1 to 100", "one of auto, total-degree".
template <class S>
std::string expected(const Option<S>& option) {
  if (const auto* const member = std::get_if<TextMember<S>>(&option.member)) return member->expected;
  if (std::holds_alternative<bool S::*>(option.member)) return "true or false";
  if (std::holds_alternative<std::string S::*>(option.member)) return "a string";
  std::string text = std::holds_alternative<double S::*>(option.member) ? "a number" : "an integer";
  if (option.range.high != std::numeric_limits<double>::infinity())
    return text + " from " + option_number(option.range.low) + " to " + option_number(option.range.high);
  if (option.range.low != -std::numeric_limits<double>::infinity())
    return text + " of at least " + option_number(option.range.low);
  return text;
}

/// Sets the option from its text. Throws InputError naming `place` when the text is no legal value.
template <class S>
void set_option(S& target, const Option<S>& option, const std::string& text, const std::string& place) {
  const auto fail = [&](const std::string& remedy) -> void {
    throw InputError(place, expected(option), "\"" + text + "\"", remedy);
  };
  const auto in_range = [&](double value) {
    if (!(value >= option.range.low)) fail("write " + option_number(option.range.low) + " or more");
    if (!(value <= option.range.high)) fail("write " + option_number(option.range.high) + " or less");
  };
  const auto set = [&]<class T>(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = text;
    } else if constexpr (std::is_same_v<T, bool>) {
      if (text != "true" && text != "false") fail("write true or false");
      value = text == "true";
    } else {
      std::size_t used = 0;
      try {
        if constexpr (std::is_same_v<T, double>) {
          value = std::stod(text, &used);
        } else if constexpr (std::is_same_v<T, int>) {
          value = std::stoi(text, &used);
        } else {
          if (!text.empty() && text[0] == '-') fail("leave the sign out");
          value = std::stoull(text, &used);
        }
      } catch (const std::exception& e) {
        if (dynamic_cast<const Error*>(&e) != nullptr) throw;
        used = std::string::npos;
      }
      if (used != text.size()) fail("write " + expected(option));
      in_range(static_cast<double>(value));
    }
  };
  std::visit(
      [&](const auto& member) {
        if constexpr (std::is_same_v<std::decay_t<decltype(member)>, TextMember<S>>) {
          if (!member.set(target, text)) fail(member.remedy);
        } else {
          set(target.*member);
        }
      },
      option.member);
}

/// The option's value as text, the way set_option reads it.
template <class S>
std::string option_text(const S& source, const Option<S>& option) {
  return std::visit(
      [&](const auto& member) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(member)>, TextMember<S>>) {
          return member.get(source);
        } else {
          using T = std::remove_cvref_t<decltype(source.*member)>;
          if constexpr (std::is_same_v<T, std::string>)
            return source.*member;
          else if constexpr (std::is_same_v<T, bool>)
            return source.*member ? "true" : "false";
          else if constexpr (std::is_same_v<T, double>)
            return option_number(source.*member);
          else
            return std::to_string(source.*member);
        }
      },
      option.member);
}

/// Throws InputError, as set_option would, with the option's name as the place, unless the value that it has is legal.
template <class S>
void require_legal(const S& source, const Option<S>& option) {
  S copy = source;
  set_option(copy, option, option_text(source, option), std::string(option.name));
}

}  // namespace polyscape
